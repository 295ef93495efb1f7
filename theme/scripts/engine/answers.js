/* What has all that was asked for: all words, the whole name, or the words apart; where nothing has, what loose.js finds. */

async function strictly(text, found, accepts) {
  const required = clausesOf(found);
  const optional = wholes(text);
  await fetched([...required, ...optional]);
  const known = optional.filter((clause) => expanded(clause).length > 0);
  return { clauses: [...required, ...known], required, refs: all(required, accepts) };
}

/* fa gai wei is fagaiwei; its term was fetched with the others. */
function byName(text, accepts) {
  const clauses = [{ term: whole(text) }];
  return { clauses, refs: all(clauses, accepts) };
}

async function divisibly(text, found, clauses, accepts) {
  for (const parts of divisions(found, clauses)) {
    const answer = await strictly(parts.join(" "), parts, accepts);
    if (answer.refs.length > 0) {
      return { ...answer, isDivided: !isByName(answer) };
    }
  }
  return null;
}

/* All words, or the words apart. */
async function plainly(text, accepts) {
  const found = pieces(text);
  const strict = await strictly(text, found, accepts);
  if (strict.refs.length > 0) {
    return strict;
  }
  const named = byName(text, accepts);
  return named.refs.length > 0 ? named : divisibly(text, found, strict.required, accepts);
}

/* 民政局电话 asks for the body, not for a text that has all these characters. */
async function ofBody(text, accepts) {
  const bare = withoutContacts(text);
  const answer = bare && (await plainly(bare, accepts));
  return answer && isNamed(answer) ? { ...answer, corrected: bare } : null;
}

/* All words, or the words apart; what answers where nothing has them is fetched then. */
async function answered(text, accepts, { isPlain, ...how }) {
  const plain = how.isNear ? null : (await ofBody(text, accepts)) || (await plainly(text, accepts));
  const loose = plain || isPlain ? null : await code("loose", "gongkaiLoose");
  if (loose) {
    const index = { total, clausesOf, fetched, expanded, within, all, idf, ofBody, plainly, withoutContacts, isByName };
    return loose.answered(index, text, accepts, how);
  }
  isIncomplete = isIncomplete || !(plain || isPlain);
  return plain || { clauses: [], refs: [] };
}
