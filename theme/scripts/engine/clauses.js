/* What a question asks for: the terms of its text, the fewest that cover it, and the whole names that it may be. */

const WHOLE_NAME = 10;

/* Alone they are looked for; beside other words they would only drown them. */
const STOPS = /^[的和与及或等在于为对把被由是了之其以并将]$/;

/* The longest known phrase that begins here. */
function phraseAt(characters, at) {
  const rest = characters.slice(at).join("");
  return (phrases[rest.slice(0, 2)] || []).find((one) => rest.startsWith(one)) || "";
}

/* Known phrases and pairs, each beginning within the one before and reaching as far as any. */
function covering(run) {
  const characters = Array.from(run);
  if (characters.length === 1) {
    return [{ term: run }];
  }
  const terms = [];
  let from = 0;
  let end = 0;
  while (end < characters.length) {
    const last = Math.max(end - 1, 0);
    let best = { term: characters.slice(last, last + 2).join(""), border: last + 1 };
    let start = last;
    end = last + 2;
    for (let at = from; at <= last; at += 1) {
      const phrase = phraseAt(characters, at);
      const reach = at + Array.from(phrase).length;
      if (reach > end) {
        best = { term: phrase };
        start = at;
        end = reach;
      }
    }
    terms.push(best);
    from = start + 1;
  }
  return terms;
}

function clausesOf(found) {
  const clauses = [].concat(
    ...found.map((piece, number) => {
      const terms = isHan(piece) ? covering(piece) : [{ term: piece, isPrefix: !isNumbered(piece) && piece.length > 1 }];
      return terms.map((one) => ({ ...one, piece: number }));
    }),
  );
  const meaning = clauses.filter((clause) => !STOPS.test(clause.term));
  return distinct(meaning.length > 0 ? meaning : clauses);
}

function distinct(clauses) {
  return clauses.filter((clause, place) => clauses.findIndex((other) => other.term === clause.term) === place);
}

function wholes(text) {
  const words = [text, ...text.split(/\s+/)].map(whole).filter((term) => term.length > 1);
  return Array.from(new Set(words), (term) => ({ term, boost: WHOLE_NAME }));
}
