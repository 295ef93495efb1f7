/* What documents may be narrowed by, and which of them a choice leaves. */

function spread(runs) {
  return [].concat(...runs.map(([value, times]) => Array(times).fill(String(value === 0 ? "" : value))));
}

let facts = null;

/* For each thing that answers may be narrowed by, what a document has of it. */
async function facets(engine, isUnitWanted) {
  const content = await engine.content("f");
  if (!content) {
    return null;
  }
  if (!facts) {
    const places = [];
    Object.entries(content.places).forEach(([place, refs]) => engine.decoded(refs).forEach((ref) => (places[ref] = place)));
    const years = spread(content.years);
    const badges = content.badge.split("").map((digit) => content.badges[engine.digitOf(digit.charCodeAt(0))]);
    const unopened = new Set(engine.decoded(content.unopened));
    facts = {
      kind: (ref) => [engine.kindOf(ref)],
      place: (ref) => [places[ref] || ""],
      year: (ref) => [years[ref]],
      badge: (ref) => [badges[ref], ...(unopened.has(ref) ? ["unopened"] : [])],
      unit: () => [],
      units: [],
    };
  }
  if (isUnitWanted && !facts.hasUnits) {
    const lists = await engine.content("u");
    const owed = lists ? lists.owed.split(" ") : [];
    facts.units = lists ? lists.units : [];
    facts.unit = (ref) => engine.decoded(owed[ref] || "").map((unit) => facts.units[unit]);
    facts.hasUnits = Boolean(lists);
  }
  return facts;
}

async function accepting(engine, chosen) {
  const wanted = Object.keys(chosen).filter((name) => chosen[name]);
  const known = wanted.length > 0 && (await facets(engine, wanted.includes("unit")));
  return (ref) => wanted.length === 0 || (known && wanted.every((name) => known[name](ref).includes(chosen[name])));
}
