/* Names under a search box, as one types: the combobox pattern of ARIA 1.2. The box is an ordinary one without it, and stays one when names.js cannot be had.
   Words come from the box's data-suggest-… attributes. */

/* A screen reader says what was typed first. */
const PAUSE = 500;

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function fill(text, count) {
  return text.replace("{n}", () => count);
}

/* As if by hand: who listens may answer in the form's place. */
function send(form) {
  if (form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }))) {
    form.submit();
  }
}

function option(entry, id, words) {
  const made = element("li", "gk-suggest__option");
  made.id = id;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  const where = entry.place || fill(words.suggestPlaces, entry.places);
  /* The blank keeps the two apart when they are read aloud. */
  made.append(element("span", "gk-suggest__name", entry.name), " ", element("span", "gk-suggest__place", where));
  return made;
}

function enhance(box) {
  const words = box.dataset;
  const list = element("ul", "gk-suggest__list");
  const status = element("div", "gk-hidden");
  let names = null;
  let shown = [];
  let active = -1;
  /* What was typed while this script was on its way is answered when it is there. */
  let isWaiting = "typed" in box.dataset;
  let saying = 0;

  function prepare() {
    list.id = `${box.id}-suggestions`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.suggest);
    status.setAttribute("role", "status");
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "false");
    box.parentElement.classList.add("gk-suggest");
    box.parentElement.append(list, status);
  }

  const isOpen = () => !list.hidden;

  function say(text) {
    clearTimeout(saying);
    saying = setTimeout(() => {
      status.textContent = text;
    }, PAUSE);
  }

  function show(entries) {
    shown = entries;
    list.textContent = "";
    list.append(...entries.map((entry, place) => option(entry, `${list.id}-${place}`, words)));
    list.hidden = entries.length === 0;
    box.setAttribute("aria-expanded", String(isOpen()));
    activate(-1);
  }

  function close() {
    show([]);
    say("");
  }

  /* Whatever goes wrong leaves an ordinary box without a list, and that is said. */
  function suggest() {
    try {
      suggestInTurn();
    } catch (error) {
      console.error(error);
      close();
      say(words.suggestFailed);
    }
  }

  function suggestInTurn() {
    const wanted = plain(box.value);
    isWaiting = names === null;
    if (isWaiting || !wanted) {
      close();
      return;
    }
    show(names.find(wanted));
    say(fill(shown.length ? words.suggestCount : words.suggestNone, shown.length));
  }

  function activate(place) {
    if (list.children[active]) {
      list.children[active].setAttribute("aria-selected", "false");
    }
    active = place;
    const chosen = list.children[active];
    if (!chosen) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", chosen.id);
  }

  function choose(entry) {
    close();
    box.value = entry.name;
    if (entry.address) {
      location.assign(new URL(words.root + entry.address, document.baseURI));
    } else {
      send(box.form);
    }
  }

  function move(step) {
    if (!isOpen()) {
      suggest();
    }
    if (shown.length) {
      const from = active === -1 && step < 0 ? 0 : active;
      activate((from + step + shown.length) % shown.length);
    }
    return isOpen();
  }

  function leave() {
    if (isOpen()) {
      close();
      return true;
    }
    const hadText = box.value !== "";
    box.value = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return hadText;
  }

  function accept() {
    const entry = shown[active];
    close();
    if (entry) {
      choose(entry);
    }
    return Boolean(entry);
  }

  function jump(place) {
    if (active !== -1) {
      activate(place);
    }
    return active !== -1;
  }

  /* Each tells whether it has used the key up. */
  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Home: () => jump(0),
    End: () => jump(shown.length - 1),
    Enter: accept,
    Escape: leave,
  };

  /* What an input method composes is not yet typed, and its keys choose among its own words. */
  const isComposing = (event) => event.isComposing || event.keyCode === 229;

  box.addEventListener("keydown", (event) => {
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    if (!isComposing(event) && !hasModifier && keys[event.key] && keys[event.key]()) {
      event.preventDefault();
    }
  });
  box.addEventListener("input", (event) => (isComposing(event) ? close() : suggest()));
  box.addEventListener("compositionend", suggest);
  box.addEventListener("blur", close);

  /* A press on the list leaves the focus in the box; the click that follows chooses. */
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const place = Array.from(list.children).indexOf(event.target.closest("[role=option]"));
    if (place !== -1) {
      choose(shown[place]);
    }
  });

  async function wake() {
    names = await load(words.names);
    if (names !== null && isWaiting && document.activeElement === box) {
      suggest();
    }
  }

  prepare();
  box.addEventListener("focus", wake);
  if (document.activeElement === box) {
    wake();
  }
}

/* Both box.js and the search page may have asked for this file; a box is made ready once. */
if (!window.gongkaiSuggest) {
  document.querySelectorAll("input[type=search][data-suggest]").forEach(enhance);
  window.gongkaiSuggest = { load, read };
}
