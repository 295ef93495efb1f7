/* What narrows an answer; the code for it comes when somebody narrows. */

const FACETS = Array.from(narrowing.elements, (select) => select.name);

function choice() {
  return FACETS.reduce((chosen, name) => ({ ...chosen, [name]: narrowing.elements[name].value }), {});
}

function isNarrow(chosen) {
  return FACETS.some((name) => chosen[name]);
}

/* What tells them apart is fetched when somebody narrows. */
async function narrower() {
  return engine.code("narrow", "gongkaiNarrow");
}

async function accepting(chosen) {
  const narrow = isNarrow(chosen) && (await narrower());
  return isNarrow(chosen) ? (narrow ? narrow.accepting(engine, chosen) : () => false) : () => true;
}

/* How many there would be of each, when everything else that is chosen stays. */
async function count(query, chosen) {
  const turn = latest;
  const narrow = await narrower();
  if (narrow) {
    await narrow.count(engine, { query, chosen, understood, narrowing, words, badgeWords, isCurrent: () => turn === latest });
  }
}
