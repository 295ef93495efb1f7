/* One hit: its title, who and where, its badge, why it is there, where else, and words around. */

const MOST_PLACES = 12;

function badge(card) {
  const outer = element("span", `gk-badge gk-badge--${families.get(card.badge) || "neutral"}`);
  const [word, detail] = card.badgeText.split("（");
  const inner = element("strong", "", word);
  inner.dataset.badge = card.badge;
  outer.append(inner);
  if (detail) {
    outer.append(element("span", "gk-badge__detail", `（${detail}`));
  }
  if (card.mark) {
    outer.classList.add("gk-badge--unopened");
    inner.dataset.unopened = "";
    outer.append(" ", element("span", "gk-badge__mark", card.mark));
  }
  return outer;
}

function item(card, pattern) {
  const made = element("li", "gk-task");
  made.dataset.kind = card.kind;
  made.dataset.ref = card.address;
  const title = element("p", "gk-task__title");
  const link = element("a", "");
  link.href = card.address;
  link.append(...marked(card.title, pattern));
  title.append(link);
  const who = element("p", "gk-task__who");
  who.append(element("span", "gk-task__kind", words[card.kind]), ...[card.place, card.detail].filter(Boolean).map((text) => element("span", "", text)));
  made.append(title, who);
  if (card.badge) {
    const line = element("p", "gk-task__badge");
    line.append(badge(card));
    title.after(line);
  }
  return made;
}

/* 低保：民政部门的业务。 */
function why(made, { word, body, official }) {
  const line = official ? words.whyOfficial : body ? words.whyBody : words.whyKind;
  if (word) {
    made.append(element("p", "gk-task__why", say(line, { q: word, c: body || official })));
  }
}

/* The same in other places. */
async function elsewhere(made, { others = [] }) {
  const cards = (await Promise.all(others.slice(0, MOST_PLACES).map(engine.card))).filter(Boolean);
  if (cards.length > 0) {
    const line = element("p", "gk-task__places", words.elsewhere);
    cards.forEach((card, place) => {
      const link = element("a", "", card.kind === "unit" ? `${card.place} ${card.title}` : card.place);
      link.href = card.address;
      line.append(place > 0 ? "、" : "", link);
    });
    made.append(line);
  }
}

/* A task of several measures opens at the one that matches. */
async function explain(made, ref, pattern) {
  const { line, number } = extract(await engine.text(ref), pattern) || {};
  if (line) {
    const paragraph = element("p", "gk-task__extract");
    paragraph.append(...marked(line, pattern));
    made.append(paragraph);
    if (number) {
      paragraph.prepend(element("span", "gk-task__measure", say(words.measure, { n: number })));
      made.querySelector("a").hash = `measure-${number}`;
    }
  }
}
