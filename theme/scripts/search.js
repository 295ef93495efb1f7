/* The search page: asks the engine, shows a ranked list with extracts, narrows it, and keeps the question in the address.
   The page is complete without it: it lists everything. */
(function () {
  "use strict";

  const FACETS = ["kind", "place", "year", "badge", "unit"];
  const SHOWN = 10;
  /* So few answers may not be all that was looked for. */
  const FEW = 3;
  const MOST_PLACES = 12;
  const AROUND = 90;
  const PATIENCE = 8000;

  const [form, box, status, results, drawer, narrowing, everything, help] = ["form", "box", "status", "results", "narrow", "narrowing", "lists", "help"].map(
    (name) => document.getElementById(`search-${name}`),
  );
  const { pieces } = window.gongkaiTokens;
  const words = results.dataset;
  /* Maps, because the address may ask for a badge called __proto__. */
  const table = (text) => new Map(text.trim().split(" ").map((pair) => pair.split(":")));
  const families = table(words.badgeFamilies);
  const badgeWords = table(words.badgeWords);
  const engine = window.gongkaiEngine.open(words.index);

  /* Where nothing has all the words. */
  const loose = () => engine.code("loose", "gongkaiLoose");

  async function understood(text) {
    const known = await loose();
    return known ? known.understood(text, engine, `${words.index}names.js`) : { texts: [], place: "" };
  }

  /* --- what was found --- */

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

  /* The words of the question as they may stand in a text: with quotation marks between, in capitals. */
  function patternOf(query) {
    const wanted = pieces(query)
      .filter((piece) => piece.length > 1 || pieces(query).length === 1)
      .sort((one, other) => other.length - one.length);
    const written = wanted.map((piece) => Array.from(piece, (one) => one.replace(".", "\\.")).join("[“”‘’\"'《》]*"));
    return written.length > 0 ? new RegExp(`(${written.join("|")})`, "gi") : null;
  }

  function marked(text, pattern) {
    const parts = pattern ? text.split(pattern) : [text];
    return parts.map((part, place) => (place % 2 ? element("mark", "", part) : part)).filter(Boolean);
  }

  /* Where the longest word of the question stands, and in which measure, where there are several (\f3\f before the third);
     it begins with the clause around it. */
  function extract(texts, pattern) {
    let longest = { word: "" };
    texts.split("\f").forEach((text, place, pieces) => {
      const keep = (word, _, at) => word.length > longest.word.length && (longest = { text, word, at, number: pieces[place - 1] });
      return place % 2 || !pattern || text.replace(pattern, keep);
    });
    const { text, word, at, number } = longest;
    if (!word) {
      return null;
    }
    const clause = Math.max(...Array.from("。；，：\n", (sign) => text.lastIndexOf(sign, at - 1))) + 1;
    const from = at - clause > AROUND / 3 ? at : clause;
    const line = text.slice(from, from + AROUND).replace(/\s+/g, " ");
    return { line: `${from > 0 ? "…" : ""}${line}${from + AROUND < text.length ? "…" : ""}`, number: Number(number) };
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

  /* --- the list --- */

  let asked = 0;
  let waiting = 0;

  async function show(list, hits, pattern, turn) {
    const cards = await Promise.all(hits.map((hit) => engine.card(hit.ref)));
    if (turn !== asked) {
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

  /* Whatever goes wrong in an answer is said in its place. */
  function fail(error) {
    console.error(error);
    results.textContent = "";
    tell(status.dataset.failed, true);
  }

  /* Where nothing is listed, the lists of the page are, without a gap before them. */
  function tell(text, isNothing) {
    status.textContent = text;
    everything.open = isNothing;
    if (isNothing) {
      document.documentElement.classList.remove("gk-asked");
    }
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

  async function answer(query) {
    asked += 1;
    const turn = asked;
    /* A file that neither comes nor fails leaves nobody before an empty page. */
    clearTimeout(waiting);
    waiting = setTimeout(tell, PATIENCE, status.dataset.waiting, true);
    try {
      await answerInTurn(query, turn);
    } catch (error) {
      if (turn === asked) {
        fail(error);
        document.documentElement.dataset.answered = query;
      }
    }
    if (turn === asked) {
      clearTimeout(waiting);
    }
  }

  /* Has it all that was asked for, as it was asked for? Then it stands before what is meant. */
  function isOfficial({ refs, isLoose, isWhole, isBare, isDivided }) {
    return refs.length > 0 && (!isLoose || isWhole) && !isBare && (!isDivided || refs.length <= FEW);
  }

  async function answerInTurn(query, turn) {
    const chosen = choice();
    const accepts = await accepting(chosen);
    let first = null;
    /* What is official stands there before it is known what is meant. */
    const showFirst = (official) => {
      first = section({ ...official, pattern: patternOf(official.corrected || query) }, turn);
      first.then((shown) => turn === asked && fill(shown), () => {});
    };
    const { answered, meaning, near } = query
      ? await understoodAnswer(query, accepts, showFirst)
      : { answered: await engine.find(query, { accepts, isOpen: isNarrow(chosen) }), meaning: [], near: NONE };
    if (!first && isOfficial(answered)) {
      showFirst(answered);
    }
    const pattern = patternOf(answered.corrected || query);
    const known = new Set(first ? answered.hits.slice(0, SHOWN).map(({ ref }) => ref) : []);
    const others = meaning.filter(({ ref }) => !known.has(ref));
    const lists = [{ hits: others, refs: others, title: words.meant }, first ? NONE : answered, { ...near, title: words.near }];
    const [, ...shown] = await Promise.all([first, ...lists.map((one) => section({ ...one, pattern }, turn))]);
    if (turn !== asked) {
      return;
    }
    if (!first) {
      fill([]);
    }
    results.append(...[].concat(...shown));
    tell(told(query, { ...answered, meaning }, isNarrow(chosen)), results.children.length === 0);
    if (everything.open && query) {
      results.append(help.content.cloneNode(true));
    }
    document.documentElement.dataset.answered = query;
    if (drawer.open) {
      count(query, chosen).catch(lack);
    }
  }

  const NONE = { refs: [], hits: [] };

  /* What has the words, what is meant by them, and, where little has the words, what is near. */
  async function understoodAnswer(query, accepts, showFirst) {
    const finding = engine.find(query, { accepts, isPlain: true });
    engine.prepare(query).catch(() => {});
    const plain = await finding;
    if (isOfficial(plain)) {
      showFirst(plain);
    }
    if (plain.isUnit) {
      return { answered: plain, meaning: [], near: NONE };
    }
    /* At once, though it is needed after what is meant. */
    if (plain.refs.length <= FEW) {
      loose();
    }
    let meant = await engine.meant(query, accepts);
    let answered = plain;
    if (plain.refs.length === 0) {
      const hear = async (text) => {
        const heard = await (await loose()).heard(text, { meant, engine, understood, accepts });
        meant = heard.meant;
        return heard;
      };
      answered = await engine.find(query, { accepts, understood: hear, bare: meant.bare, isMore: true });
    }
    const isGuess = answered.isLoose && !answered.isWhole && meant.hits.length > 0;
    const meaning = await withOfficials(meant, accepts);
    const known = new Set([...(isGuess ? [] : answered.refs), ...meaning.map(({ ref }) => ref)]);
    const isFew = isGuess || (!answered.isLoose && answered.refs.length <= FEW && answered.refs.length + meaning.length > 0);
    const isOther = (ref) => accepts(ref) && !known.has(ref);
    const near = isFew ? await engine.find(query, { accepts: isOther, isMore: true, isNear: true, bare: meant.bare, place: meant.place }) : NONE;
    return { answered: isGuess ? { ...answered, ...NONE } : answered, meaning, near };
  }

  /* After who answers for it, what has the words of plans for it. */
  async function withOfficials({ hits, officials, place }, accepts) {
    const meaning = hits.slice();
    for (const official of officials.slice(0, 2)) {
      const found = await engine.find(`${place} ${official}`, { accepts, isPlain: true, most: SHOWN, isMore: true });
      found.hits.slice(0, FEW).forEach(({ ref }) => meaning.every((hit) => hit.ref !== ref) && meaning.push({ ref, word: hits[0] ? hits[0].word : "", official }));
    }
    return meaning;
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

  /* Marks of direction out of a query would turn the sentence around it. */
  function visible(text) {
    return text.replace(/\s/g, " ").replace(/[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g, "");
  }

  function say(text, values) {
    /* At once and by a function, because "{n}" or "$&" in a query would otherwise mean something to replace(). */
    return text.replace(/\{([qnc])\}/g, (_, name) => visible(String(values[name])));
  }

  /* What is said of an answer; of none, where nothing was asked for. */
  function sentence(query, { refs, meaning, corrected, isLoose }, isNarrowed) {
    if (!query) {
      return isNarrowed ? words.listed : "";
    }
    if (refs.length > 0) {
      return corrected ? words.corrected : isLoose ? words.loose : words.found;
    }
    return meaning.length > 0 ? words.understood : isNarrowed ? words.noneHere : words.none;
  }

  function told(query, answered, isNarrowed) {
    const values = { q: query, n: answered.refs.length, c: answered.corrected };
    const line = say(sentence(query, answered, isNarrowed), values);
    return line + (isCut ? say(words.cut, { n: box.maxLength }) : "") + (answered.isIncomplete ? words.incomplete : "");
  }

  /* --- narrowing --- */

  function choice() {
    return FACETS.reduce((chosen, name) => ({ ...chosen, [name]: narrowing.elements[name].value }), {});
  }

  function isNarrow(chosen) {
    return FACETS.some((name) => chosen[name]);
  }

  /* What tells them apart is fetched when somebody narrows. */
  async function narrower() {
    return engine.code("narrow", "gongkaiNarrow");
  }

  async function accepting(chosen) {
    const narrow = isNarrow(chosen) && (await narrower());
    return isNarrow(chosen) ? (narrow ? narrow.accepting(engine, chosen) : () => false) : () => true;
  }

  /* How many there would be of each, when everything else that is chosen stays. */
  async function count(query, chosen) {
    const turn = asked;
    const narrow = await narrower();
    if (narrow) {
      await narrow.count(engine, { query, chosen, understood, narrowing, words, badgeWords, isCurrent: () => turn === asked });
    }
  }

  /* --- the address --- */

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
})();
