/* Has a document enough of what was asked? More than half, nearly all where anything has that, or all of a word that was typed alone; less is chance. */

const NEARLY = 0.8;

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
