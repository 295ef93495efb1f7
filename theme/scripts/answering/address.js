/* The question in the box, and in the address of the page. */

function remember(query) {
  const chosen = choice();
  const parameters = new URLSearchParams(query ? { q: query } : {});
  FACETS.filter((name) => chosen[name]).forEach((name) => parameters.set(name, chosen[name]));
  const text = parameters.toString();
  try {
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  } catch (error) {
    /* Some browsers forbid this on pages opened from a disk; the answer stands all the same. */
  }
}

function restore() {
  const parameters = new URLSearchParams(location.search);
  /* Whoever typed before this script was there is not interrupted. */
  if (!box.dataset.typed) {
    box.value = parameters.get("q") || "";
  }
  FACETS.forEach((name) => {
    const value = parameters.get(name);
    if (value) {
      narrowing.elements[name].append(new Option(value, value));
      narrowing.elements[name].value = value;
    }
  });
}

let isCut = false;

/* What is asked: as much as the box takes, which an address or a script may exceed; no half of a character. */
function question() {
  const whole = box.value.trim();
  const query = whole.slice(0, box.maxLength).replace(/[\ud800-\udbff]$/, "");
  isCut = query !== whole;
  if (isCut) {
    box.value = query;
  }
  return query;
}
