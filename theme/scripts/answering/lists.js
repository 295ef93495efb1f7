/* Lists of hits, ten at a time, each under its title. */

const SHOWN = 10;

async function show(list, hits, pattern, turn) {
  const cards = await Promise.all(hits.map((hit) => engine.card(hit.ref)));
  if (turn !== latest) {
    return;
  }
  cards.forEach((card, number) => {
    if (card) {
      const made = item(card, pattern);
      list.append(made);
      why(made, hits[number]);
      Promise.all([elsewhere(made, hits[number]), explain(made, hits[number].ref, pattern)]).catch(lack);
    }
  });
}

/* A list under its title, with the means to see more of it; nothing where there is nothing. */
async function section({ hits, refs, title, pattern }, turn) {
  const list = element("ol", "gk-tasks gk-hits");
  await show(list, hits.slice(0, SHOWN), pattern, turn);
  const more = hits.length > SHOWN ? [moreButton(list, hits, refs.length, pattern, turn)] : [];
  return list.children.length > 0 ? [...(title ? [element("h2", "gk-hits__title", title)] : []), list, ...more] : [];
}

function moreButton(list, hits, total, pattern, turn) {
  const button = element("button", "gk-more");
  button.type = "button";
  const label = (from) => (button.textContent = words.more.replace("{n}", Math.min(SHOWN, hits.length - from)));
  let from = SHOWN;
  button.addEventListener("click", async () => {
    const shown = list.children.length;
    const next = hits.slice(from, (from += SHOWN));
    button.disabled = true;
    await show(list, next, pattern, turn).catch(lack);
    button.disabled = false;
    if (list.children[shown]) {
      list.children[shown].querySelector("a").focus();
    }
    if (from < hits.length) {
      label(from);
    } else {
      button.replaceWith(...(total > hits.length ? [element("p", "gk-hint", words.most.replace("{n}", hits.length))] : []));
    }
  });
  label(from);
  return button;
}
