/* How far a word is from a name: one wrong, missing, extra or swapped character (卫建委 → 卫健委), or the same sound. */

/* The likeliest slips first. */
const SLIPS = ["swapped", "wrong", "missing", "extra"];

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
