/* The search page as it stands: it is complete without a script, and lists everything. */

const [form, box, status, results, drawer, narrowing, everything, help] = ["form", "box", "status", "results", "narrow", "narrowing", "lists", "help"].map(
  (name) => document.getElementById(`search-${name}`),
);
const { open, pieces } = window.gongkaiEngine;
const words = results.dataset;
/* Maps, because the address may ask for a badge called __proto__. */
const table = (text) => new Map(text.trim().split(" ").map((pair) => pair.split(":")));
const families = table(words.badgeFamilies);
const badgeWords = table(words.badgeWords);
const engine = open(words.index);
/* Which question is the last: what comes late for another is not shown. */
let latest = 0;

/* Where nothing has all the words. */
const loose = () => engine.code("loose", "gongkaiLoose");

async function understood(text) {
  const known = await loose();
  return known ? known.understood(text, engine, `${words.index}names.js`) : { texts: [], place: "" };
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  if (text) {
    made.textContent = text;
  }
  return made;
}

/* Where nothing is listed, the lists of the page are, without a gap before them. */
function tell(text, isNothing) {
  status.textContent = text;
  everything.open = isNothing;
  if (isNothing) {
    document.documentElement.classList.remove("gk-asked");
  }
}

/* Whatever goes wrong in an answer is said in its place. */
function fail(error) {
  console.error(error);
  results.textContent = "";
  tell(status.dataset.failed, true);
}

function fill(shown) {
  results.textContent = "";
  results.append(...shown);
}

/* And what goes wrong beside it, in the line above it. */
function lack(error) {
  console.error(error);
  status.textContent = words.incomplete;
}
