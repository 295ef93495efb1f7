/* What a text means by them: who answers for it, and what kind of information it is. */

/* What a text means in the place that it names, else in all: [ref, word, body] of what it names, who answers for it, and what kind of
   information it is; and what plans call it. `bare` is the text without what only asks. */
async function meant(text, accepts = () => true) {
  if (!(await start())) {
    return { hits: [], officials: [], bare: text, rest: text, place: "" };
  }
  const { taken, bare, rest } = await spokenIn(text);
  const places = taken.filter((one) => one.places.length > 0);
  const finding = ofPlaces(joined(places, (one) => one.places));
  /* 足球 of 足球比分 says little of what is asked. */
  const isWhole = !/[^\s、，和]{2}/.test(rest);
  const isTelling = isWhole || taken.some(({ meanings, sort }) => meanings.length > 0 && sort !== EVERYDAY);
  const inOrder = [...taken.filter(({ sort }) => sort !== EVERYDAY), ...taken.filter(({ sort }) => sort === EVERYDAY)];
  const asked = joined(isTelling ? inOrder : [], ({ word, meanings }) => meanings.map((number) => ({ word, number })));
  const behind = await Promise.all(
    asked.map(async ({ word, number }) => {
      const block = await part(`v/${Math.floor(number / BLOCK)}`);
      isIncomplete = isIncomplete || !block;
      const there = await finding;
      const isThere = (ref) => accepts(ref) && there(ref);
      const [bodies, kinds, officials] = block ? block[number % BLOCK] : [[], [], []];
      const shown = new Set();
      const units = bodies.map(([body, refs]) => inPlaces(refs.filter((ref) => isThere(ref) && !shown.has(ref) && shown.add(ref)), { word, body }));
      const information = kinds.map((refs) => inPlaces(refs.filter(isThere), { word }));
      return { officials, hits: [].concat(...units.slice(0, 2), ...information.slice(0, 1), ...units.slice(2), ...information.slice(1)) };
    }),
  );
  const there = await finding;
  const isNamedThere = (one) => one.named.filter((ref) => accepts(ref) && (places.includes(one) || there(ref)));
  const named = taken.filter((one) => one.named.length > 0).map((one) => inPlaces(isNamedThere(one), {}));
  const hits = inTurn([...named, ...behind.map((one) => one.hits)]);
  /* In the order of the words, not in that in which the files came. */
  const officials = joined(behind, (one) => one.officials);
  return { hits, officials, bare, rest, place: places.map(({ word }) => word).join(" "), isUnclear: /[a-z]/.test(rest) || (!isWhole && taken.every((one) => one.meanings.length === 0 || one.named.length > 0)) };
}

/* Tells whether a unit or kind is of these places; where there are none, of any. */
async function ofPlaces(numbers) {
  const lists = await Promise.all(
    numbers.map(async (number) => {
      const block = await part(`w/${Math.floor(number / BLOCK)}`);
      isIncomplete = isIncomplete || !block;
      return block ? decoded(block[number % BLOCK]) : [];
    }),
  );
  const there = new Set([].concat(...lists));
  return (ref) => numbers.length === 0 || there.has(ref);
}

/* The same in several places is one hit: in the first, with the others beside it. */
function inPlaces([ref, ...others], why) {
  return ref === undefined ? [] : [{ ref, others, ...why }];
}

/* The first of each list, then the second of each; none twice. */
function inTurn(lists) {
  const every = joined(lists, (list) => list.map((hit, turn) => ({ hit, turn }))).sort((one, other) => one.turn - other.turn);
  return every.map(({ hit }) => hit).filter(({ ref }, place, hits) => hits.findIndex((other) => other.ref === ref) === place);
}
