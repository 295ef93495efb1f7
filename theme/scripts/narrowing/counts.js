/* How many there would be of each choice, offered in its box. */

const MOST_UNITS = 60;

async function count(engine, { query, chosen, understood, narrowing, words, badgeWords, isCurrent }) {
  const isUnitWanted = Boolean(chosen.unit) || document.activeElement === narrowing.elements.unit;
  const known = await facets(engine, isUnitWanted);
  if (!known || !isCurrent()) {
    return;
  }
  for (const name of Object.keys(chosen)) {
    if (name === "unit" && !isUnitWanted) {
      continue;
    }
    const accepts = await accepting(engine, { ...chosen, [name]: "" });
    const narrowed = await engine.find(query, { accepts, understood, isOpen: true, most: 0 });
    if (!isCurrent()) {
      return;
    }
    const counts = new Map();
    narrowed.refs.forEach((ref) => known[name](ref).forEach((value) => counts.set(value, (counts.get(value) || 0) + 1)));
    const said = { words, badgeWords, units: known.units };
    const values = inOrder(name, counts, said);
    const every = chosen[name] && !values.includes(chosen[name]) ? [chosen[name], ...values] : values;
    offer(narrowing.elements[name], every, counts, chosen[name], await labels(engine, name, every, said));
  }
}

/* Units by how much they owe, years from the newest, the others as the page lists them. */
function inOrder(name, counts, { words, badgeWords, units }) {
  const values = Array.from(counts.keys()).filter(Boolean);
  if (name === "unit") {
    return values.sort((one, other) => counts.get(other) - counts.get(one) || units.indexOf(one) - units.indexOf(other)).slice(0, MOST_UNITS);
  }
  if (name === "year") {
    return values.sort((one, other) => other - one);
  }
  const order = { kind: words.kinds.split(" "), badge: Array.from(badgeWords.keys()) }[name];
  return order ? order.filter((one) => values.includes(one)) : values;
}

async function labels(engine, name, values, { words, badgeWords, units }) {
  const cards = name === "unit" ? await Promise.all(values.map((address) => engine.card(units.indexOf(address)))) : [];
  const named = new Map(cards.map((card, number) => [values[number], card && `${card.title} ${card.place}`]));
  const kinds = words.kinds.split(" ");
  const label = {
    kind: (value) => kinds.includes(value) && words[value],
    year: (value) => words.year.replace("{n}", () => value),
    badge: (value) => badgeWords.get(value),
    unit: (value) => named.get(value),
  }[name];
  return (value) => (label && label(value)) || value;
}

function offer(select, values, counts, value, label) {
  const options = values.map((one) => {
    const made = document.createElement("option");
    made.textContent = `${label(one)}（${counts.get(one) || 0}）`;
    made.value = one;
    return made;
  });
  Array.from(select.options)
    .slice(1)
    .forEach((old) => old.remove());
  select.append(...options);
  select.value = value;
}

window.gongkaiNarrow = { accepting, count };
