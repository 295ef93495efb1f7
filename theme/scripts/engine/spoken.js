/* The words that people say (meanings.py) in a text. */

const isLatin = (character) => /^[a-z0-9]$/.test(character || "");

/* Words that people say (meanings.py) in a text: the longest first, none over another. */
async function spokenIn(text) {
  const characters = Array.from(normal(text));
  const isInside = (border) => [border - 1, border].every((at) => isLatin(characters[at]));
  const starts = characters.map((_, at) => at).filter((at) => !isInside(at));
  /* By its first two characters, so that few of the files are asked for; or a word is one character alone. */
  const clausesAt = (at) => {
    const first = /^([a-z0-9]+|..)/u.exec(characters.slice(at).join(""));
    return [...(first ? [{ term: `${SAID}${first[0]}`, isPrefix: true }] : []), { term: `${SAID}${characters[at]}` }];
  };
  const typed = [];
  text.replace(/[^\s、，,和]+/g, (word, at) => typed.push({ word, at, term: whole(word) }));
  await fetched(distinct([...joined(starts, clausesAt), ...typed.map(({ term }) => ({ term }))]));
  const words = joined(starts, (at) => {
    const rest = characters.slice(at).join("");
    return joined(clausesAt(at), expanded)
      .map(({ term, lists: [meanings = [], places = [], [sort] = [], named = []] }) => {
        const word = term.slice(1);
        return { word, at, end: at + Array.from(word).length, meanings, places, sort, named };
      })
      .filter(({ word, end, sort }) => rest.startsWith(word) && !isInside(end) && (sort !== STEM || !isHan(characters[at - 1] || "")));
  });
  const units = typed.map(({ word, at, term }) => ({ word, at, end: at + Array.from(word).length, meanings: [], places: [], named: unitsCalled(term) }));
  const taken = units.filter(({ named, word }) => named.length > 0 && words.every((one) => one.word !== word || one.places.length === 0));
  words
    .sort((one, other) => other.word.length - one.word.length || one.at - other.at)
    .forEach((one) => taken.every(({ at, end }) => one.at >= end || one.end <= at) && taken.push(one));
  const without = (words) => words.reduce((left, { at, end }) => left.fill(" ", at, end), characters.slice()).join("");
  return { taken, bare: without(taken.filter(({ sort }) => sort === TRIMMING)), rest: without(taken) };
}

/* Fetches what tells whether a text means something. */
const prepare = async (text) => (await start()) && spokenIn(text);
