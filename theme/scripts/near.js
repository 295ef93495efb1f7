/* Names near to what was typed: one wrong, missing, extra or swapped character (卫建委 → 卫健委), or the same sound.
   A classic script, not a module: browsers refuse modules on pages opened from a disk. */
(function () {
  "use strict";

  const MOST = 5;
  const LONGEST = 12;
  const SHORTEST_PINYIN = 5;
  /* The likeliest slips first. */
  const SLIPS = ["swapped", "wrong", "missing", "extra"];

  /* {written: meant}: a name stands for itself; pinyin may stand for a name. */
  function meanings(names) {
    return names instanceof Map ? names : new Map(Array.from(names, (name) => [name, name]));
  }

  /* Unicode lists characters by radical and strokes: those that look alike (休, 体) often stand close together. */
  function unlikeness(one, other) {
    return Math.abs(one.codePointAt(0) - other.codePointAt(0)) / 0x110000;
  }

  /* How the word differs from the name, when by one slip, and how far the wrong character is from the right one. */
  function slip(word, name) {
    let start = 0;
    while (start < word.length && start < name.length && word[start] === name[start]) {
      start += 1;
    }
    let end = 0;
    const most = Math.min(word.length, name.length) - start;
    while (end < most && word[word.length - 1 - end] === name[name.length - 1 - end]) {
      end += 1;
    }
    const typed = word.slice(start, word.length - end);
    const right = name.slice(start, name.length - end);
    const isSwapped = typed.length === 2 && right.length === 2 && typed[0] === right[1] && typed[1] === right[0];
    const kind = isSwapped ? "swapped" : { "1,1": "wrong", "0,1": "missing", "1,0": "extra" }[`${typed.length},${right.length}`];
    return { kind, unlike: kind === "wrong" ? unlikeness(typed[0], right[0]) : 0 };
  }

  const isLatin = (word) => /^[a-z0-9]+$/.test(word);

  /* The rank of a name for a word, the smaller the nearer; null when it is not near. Both as characters. */
  function distance(word, name, isHeard) {
    if (Math.abs(word.length - name.length) > 1) {
      return null;
    }
    if (word.length === name.length && isHeard()) {
      return 0;
    }
    const { kind, unlike } = slip(word, name);
    const isFirstRight = word[0] === name[0];
    /* What is left of a short word says little: 统计局 is not 卫计局, nor 公交 公开. */
    const isTooVague = kind === "wrong" && word.length <= (isFirstRight ? 2 : 3);
    return kind && !isTooVague ? 1 + 2 * SLIPS.indexOf(kind) + (isFirstRight ? 0 : 1) + unlike : null;
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
    return ranked.length ? Array.from(new Set(ranked.map((one) => one.stands))).slice(0, MOST) : [word];
  }

  /* Every text of one choice for each word, as far as they are few. */
  function combined(words, choices) {
    const every = words.reduce((texts, word) => [].concat(...texts.map((start) => choices(word).map((one) => [...start, one]))).slice(0, MOST), [[]]);
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
    return every.length > 0 ? Array.from(new Set(every)).slice(0, MOST) : [word];
  }

  function speltOut(text, names) {
    const typed = /[a-z]/i.test(text) ? names.typed() : new Map();
    const words = text.normalize("NFKC").toLowerCase().trim().split(/\s+/);
    return combined(words, (word) => spelt(word, names, typed));
  }

  /* The same for the names of names.js as suggest.js reads them, and the place that is meant. What was typed in traditional characters,
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
})();
