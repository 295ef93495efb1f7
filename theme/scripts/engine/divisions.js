/* A question written together, taken apart where no text has it so. */

/* 铜梁发改委 is 铜梁 and 发改委: the pair across the border stands nowhere. */
function divisions(found, clauses) {
  const borders = clauses.filter((clause) => clause.border);
  const unknown = borders.filter((clause) => expanded(clause).length === 0);
  const tried = unknown.length > 0 ? [unknown] : borders.map((clause) => [clause]);
  return tried.map((every) => divided(found, every)).filter((parts) => parts.length > found.length && parts.every((one) => Array.from(one).length > 1));
}

function divided(found, borders) {
  return [].concat(
    ...found.map((piece, number) => {
      const characters = Array.from(piece);
      const cuts = borders.filter((clause) => clause.piece === number).map((clause) => clause.border);
      return [0, ...cuts].map((from, place) => characters.slice(from, [...cuts, characters.length][place]).join(""));
    }),
  );
}
