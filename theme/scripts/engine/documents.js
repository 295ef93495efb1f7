/* Which documents meet the clauses of a question. */

/* Those that have a term of the clause, in any field or in one; some more than once. */
function within(clause, fields = manifest.fields.length) {
  const lists = joined(expanded(clause), (postings) => postings.lists.slice(0, fields));
  return [].concat(...lists).map((posting) => posting >> 1);
}

/* How many of the clauses each document meets. */
function met(clauses) {
  const counts = new Uint16Array(total);
  clauses.forEach((clause, number) =>
    within(clause).forEach((ref) => {
      if (counts[ref] === number) {
        counts[ref] = number + 1;
      }
    }),
  );
  return counts;
}

function all(clauses, accepts) {
  const found = [];
  if (clauses.length > 0 && clauses.every((clause) => expanded(clause).length > 0)) {
    const counts = met(clauses);
    for (let ref = 0; ref < total; ref += 1) {
      if (counts[ref] === clauses.length && accepts(ref)) {
        found.push(ref);
      }
    }
  }
  return found;
}
