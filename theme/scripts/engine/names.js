/* Units that bear a whole name. */

const isByName = ({ clauses }) => clauses.some((clause) => clause.boost === WHOLE_NAME);

const unitsCalled = (term) => within({ term }, 1).filter((ref) => ref < manifest.kinds[0]);

/* Does a unit bear one of the whole names that were asked for? */
function isNamed({ clauses, refs }) {
  const found = new Set(refs);
  return clauses.some(({ term, boost }) => boost === WHOLE_NAME && unitsCalled(term).some((ref) => found.has(ref)));
}
