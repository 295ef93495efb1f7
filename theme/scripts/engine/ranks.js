/* The order of the best, which lunr.js gives: an index of these documents and the question's terms alone. */

const { presence: PRESENCE } = window.lunr.Query;

/* A lunr index of these documents and the query's terms, with every weight as lunr would hold it: per field and document, [term, weight, …]. */
function assembled(clauses, refs) {
  const fields = manifest.fields.map(([name]) => name);
  const vectors = {};
  const invertedIndex = Object.create(null);
  const each = weigh(refs);
  termsOf(clauses).forEach(({ postings }, index) => {
    const posting = (invertedIndex[postings.term] = { _index: index });
    fields.forEach((name) => (posting[name] = {}));
    each(postings, (weight, number, field) => {
      const key = `${fields[field]}/${refs[number]}`;
      posting[fields[field]][refs[number]] = {};
      vectors[key] = vectors[key] || [];
      vectors[key].push(index, weight);
    });
  });
  Object.keys(vectors).forEach((key) => (vectors[key] = new window.lunr.Vector(vectors[key])));
  return new window.lunr.Index({ fields, fieldVectors: vectors, invertedIndex, tokenSet: tokenSet(Object.keys(invertedIndex)) });
}

/* What lunr.TokenSet says of a term, in its order, which decides among equals: from the last to the first, but what is shorter before. */
function tokenSet(terms) {
  const ordered = terms.sort((one, other) => (`${one}\uffff` < `${other}\uffff` ? 1 : -1));
  const matching = (asked) => ordered.filter((term) => (asked.endsWith("*") ? term.startsWith(asked.slice(0, -1)) : term === asked));
  return { intersect: (asked) => ({ toArray: () => matching(asked) }) };
}

/* Never lunr's own query language: it would read “-规划” as “without 规划”. */
function put(query, clauses, presence) {
  clauses.forEach(({ term, isPrefix, boost = 0 }) =>
    query.clauses.push({ term: isPrefix ? `${term}*` : term, fields: query.allFields, presence: boost ? PRESENCE.OPTIONAL : presence, boost: boost || 1 }),
  );
}

function ranked(clauses, presence, refs, most) {
  const index = assembled(clauses, best(clauses, refs, most));
  const hits = index.query((query) => put(query, clauses, presence));
  return hits.slice(0, most).map((hit) => ({ ref: Number(hit.ref), score: hit.score }));
}
