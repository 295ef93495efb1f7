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
  function meant(word, names, sound) {
    const characters = Array.from(word);
    if (names.has(word) || !isOfUsualLength(word, characters)) {
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

  /* The texts that may have been meant, the likeliest first, none when nothing is near.
     `names` are the texts that exist, or a map of texts to what they stand for; `sound` tells how a text is read. */
  function near(text, names, sound = (word) => word) {
    const known = meanings(names);
    const words = text.normalize("NFKC").toLowerCase().trim().split(/\s+/);
    const every = words.reduce(
      (texts, word) => texts.flatMap((start) => meant(word, known, sound).map((one) => [...start, one])).slice(0, MOST),
      [[]],
    );
    return every.map((one) => one.join(" ")).filter((one) => one !== words.join(" "));
  }

  /* 铜梁卫建委 may be two words. */
  function dividedInTwo(text) {
    const characters = Array.from(text.trim());
    const isOneWord = characters.length > 4 && characters.length <= LONGEST && !/[\sa-z0-9]/i.test(text);
    const places = isOneWord ? Array.from({ length: characters.length - 3 }, (_, place) => place + 2) : [];
    return places.map((place) => `${characters.slice(0, place).join("")} ${characters.slice(place).join("")}`);
  }

  /* The same for the names of names.js as suggest.js reads them; what was typed in traditional characters comes first: 衛健委 → 卫健委. */
  function corrections(text, names) {
    const simple = names.simplify(text);
    const written = names.written();
    const meant = [simple, ...dividedInTwo(simple)].map((one) => near(one, written, names.sound));
    return Array.from(new Set([...(simple === text ? [] : [simple]), ...[].concat(...meant)]));
  }

  window.gongkaiNear = { near, corrections };
})();
