/* The same for the names of names.js: written together, of a place as it was called, in pinyin, in traditional characters. */

/* 铜梁卫建委 may be two words. */
function dividedInTwo(text, isBody) {
  const characters = Array.from(text.trim());
  const isOneWord = characters.length > 4 && characters.length <= LONGEST && !/[\sa-z0-9]/i.test(text);
  const places = isOneWord ? Array.from({ length: characters.length - 3 }, (_, place) => place + 2) : [];
  const both = places.map((place) => [characters.slice(0, place).join(""), characters.slice(place).join("")]);
  const bodies = both.filter(([, rest]) => isBody(rest));
  return (bodies.length > 0 ? bodies : both).map((parts) => parts.join(" "));
}

/* 铜梁县 was what is 铜梁区 now. */
function withPlacesOfToday(text, names) {
  return names.located.reduce((read, { place, stem }) => (read.includes(place) ? read : withoutLevel(read, stem, names.levels)), text);
}

function withoutLevel(text, stem, levels) {
  const called = levels.map((level) => stem + level).find((name) => text.slice(0, -1).includes(name));
  return called ? text.replace(called, () => `${stem} `) : text;
}

/* The names that a Latin word stands for, after that of a place: fgw, tongliang, tlfgw. */
function spelt(word, names, typed) {
  if (!isLatin(word)) {
    return [word];
  }
  const known = typed.get(word) || [];
  const glued = names.keyed
    .filter(([key]) => word.startsWith(key))
    .map(([key, stem]) => (key === word ? [stem] : (typed.get(word.slice(key.length)) || []).map((name) => `${stem} ${name}`)));
  const every = [].concat(...glued, known);
  return every.length > 0 ? Array.from(new Set(every)).slice(0, MOST_MEANT) : [word];
}

function speltOut(text, names) {
  const typed = /[a-z]/i.test(text) ? names.typed() : new Map();
  const words = text.normalize("NFKC").toLowerCase().trim().split(/\s+/);
  return combined(words, (word) => spelt(word, names, typed));
}

/* The same for names as `read` makes them, and the place that is meant. What was typed in traditional characters,
   of a place as it was called before, or in pinyin comes first: 衛健委 → 卫健委. */
function understood(text, names) {
  const simple = withPlacesOfToday(names.simplify(text), names);
  const written = names.written();
  const spelling = speltOut(simple, names);
  const meant = [...spelling, ...dividedInTwo(simple, names.isBody)].map((one) => near(one, written, names.sound, names.isBody));
  const texts = Array.from(new Set([simple, ...spelling, ...[].concat(...meant)])).filter((one) => one !== text);
  const [place] = names.located.filter(({ stem }) => [simple, ...texts].some((one) => one.includes(stem)));
  return { texts, place: place ? place.stem : "" };
}

window.gongkaiNear = { near, understood };
