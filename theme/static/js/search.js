/* Answers a query on search.html with lunr.js. The page is complete without it: it lists everything. */
(function () {
  "use strict";

  const KINDS = ["unit", "path", "task", "section"];
  const FIRST = 20;

  const form = document.getElementById("search-form");
  const box = document.getElementById("search-box");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  const { normal, tokens, isHan } = window.gongkaiTokens;
  const { cards, index: serialized, places } = window.gongkaiSearch;
  const index = window.lunr.Index.load(serialized);
  const words = results.dataset;
  const families = Object.fromEntries(words.badgeFamilies.split(" ").map((pair) => pair.split(":")));

  /* Never lunr's own query language: it would read “-规划” as “without 规划”. */
  function ask(terms, presence) {
    return index.query((query) => {
      terms.forEach((term) => {
        const isPrefix = !isHan(term) || Array.from(term).length === 1;
        const wildcard = isPrefix ? window.lunr.Query.wildcard.TRAILING : window.lunr.Query.wildcard.NONE;
        query.term(term, { presence, wildcard, usePipeline: false });
      });
    });
  }

  /* 铜梁发改委 means 铜梁 发改委: the pair across the border stands nowhere. */
  function separated(text) {
    return places.length === 0 ? text : normal(text).replace(new RegExp(places.join("|"), "g"), (place) => ` ${place} `);
  }

  function find(text) {
    const terms = Array.from(new Set(tokens(separated(text))));
    if (terms.length === 0) {
      return { hits: [], isLoose: false };
    }
    const strict = ask(terms, window.lunr.Query.presence.REQUIRED);
    const isLoose = strict.length === 0 && terms.length > 1;
    const found = isLoose ? ask(terms, window.lunr.Query.presence.OPTIONAL) : strict;
    return { hits: found.map((hit) => ({ ref: Number(hit.ref), card: cards[Number(hit.ref)] })), isLoose };
  }

  /* A name typed whole comes first, of those the bodies of the kind asked for (发改委 asks for a 委, not a 局);
     then names that contain it; then lunr's order. */
  function closeness(card, wanted) {
    const names = card.names || [];
    if (names[0] === wanted) {
      return 0;
    }
    if (names.includes(wanted)) {
      return names[0].endsWith(wanted.slice(-1)) ? 1 : 2;
    }
    return names.some((name) => name.includes(wanted)) ? 3 : 4;
  }

  function grouped(hits, wanted) {
    return KINDS.map((kind) => ({
      kind,
      hits: hits
        .filter((hit) => hit.card.kind === kind)
        .map((hit, order) => ({ ...hit, order, closeness: closeness(hit.card, wanted) }))
        .sort((one, other) => one.closeness - other.closeness || (one.closeness < 3 ? one.ref - other.ref : one.order - other.order)),
    })).filter((group) => group.hits.length > 0);
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

  function badge(card) {
    const outer = element("span", `gk-badge gk-badge--${families[card.badge] || "neutral"}`);
    const [word, detail] = card.badge_text.split("（");
    const inner = element("strong", "", word);
    inner.dataset.badge = card.badge;
    outer.append(inner);
    if (detail) {
      outer.append(element("span", "gk-badge__detail", `（${detail}`));
    }
    return outer;
  }

  function item(card) {
    const made = element("li", "gk-task");
    made.dataset.kind = card.kind;
    made.dataset.ref = card.address;
    const title = element("p", "gk-task__title");
    const link = element("a", "", card.title);
    link.href = card.address;
    title.append(link);
    const who = element("p", "gk-task__who");
    who.append(element("span", "", card.place), element("span", "", card.detail));
    made.append(title, who);
    if (card.badge) {
      const line = element("p", "gk-task__badge");
      line.append(badge(card));
      title.after(line);
    }
    return made;
  }

  function section({ kind, hits }) {
    const made = element("section");
    const heading = element("h2", "", `${words[kind]}（${hits.length}）`);
    heading.id = `found-${kind}`;
    made.setAttribute("aria-labelledby", heading.id);
    const list = element("ul", "gk-tasks");
    made.append(heading, list);
    const show = (from) => list.append(...hits.slice(from, from + FIRST).map((hit) => item(hit.card)));
    show(0);
    if (hits.length > FIRST) {
      made.append(moreButton(list, hits, show));
    }
    return made;
  }

  function moreButton(list, hits, show) {
    const button = element("button", "gk-more");
    button.type = "button";
    const label = () => {
      button.textContent = words.more.replace("{n}", Math.min(FIRST, hits.length - list.children.length));
    };
    button.addEventListener("click", () => {
      const from = list.children.length;
      show(from);
      list.children[from].querySelector("a").focus();
      if (list.children.length === hits.length) {
        button.remove();
      } else {
        label();
      }
    });
    label();
    return button;
  }

  function say(text, query, count) {
    /* At once and by a function, because "{n}" or "$&" in a query would otherwise mean something to replace(). */
    const values = { q: query, n: count };
    return text.replace(/\{([qn])\}/g, (_, name) => values[name]);
  }

  function answer(query) {
    const { hits, isLoose } = find(query);
    const groups = grouped(hits, normal(query).replace(/\s+/g, ""));
    results.replaceChildren(...groups.map(section));
    if (!query) {
      status.textContent = "";
    } else if (hits.length === 0) {
      status.textContent = say(words.none, query, 0);
    } else {
      status.textContent = say(isLoose ? words.loose : words.found, query, hits.length);
    }
    document.documentElement.dataset.answered = query;
  }

  function remember(query) {
    const address = query ? `?q=${encodeURIComponent(query)}` : location.pathname;
    try {
      history.replaceState(null, "", address);
    } catch {
      /* Some browsers forbid this on pages opened from a disk; the answer stands all the same. */
    }
  }

  function asked() {
    return (new URLSearchParams(location.search).get("q") || "").trim();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember(box.value.trim());
    answer(box.value.trim());
  });

  let waiting = 0;
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) {
      waiting = setTimeout(() => form.requestSubmit(), 200);
    }
  });
  box.addEventListener("compositionend", () => form.requestSubmit());

  box.value = asked();
  answer(asked());
  document.documentElement.dataset.ready = "1";
})();
