/* Asks what stands in the box, as one types and when one sends it. */

function ask() {
  const query = question();
  remember(query);
  answer(query);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
narrowing.addEventListener("submit", (event) => event.preventDefault());
narrowing.addEventListener("change", ask);
const recount = () => count(box.value.trim(), choice()).catch(lack);
drawer.addEventListener("toggle", () => drawer.open && recount());
narrowing.elements.unit.addEventListener("focus", recount);

let pause = 0;
box.addEventListener("input", (event) => {
  clearTimeout(pause);
  if (!event.isComposing) {
    pause = setTimeout(ask, 200);
  }
});
box.addEventListener("compositionend", ask);

window.gongkaiSearch = engine;
document.getElementById("search-unscripted").hidden = true;
restore();
drawer.hidden = false;
drawer.open = isNarrow(choice());
const first = question();
if (box.dataset.typed || isCut) {
  remember(first);
}
if (first || isNarrow(choice())) {
  answer(first).then(() => (document.documentElement.dataset.ready = "1"));
} else {
  document.documentElement.dataset.answered = "";
  document.documentElement.dataset.ready = "1";
}
