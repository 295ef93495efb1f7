/* What may have been meant by a question: 卫健委 by 衛健委 or 卫建委, and where. */

const { pieces, isHan } = window.gongkaiEngine;

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
