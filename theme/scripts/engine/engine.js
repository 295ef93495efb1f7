/* Answers questions from the files of the index. Results and scores are those of one whole lunr index. */

const MOST = 100;

/* `refs` are all that was found, in order of number; `hits` the best of them, in lunr's order. */
async function find(query, { accepts = () => true, most = MOST, isOpen = false, isMore = false, ...how } = {}) {
  isIncomplete = isMore && isIncomplete;
  if (!(await start())) {
    return { refs: [], hits: [], clauses: [], isIncomplete: true };
  }
  if (isOpen && !query) {
    const every = Array.from({ length: total }, (_, ref) => ref).filter(accepts);
    return { refs: every, hits: every.slice(0, most).map((ref) => ({ ref })), clauses: [], isIncomplete };
  }
  const answer = { presence: PRESENCE.REQUIRED, ...(await answered(query, accepts, how)) };
  const { clauses, refs, presence } = answer;
  const hits = refs.length > 0 && most > 0 ? ranked(clauses, presence, refs, most) : [];
  /* A getter, because a card that is missing shows only when it is fetched. */
  return { isLoose: false, ...answer, hits, isUnit: isNamed(answer), get isIncomplete() { return isIncomplete; } };
}

/* What narrow.js needs to know of every document. */
async function content(name) {
  return (await start()) && (await part(name));
}

function open(folder) {
  load = loader(folder);
  return { find, prepare, meant, card, text, content, code, decoded, digitOf, kindOf: (ref) => manifest.names[kindOf(ref)] };
}

window.gongkaiEngine = { open, pieces, isHan };
