/* How well a document meets them, by lunr's formula, and which are the best. */

function idf(postings) {
  const number = postings.lists.reduce((sum, list) => sum + list.length, 0);
  return Math.log(1 + Math.abs((total - number + 0.5) / (number + 0.5)));
}

/* lunr's weight of a term in a field of a document, in lunr's own order of operations. */
function weight(importance, times, fieldBoost, boost) {
  return Math.round(((importance * ((K1 + 1) * times)) / (K1 + times)) * fieldBoost * boost * 1000) / 1000;
}

/* The terms of the clauses, in order, with what they count for in the query. */
function termsOf(clauses) {
  const terms = new Map();
  clauses.forEach((clause) =>
    expanded(clause).forEach((postings) => {
      const { boost } = terms.get(postings.term) || { boost: 0 };
      terms.set(postings.term, { postings, boost: boost + (clause.boost || 1) });
    }),
  );
  return Array.from(terms.values()).sort((one, other) => (one.postings.term < other.postings.term ? -1 : 1));
}

/* Gives `take` every weight that a term has in these documents: of which of them, in which field. */
function weigh(refs) {
  const place = new Int32Array(total).fill(-1);
  refs.forEach((ref, number) => (place[ref] = number));
  const boosts = refs.map((ref) => manifest.boosts[kindOf(ref)]);
  return (postings, take) => {
    const importance = idf(postings);
    postings.lists.forEach((list, field) =>
      list.forEach((posting) => {
        const number = place[posting >> 1];
        if (number >= 0) {
          take(weight(importance, (posting & 1) + 1, manifest.fields[field][1], boosts[number]), number, field);
        }
      }),
    );
  };
}

/* The best by lunr's formula, and all that are as good as the last of them: lunr decides among these. */
function best(clauses, refs, most) {
  if (refs.length <= most) {
    return refs;
  }
  const scores = roughly(clauses, refs);
  const limit = Array.from(scores).sort((one, other) => other - one)[most - 1] - 1e-9;
  const above = refs.filter((_, number) => scores[number] > limit + 2e-9);
  const level = refs.filter((_, number) => scores[number] >= limit && scores[number] <= limit + 2e-9);
  return [...above, ...level.slice(0, Math.max(most, 2 * most - above.length))].sort((one, other) => one - other);
}

function roughly(clauses, refs) {
  const scores = new Float64Array(refs.length);
  const terms = termsOf(clauses);
  const length = Math.hypot(...terms.map(({ boost }) => boost));
  const each = weigh(refs);
  terms.forEach(({ postings, boost }) => each(postings, (weight, number) => (scores[number] += (boost / length) * weight)));
  return scores;
}
