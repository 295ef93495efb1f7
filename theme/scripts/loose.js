/* Answers where nothing has all the words of a question: what may have been meant, then some of the words. Fetched then. */
(function () {
  "use strict";

  const { pieces, isHan } = window.gongkaiTokens;
  const { presence: PRESENCE } = window.lunr.Query;
  const NEARLY = 0.8;

  /* --- what may have been meant --- */

  /* 卫健委 by 衛健委 or 卫建委, and where. Both files are fetched at once, though one needs the other. */
  async function understood(text, engine, names) {
    /* From a disk what is fetched ahead is fetched again. */
    if (!window.gongkaiNear && location.protocol !== "file:") {
      const ahead = document.createElement("link");
      ahead.rel = "preload";
      ahead.as = "script";
      ahead.href = names;
      document.head.append(ahead);
    }
    const near = await engine.code("near", "gongkaiNear");
    const known = near && (await window.gongkaiSuggest.load(names));
    return known ? { ...near.understood(text, known), simple: known.simplify(text), sound: (heard) => known.sound(known.simplify(heard)) } : { texts: [], place: "" };
  }

  /* The same, and what it means. Names that look or sound alike never come before a meaning, except where a part of the question means nothing. */
  async function heard(text, { meant, engine, understood, accepts }) {
    if (meant.hits.length > 0 && !meant.isUnclear && !isTraditional(text)) {
      return { texts: [], place: "", meant };
    }
    const { texts, place, simple, sound } = await understood(text);
    const isWritten = simple !== text || meant.hits.length > 0;
    const read = simple ? await engine.meant(isWritten ? simple : sound(meant.bare), accepts) : meant;
    /* What only sounds so is meant when nothing else is asked: 上分 of 王者荣耀怎么上分 is not 上坟. */
    const other = isWritten || !read.rest.trim() ? read : meant;
    const isHeard = !isWritten && other.hits.length > 0;
    /* Of what means something as it sounds, only names that sound so too. */
    const names = isHeard ? texts.filter((one) => sound(one) === sound(text)) : texts;
    return { texts: names, place, meant: other.hits.length > 0 ? { ...other, bare: meant.bare } : meant };
  }

  /* What mainland China does not write so: 衛 of 衛健委. */
  function isTraditional(text) {
    const bytes = Uint8Array.from({ length: 2 * 72 * 94 }, (_, at) => (at % 2 ? 0xa1 + ((at >> 1) % 94) : 0xb0 + Math.floor((at >> 1) / 94)));
    const usual = new TextDecoder("gb2312").decode(bytes);
    return Array.from(text).some((one) => isHan(one) && !usual.includes(one));
  }

  /* --- the answer, out of the index as engine.js has it --- */

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

  /* How many characters of a text each document has, of all its terms together. */
  function covered({ total, within }, clauses, text) {
    const known = new Uint16Array(total);
    const reached = new Uint16Array(total);
    let from = 0;
    clauses.forEach((clause) => {
      from = Math.max(text.indexOf(clause.term, from), 0);
      const end = from + clause.term.length;
      new Set(within(clause)).forEach((ref) => {
        known[ref] += Math.max(0, end - Math.max(from, reached[ref]));
        reached[ref] = end;
      });
    });
    return known;
  }

  /* Has more than half of what was asked (nearly all, where anything has that), or all of a word that was typed alone? Less is chance. */
  function sayingEnough(index, clauses, found, place) {
    const text = found.join("").replace(place, "");
    const known = covered(index, clauses, text);
    const alone = found.length > 1 && text !== "" ? found.map((_, piece) => clauses.filter((clause) => clause.piece === piece)) : [];
    const typed = alone.filter((terms) => terms.length > 0 && found[terms[0].piece].length > 1 && found[terms[0].piece] !== place);
    const words = typed.map((terms) => new Set(index.all(terms, () => true)));
    const isWhole = known.some((count) => count > NEARLY * text.length);
    const isEnough = isWhole ? (ref) => known[ref] > NEARLY * text.length : (ref) => 2 * known[ref] > text.length || words.some((refs) => refs.has(ref));
    return { isEnough, isWhole };
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
      return { clauses: [...boosted, ...required], refs: there, presence: PRESENCE.REQUIRED, isLoose: true, isWhole };
    }
    const refs = Array.from(known).sort((one, other) => one - other);
    return { clauses: boosted, refs, presence: PRESENCE.OPTIONAL, isLoose: true, isWhole };
  }

  function rarity({ expanded, idf }, clause) {
    return Math.round(Math.max(0, ...expanded(clause).map(idf)) ** 2 * 1000) / 1000 || 1;
  }

  window.gongkaiLoose = { understood, heard, answered };
})();
