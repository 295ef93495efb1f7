/* Answers where nothing has all the words of a question: what may have been meant, then some of the words. */

const { presence: PRESENCE } = window.lunr.Query;

async function answered(index, text, accepts, { understood, isNear, bare = text, place: named = "" }) {
  if (isNear) {
    return loosely(index, bare, named, accepts);
  }
  const { texts, place } = understood ? await understood(text) : { texts: [], place: "" };
  const shorter = [index.withoutContacts(text), bare.trim()];
  for (const corrected of [...shorter, ...texts].filter((one) => one && one !== text)) {
    const answer = (await index.ofBody(corrected, accepts)) || (await index.plainly(corrected, accepts));
    if (answer) {
      return { ...answer, corrected: answer.corrected || corrected, isBare: shorter.includes(corrected) && !index.isByName(answer) };
    }
  }
  return loosely(index, bare, place, accepts);
}

/* Some of the words, the rarest of which say most of what is meant; when a place is named, nothing from elsewhere. */
async function loosely(index, text, place, accepts) {
  const { clausesOf, expanded, within } = index;
  const found = pieces(text);
  const clauses = clausesOf(found);
  const required = place ? clausesOf(pieces(place)) : [];
  await index.fetched([...clauses, ...required]);
  const { isEnough, isWhole } = sayingEnough(index, clauses, found, place);
  const optional = clauses.filter((clause) => !required.some((one) => one.term === clause.term) && expanded(clause).length > 0);
  const boosted = optional.map((clause) => ({ ...clause, boost: rarity(index, clause) }));
  const known = new Set([].concat(...boosted.map((clause) => within(clause))).filter((ref) => accepts(ref) && isEnough(ref)));
  const there = index.all(required, (ref) => known.has(ref));
  if (there.length > 0) {
    return { clauses: [...boosted, ...required], refs: there, isLoose: true, isWhole };
  }
  const refs = Array.from(known).sort((one, other) => one - other);
  return { clauses: boosted, refs, presence: PRESENCE.OPTIONAL, isLoose: true, isWhole };
}

function rarity({ expanded, idf }, clause) {
  return Math.round(Math.max(0, ...expanded(clause).map(idf)) ** 2 * 1000) / 1000 || 1;
}

window.gongkaiLoose = { understood, heard, answered };
