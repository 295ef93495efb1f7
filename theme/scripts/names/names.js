/* The content of names.js (names.py), made ready to be asked: what is called so, how it is read, which places there are. */

/* Places before units before columns, as names.py numbers them. */
const ORDER = { [PLACE]: 0, [UNIT]: 1, [COLUMN]: 2 };

/* The content of names.js, described in names.py, made ready to be asked. */
function read({ names, places, readings, exceptions, simplified, levels, bodies }) {
  const usual = new Map();
  table(readings, /([a-z0-9]+)([^a-z0-9]+)/gu).forEach((every, syllable) => Array.from(every).forEach((one) => usual.set(one, syllable)));
  const others = new Map(exceptions);
  const simple = table(simplified, /(.)(.)/gu);

  const simplify = (text) => Array.from(text, (one) => simple.get(one) || one).join("");
  const syllables = (form) => (others.has(form) ? others.get(form).split(" ") : Array.from(form, (one) => usual.get(one) || one));
  const sound = (form) => syllables(form).join("");
  const initials = (form) => syllables(form).map((syllable) => Array.from(syllable)[0]).join("");

  /* Pinyin is a second spelling, but not of what has no Chinese in it. */
  const entries = names.map(([kind, name, places, more, place, address]) => {
    const forms = [plain(name), ...more];
    const keys = new Set(joined(forms, (form) => [simplify(form), sound(form), initials(form)]));
    return { name, order: ORDER[kind], places, place, address, forms, keys: `\n${Array.from(keys).join("\n")}\n` };
  });

  /* A place with and without 区, 县 or 自治县; at least two characters remain where there are so many. */
  const stems = (place) => levels.filter((level) => place.endsWith(level)).map((level) => place.slice(0, -level.length));
  const stem = (place) => [...[2, 1].map((least) => stems(place).find((rest) => Array.from(rest).length >= least)), place].find(Boolean);
  const located = places.map((place) => ({ place, stem: stem(place) }));
  const where = joined(located, ({ place, stem }) => [place, stem]);

  /* {written: meant} of every spelling and its pinyin, of places too, for near.js; the first that is written so is meant. */
  function written() {
    const forms = [...where, ...joined(entries, (entry) => entry.forms)];
    const meant = new Map(forms.map((form) => [form, form]));
    forms.forEach((form) => meant.has(sound(form)) || meant.set(sound(form), form));
    return meant;
  }

  /* {typed: [names]} of pinyin in full and first letters. */
  function typed() {
    const found = new Map();
    const forms = Array.from(new Set(joined(entries, (entry) => entry.forms)));
    forms.forEach((form) =>
      new Set([sound(form), initials(form)]).forEach((key) => found.set(key, [...(found.get(key) || []), form])),
    );
    return found;
  }

  /* What stands for a place on a Latin keyboard, the longest first: [typed, place]. */
  const keyed = joined(located, ({ place, stem }) => joined([place, stem], (form) => [sound(form), initials(form)].map((key) => [key, stem])))
    .sort(([one], [other]) => other.length - one.length);

  /* Who asks for a body that a county may have, and that is not here, does not mean another. */
  const usualBodies = new Set(bodies);
  const isBody = (word) => usualBodies.has(word.slice((levels.find((level) => word.startsWith(level)) || "").length));

  return { find: (text) => nearest(entries, simplify(plain(text))), simplify, sound, written, typed, located, keyed, levels, isBody };
}
