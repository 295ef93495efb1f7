/* The texts that may have been meant, by names that are near. */

const MOST_MEANT = 5;
const LONGEST = 12;
const SHORTEST_PINYIN = 5;

/* {written: meant}: a name stands for itself; pinyin may stand for a name. */
function meanings(names) {
  return names instanceof Map ? names : new Map(Array.from(names, (name) => [name, name]));
}

function isOfUsualLength(word, characters) {
  return isLatin(word) ? characters.length >= SHORTEST_PINYIN : characters.length >= 2 && characters.length <= LONGEST;
}

/* What a word may have been meant for, the likeliest first; itself when it is a name or near to none. */
function meant(word, names, sound, isBody) {
  const characters = Array.from(word);
  if (names.has(word) || isBody(word) || !isOfUsualLength(word, characters)) {
    return [word];
  }
  const heard = isLatin(word) ? null : sound(word);
  const ranked = Array.from(names)
    .filter(([name]) => isLatin(name) === isLatin(word))
    .map(([name, stands]) => ({ stands, rank: distance(characters, Array.from(name), () => sound(name) === heard) }))
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => one.rank - other.rank);
  return ranked.length ? Array.from(new Set(ranked.map((one) => one.stands))).slice(0, MOST_MEANT) : [word];
}

/* Every text of one choice for each word, as far as they are few. */
function combined(words, choices) {
  const every = words.reduce((texts, word) => [].concat(...texts.map((start) => choices(word).map((one) => [...start, one]))).slice(0, MOST_MEANT), [[]]);
  return every.map((one) => one.join(" "));
}

/* The texts that may have been meant, the likeliest first, none when nothing is near.
   `names` are the texts that exist, or a map of texts to what they stand for; `sound` tells how a text is read,
   `isBody` whether a word is a body that a county may have. */
function near(text, names, sound = (word) => word, isBody = () => false) {
  const known = meanings(names);
  const words = text.normalize("NFKC").toLowerCase().trim().split(/\s+/);
  return combined(words, (word) => meant(word, known, sound, isBody)).filter((one) => one !== words.join(" "));
}
