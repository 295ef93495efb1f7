/* The nearest names to what was typed. */

const MOST_SUGGESTED = 8;
const SHORTEST_INSIDE_PINYIN = 3;

/* 0 for a name typed whole, 1 for its beginning, 2 for a part, 3 for none. */
function closeness(entry, wanted) {
  if (entry.keys.includes(`\n${wanted}`)) {
    return entry.keys.includes(`\n${wanted}\n`) ? 0 : 1;
  }
  const saysLittle = /^[a-z0-9]+$/.test(wanted) && wanted.length < SHORTEST_INSIDE_PINYIN;
  return !saysLittle && entry.keys.includes(wanted) ? 2 : 3;
}

/* The nearest names; among equals places before units and these before columns, then those of many places, then the order of names.js. */
function nearest(entries, wanted) {
  if (!wanted) {
    return [];
  }
  const ranked = entries.map((entry) => ({ entry, closeness: closeness(entry, wanted) })).filter((one) => one.closeness < 3);
  ranked.sort(
    (one, other) =>
      one.closeness - other.closeness || one.entry.order - other.entry.order || other.entry.places - one.entry.places,
  );
  return ranked.slice(0, MOST_SUGGESTED).map((one) => one.entry);
}
