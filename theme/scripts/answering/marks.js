/* The words of a question in a text: marked, and the piece of a long text around them. */

const AROUND = 90;

/* The words of the question as they may stand in a text: with quotation marks between, in capitals. */
function patternOf(query) {
  const wanted = pieces(query)
    .filter((piece) => piece.length > 1 || pieces(query).length === 1)
    .sort((one, other) => other.length - one.length);
  const written = wanted.map((piece) => Array.from(piece, (sign) => sign.replace(".", "\\.")).join(`[${QUOTATION_MARKS}]*`));
  return written.length > 0 ? new RegExp(`(${written.join("|")})`, "gi") : null;
}

function marked(text, pattern) {
  const parts = pattern ? text.split(pattern) : [text];
  return parts.map((part, place) => (place % 2 ? element("mark", "", part) : part)).filter(Boolean);
}

/* Where the longest word of the question stands, and in which measure, where there are several (\f3\f before the third);
   it begins with the clause around it. */
function extract(texts, pattern) {
  let longest = { word: "" };
  texts.split("\f").forEach((text, place, pieces) => {
    const keep = (word, _, at) => word.length > longest.word.length && (longest = { text, word, at, number: pieces[place - 1] });
    return place % 2 || !pattern || text.replace(pattern, keep);
  });
  const { text, word, at, number } = longest;
  if (!word) {
    return null;
  }
  const clause = Math.max(...Array.from("。；，：\n", (sign) => text.lastIndexOf(sign, at - 1))) + 1;
  const from = at - clause > AROUND / 3 ? at : clause;
  const line = text.slice(from, from + AROUND).replace(/\s+/g, " ");
  return { line: `${from > 0 ? "…" : ""}${line}${from + AROUND < text.length ? "…" : ""}`, number: Number(number) };
}
