/* Names of units, columns and places under a search box, as one types: the combobox pattern of ARIA 1.2.
   The box is an ordinary one without it, and stays one when names.js cannot be had. Words come from the box's data-suggest-… attributes.
   A classic script, not a module: browsers refuse modules on pages opened from a disk. */
(function () {
  "use strict";

  /* Both box.js and search.js may have asked for this file; a box is made ready once. */
  if (window.gongkaiSuggest) {
    return;
  }

  const MOST = 8;
  const SHORTEST_INSIDE_PINYIN = 3;
  /* Of units, columns and places, as names.py numbers them. */
  const ORDER = [1, 2, 0];
  /* A screen reader says what was typed first. */
  const PAUSE = 500;

  /* --- names ---------------------------------------------------------------------------------- */

  /* What is neither letter nor digit, of what is typed in China; the browsers of the floor know no \p{L}. */
  const SIGNS = /[\u0000-\u002f:-@[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02b9-\u036f\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u302a-\u3030\u303d-\u303f\u3099-\u309c\u30fb\ufe10-\ufe6f\ufffd]+/g;

  /* Letters and digits only, as names.py writes them. */
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(SIGNS, "");
  }

  /* What is made of each, as one list. */
  function joined(list, make) {
    return [].concat(...list.map((one) => make(one)));
  }

  function table(text, pattern) {
    const found = new Map();
    text.replace(pattern, (_, key, value) => found.set(key, value));
    return found;
  }

  /* The content of names.js, described in names.py, made ready to be asked. */
  function read({ names, places, readings, exceptions, simplified, levels, bodies }) {
    const usual = new Map();
    table(readings, /([a-z0-9]+)([^a-z0-9]+)/gu).forEach((every, syllable) => Array.from(every).forEach((one) => usual.set(one, syllable)));
    const others = new Map(exceptions);
    const simple = table(simplified, /(.)(.)/gu);

    const simplify = (text) => Array.from(text, (one) => simple.get(one) || one).join("");
    const syllables = (form) => (others.has(form) ? others.get(form).split(" ") : Array.from(form, (one) => usual.get(one) || one));
    const sound = (form) => syllables(form).join("");
    const initials = (form) => syllables(form).map((syllable) => Array.from(syllable)[0]).join("");

    /* Pinyin is a second spelling, but not of what has no Chinese in it. */
    const entries = names.map(([kind, name, places, more, place, address]) => {
      const forms = [plain(name), ...more];
      const keys = new Set(joined(forms, (form) => [simplify(form), sound(form), initials(form)]));
      return { name, order: ORDER[kind], places, place, address, forms, keys: `\n${Array.from(keys).join("\n")}\n` };
    });

    /* A place with and without 区, 县 or 自治县; at least two characters remain where there are so many. */
    const stems = (place) => levels.filter((level) => place.endsWith(level)).map((level) => place.slice(0, -level.length));
    const stem = (place) => [...[2, 1].map((least) => stems(place).find((rest) => Array.from(rest).length >= least)), place].find(Boolean);
    const located = places.map((place) => ({ place, stem: stem(place) }));
    const where = joined(located, ({ place, stem }) => [place, stem]);

    /* {written: meant} of every spelling and its pinyin, of places too, for near.js; the first that is written so is meant. */
    function written() {
      const forms = [...where, ...joined(entries, (entry) => entry.forms)];
      const meant = new Map(forms.map((form) => [form, form]));
      forms.forEach((form) => meant.has(sound(form)) || meant.set(sound(form), form));
      return meant;
    }

    /* {typed: [names]} of pinyin in full and first letters. */
    function typed() {
      const found = new Map();
      const forms = Array.from(new Set(joined(entries, (entry) => entry.forms)));
      forms.forEach((form) =>
        new Set([sound(form), initials(form)]).forEach((key) => found.set(key, [...(found.get(key) || []), form])),
      );
      return found;
    }

    /* What stands for a place on a Latin keyboard, the longest first: [typed, place]. */
    const keyed = joined(located, ({ place, stem }) => joined([place, stem], (form) => [sound(form), initials(form)].map((key) => [key, stem])))
      .sort(([one], [other]) => other.length - one.length);

    /* Who asks for a body that a county may have, and that is not here, does not mean another. */
    const usualBodies = new Set(bodies);
    const isBody = (word) => usualBodies.has(word.slice((levels.find((level) => word.startsWith(level)) || "").length));

    return { find: (text) => find(entries, simplify(plain(text))), simplify, sound, written, typed, located, keyed, levels, isBody };
  }

  /* 0 for a name typed whole, 1 for its beginning, 2 for a part, 3 for none. */
  function closeness(entry, wanted) {
    if (entry.keys.includes(`\n${wanted}`)) {
      return entry.keys.includes(`\n${wanted}\n`) ? 0 : 1;
    }
    const saysLittle = /^[a-z0-9]+$/.test(wanted) && wanted.length < SHORTEST_INSIDE_PINYIN;
    return !saysLittle && entry.keys.includes(wanted) ? 2 : 3;
  }

  /* The nearest names; among equals places before units and these before columns, then those of many places, then the order of names.js. */
  function find(entries, wanted) {
    if (!wanted) {
      return [];
    }
    const ranked = entries.map((entry) => ({ entry, closeness: closeness(entry, wanted) })).filter((one) => one.closeness < 3);
    ranked.sort(
      (one, other) =>
        one.closeness - other.closeness || one.entry.order - other.entry.order || other.entry.places - one.entry.places,
    );
    return ranked.slice(0, MOST).map((one) => one.entry);
  }

  let loading = null;

  /* The names, read once; null when they cannot be had, and then asked for again the next time. */
  function load(address) {
    loading = loading || new Promise((resolve) => {
      let names = null;
      window.gongkaiNames = (content) => {
        names = read(content);
      };
      const script = document.createElement("script");
      script.src = address;
      script.onload = script.onerror = () => {
        if (!names) {
          loading = null;
        }
        resolve(names);
      };
      document.head.append(script);
    });
    return loading;
  }

  /* --- the box -------------------------------------------------------------------------------- */

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

  document.querySelectorAll("input[type=search][data-suggest]").forEach(enhance);
  window.gongkaiSuggest = { load, read };
})();
