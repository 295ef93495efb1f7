/* Answers a query from the small files of the index (plugins/gongkai/search/index.py): fetches those of the query's own terms,
   and lets lunr.js score what they hold. Results and scores are those of one whole lunr index. */
(function () {
  "use strict";

  const { normal, whole, pieces, isHan, isNumbered } = window.gongkaiTokens;
  const { presence: PRESENCE } = window.lunr.Query;
  const FORMAT = 2;
  const K1 = 1.2;
  const BLOCK = 8;
  const MOST = 100;
  const WHOLE_NAME = 10;
  /* Alone they are looked for; beside other words they would only drown them. */
  const STOPS = /^[的和与及或等在于为对把被由是了之其以并将]$/;

  const early = (window.gongkaiPart || {}).m;
  const waiting = new Map();
  window.gongkaiPart = (name, value) => {
    waiting.get(name)(value);
    waiting.delete(name);
  };

  /* An element, because a page opened from a disk may not fetch. A file that is missing, or is none of ours, is null, and asked for again
     next time. */
  function loader(root) {
    const parts = early ? { m: Promise.resolve(early) } : {};
    const fetched = (folder, name) =>
      new Promise((resolve) => {
        const script = document.createElement("script");
        waiting.set(name, resolve);
        script.onload = script.onerror = () => {
          if (waiting.delete(name)) {
            delete parts[name];
            resolve(null);
          }
        };
        script.src = `${root}${folder}${name}.js`;
        document.head.append(script);
      });
    return (folder, name) => (parts[name] = parts[name] || fetched(folder, name));
  }

  /* A word that only asks, one that is a town's only where it begins, and one that people also say of what no office answers for (meanings.py). */
  const TRIMMING = 0;
  const STEM = 2;
  const EVERYDAY = 3;
  const isLatin = (character) => /^[a-z0-9]$/.test(character || "");
  const digitOf = (code) => code - (code > 92 ? 36 : 35);

  /* Documents times two, plus one where the term stands more than once (postings.py, encoded). */
  function decoded(text) {
    const numbers = [];
    let last = -1;
    let gap = 0;
    let place = 1;
    for (let at = 0; at < text.length; at += 1) {
      const digit = digitOf(text.charCodeAt(at));
      gap += digit * place;
      if (digit < 46) {
        last += gap;
        numbers.push(last);
        gap = 0;
        place = 1;
      } else {
        place *= 45;
      }
    }
    return numbers;
  }

  /* Terms, each written as how many characters it shares with the one before, and the others (postings.py, folded). */
  function unfolded(text) {
    let last = "";
    return (text ? text.split(" ") : []).map((one) => (last = last.slice(0, digitOf(one.charCodeAt(0))) + one.slice(1)));
  }

  /* A shard is named for where it begins and ends (shards.py, _digest). */
  function digest(text) {
    let number = 0;
    for (let at = 0; at < text.length; at += 1) {
      number = (number * 131071 + text.charCodeAt(at)) % 68719476731;
    }
    return number.toString(16);
  }

  /* What is made of each, as one list. */
  const joined = (list, make) => [].concat(...list.map((one) => make(one)));

  function count(postings) {
    return postings.lists.reduce((sum, list) => sum + list.length, 0);
  }

  function open(folder) {
    const load = loader(folder);
    const shards = new Map();
    let manifest = null;
    let starts = [];
    let phrases = {};
    let total = 0;
    let isIncomplete = false;

    async function start() {
      const made = manifest || (await load("", "m"));
      if (made && made !== manifest) {
        /* Of a newer index than this script, or an older one: search.js says that the page is to be opened anew. */
        if (made.format !== FORMAT) {
          throw new Error(`format ${made.format}`);
        }
        manifest = made;
        total = manifest.kinds.reduce((sum, size) => sum + size, 0);
        starts = unfolded(manifest.shards);
        unfolded(manifest.phrases).forEach((phrase) => {
          const pair = phrase.slice(0, 2);
          phrases[pair] = [...(phrases[pair] || []), phrase].sort((one, other) => other.length - one.length);
        });
      }
      return Boolean(made);
    }

    /* A page that was opened before the site was written anew goes on asking for the files of its own manifest. */
    const part = (name) => load(manifest.folder, name);

    /* --- postings --- */

    function shardOf(term) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (starts[middle] <= term) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return low;
    }

    function shardsOf(clause) {
      const first = shardOf(clause.term);
      const last = clause.isPrefix ? shardOf(`${clause.term}\uffff`) : first;
      return Array.from({ length: last - first + 1 }, (_, step) => first + step).filter((number) => number < starts.length);
    }

    async function fetched(clauses) {
      const wanted = new Set([].concat(...clauses.map(shardsOf)));
      await Promise.all(
        Array.from(wanted, async (number) => {
          if (!shards.has(number)) {
            const rows = await part(`s/${digest(starts[number])}-${digest(starts[number + 1] || "")}`);
            isIncomplete = isIncomplete || !rows;
            if (rows) {
              shards.set(number, new Map(rows.map(([term, ...lists]) => [term, { term, lists }])));
            }
          }
        }),
      );
    }

    /* The postings of a clause's terms; a prefix may have many. */
    function expanded(clause) {
      const found = [];
      shardsOf(clause).forEach((number) => {
        const shard = shards.get(number) || new Map();
        const terms = clause.isPrefix ? Array.from(shard.keys()).filter((term) => term.startsWith(clause.term)) : [clause.term];
        terms.filter((term) => shard.has(term)).forEach((term) => found.push(shard.get(term)));
      });
      found.forEach((postings) => {
        if (typeof postings.lists[0] === "string") {
          postings.lists = postings.lists.map(decoded);
        }
      });
      return found;
    }

    /* --- clauses --- */

    /* The longest known phrase that begins here. */
    function phraseAt(characters, at) {
      const rest = characters.slice(at).join("");
      return (phrases[rest.slice(0, 2)] || []).find((one) => rest.startsWith(one)) || "";
    }

    /* Known phrases and pairs, each beginning within the one before and reaching as far as any. */
    function covering(run) {
      const characters = Array.from(run);
      if (characters.length === 1) {
        return [{ term: run }];
      }
      const terms = [];
      let from = 0;
      let end = 0;
      while (end < characters.length) {
        const last = Math.max(end - 1, 0);
        let best = { term: characters.slice(last, last + 2).join(""), border: last + 1 };
        let start = last;
        end = last + 2;
        for (let at = from; at <= last; at += 1) {
          const phrase = phraseAt(characters, at);
          const reach = at + Array.from(phrase).length;
          if (reach > end) {
            best = { term: phrase };
            start = at;
            end = reach;
          }
        }
        terms.push(best);
        from = start + 1;
      }
      return terms;
    }

    function clausesOf(found) {
      const clauses = [].concat(
        ...found.map((piece, number) => {
          const terms = isHan(piece) ? covering(piece) : [{ term: piece, isPrefix: !isNumbered(piece) && piece.length > 1 }];
          return terms.map((one) => ({ ...one, piece: number }));
        }),
      );
      const meaning = clauses.filter((clause) => !STOPS.test(clause.term));
      return distinct(meaning.length > 0 ? meaning : clauses);
    }

    function distinct(clauses) {
      return clauses.filter((clause, place) => clauses.findIndex((other) => other.term === clause.term) === place);
    }

    function wholes(text) {
      const words = [text, ...text.split(/\s+/)].map(whole).filter((term) => term.length > 1);
      return Array.from(new Set(words), (term) => ({ term, boost: WHOLE_NAME }));
    }

    /* --- documents --- */

    /* Those that have a term of the clause, in any field or in one; some more than once. */
    function within(clause, fields = manifest.fields.length) {
      const lists = joined(expanded(clause), (postings) => postings.lists.slice(0, fields));
      return [].concat(...lists).map((posting) => posting >> 1);
    }

    /* How many of the clauses each document meets. */
    function met(clauses) {
      const counts = new Uint16Array(total);
      clauses.forEach((clause, number) =>
        within(clause).forEach((ref) => {
          if (counts[ref] === number) {
            counts[ref] = number + 1;
          }
        }),
      );
      return counts;
    }

    function all(clauses, accepts) {
      const found = [];
      if (clauses.length > 0 && clauses.every((clause) => expanded(clause).length > 0)) {
        const counts = met(clauses);
        for (let ref = 0; ref < total; ref += 1) {
          if (counts[ref] === clauses.length && accepts(ref)) {
            found.push(ref);
          }
        }
      }
      return found;
    }

    function kindOf(ref) {
      let number = 0;
      let end = manifest.kinds[0];
      while (ref >= end) {
        number += 1;
        end += manifest.kinds[number];
      }
      return number;
    }

    /* --- scores --- */

    function idf(postings) {
      const number = count(postings);
      return Math.log(1 + Math.abs((total - number + 0.5) / (number + 0.5)));
    }

    /* lunr's weight of a term in a field of a document, in lunr's own order of operations. */
    function weight(importance, times, fieldBoost, boost) {
      return Math.round(((importance * ((K1 + 1) * times)) / (K1 + times)) * fieldBoost * boost * 1000) / 1000;
    }

    /* The terms of the clauses, in order, with what they count for in the query. */
    function termsOf(clauses) {
      const terms = new Map();
      clauses.forEach((clause) =>
        expanded(clause).forEach((postings) => {
          const { boost } = terms.get(postings.term) || { boost: 0 };
          terms.set(postings.term, { postings, boost: boost + (clause.boost || 1) });
        }),
      );
      return Array.from(terms.values()).sort((one, other) => (one.postings.term < other.postings.term ? -1 : 1));
    }

    /* Gives `take` every weight that a term has in these documents: of which of them, in which field. */
    function weigh(refs) {
      const place = new Int32Array(total).fill(-1);
      refs.forEach((ref, number) => (place[ref] = number));
      const boosts = refs.map((ref) => manifest.boosts[kindOf(ref)]);
      return (postings, take) => {
        const importance = idf(postings);
        postings.lists.forEach((list, field) =>
          list.forEach((posting) => {
            const number = place[posting >> 1];
            if (number >= 0) {
              take(weight(importance, (posting & 1) + 1, manifest.fields[field][1], boosts[number]), number, field);
            }
          }),
        );
      };
    }

    /* The best by lunr's formula, and all that are as good as the last of them: lunr decides among these. */
    function best(clauses, refs, most) {
      if (refs.length <= most) {
        return refs;
      }
      const scores = roughly(clauses, refs);
      const limit = Array.from(scores).sort((one, other) => other - one)[most - 1] - 1e-9;
      const above = refs.filter((_, number) => scores[number] > limit + 2e-9);
      const level = refs.filter((_, number) => scores[number] >= limit && scores[number] <= limit + 2e-9);
      return [...above, ...level.slice(0, Math.max(most, 2 * most - above.length))].sort((one, other) => one - other);
    }

    function roughly(clauses, refs) {
      const scores = new Float64Array(refs.length);
      const terms = termsOf(clauses);
      const length = Math.hypot(...terms.map(({ boost }) => boost));
      const each = weigh(refs);
      terms.forEach(({ postings, boost }) => each(postings, (weight, number) => (scores[number] += (boost / length) * weight)));
      return scores;
    }

    /* A lunr index of these documents and the query's terms, with every weight as lunr would hold it: per field and document, [term, weight, …]. */
    function assembled(clauses, refs) {
      const fields = manifest.fields.map(([name]) => name);
      const vectors = {};
      const invertedIndex = Object.create(null);
      const each = weigh(refs);
      termsOf(clauses).forEach(({ postings }, index) => {
        const posting = (invertedIndex[postings.term] = { _index: index });
        fields.forEach((name) => (posting[name] = {}));
        each(postings, (weight, number, field) => {
          const key = `${fields[field]}/${refs[number]}`;
          posting[fields[field]][refs[number]] = {};
          vectors[key] = vectors[key] || [];
          vectors[key].push(index, weight);
        });
      });
      Object.keys(vectors).forEach((key) => (vectors[key] = new window.lunr.Vector(vectors[key])));
      return new window.lunr.Index({ fields, fieldVectors: vectors, invertedIndex, tokenSet: tokenSet(Object.keys(invertedIndex)) });
    }

    /* What lunr.TokenSet says of a term, in its order, which decides among equals: from the last to the first, but what is shorter before. */
    function tokenSet(terms) {
      const ordered = terms.sort((one, other) => (`${one}\uffff` < `${other}\uffff` ? 1 : -1));
      const matching = (asked) => ordered.filter((term) => (asked.endsWith("*") ? term.startsWith(asked.slice(0, -1)) : term === asked));
      return { intersect: (asked) => ({ toArray: () => matching(asked) }) };
    }

    /* Never lunr's own query language: it would read “-规划” as “without 规划”. */
    function asked(query, clauses, presence) {
      clauses.forEach(({ term, isPrefix, boost = 0 }) =>
        query.clauses.push({ term: isPrefix ? `${term}*` : term, fields: query.allFields, presence: boost ? PRESENCE.OPTIONAL : presence, boost: boost || 1 }),
      );
    }

    function ranked(clauses, presence, refs, most) {
      const index = assembled(clauses, best(clauses, refs, most));
      const hits = index.query((query) => asked(query, clauses, presence));
      return hits.slice(0, most).map((hit) => ({ ref: Number(hit.ref), score: hit.score }));
    }

    /* --- answers --- */

    /* 铜梁发改委 is 铜梁 and 发改委: the pair across the border stands nowhere. */
    function divisions(found, clauses) {
      const borders = clauses.filter((clause) => clause.border);
      const unknown = borders.filter((clause) => expanded(clause).length === 0);
      const tried = unknown.length > 0 ? [unknown] : borders.map((clause) => [clause]);
      return tried.map((every) => divided(found, every)).filter((parts) => parts.length > found.length && parts.every((one) => Array.from(one).length > 1));
    }

    function divided(found, borders) {
      return [].concat(
        ...found.map((piece, number) => {
          const characters = Array.from(piece);
          const cuts = borders.filter((clause) => clause.piece === number).map((clause) => clause.border);
          return [0, ...cuts].map((from, place) => characters.slice(from, [...cuts, characters.length][place]).join(""));
        }),
      );
    }

    async function strictly(text, found, accepts) {
      const required = clausesOf(found);
      const optional = wholes(text);
      await fetched([...required, ...optional]);
      const known = optional.filter((clause) => expanded(clause).length > 0);
      return { clauses: [...required, ...known], required, refs: all(required, accepts), presence: PRESENCE.REQUIRED };
    }

    /* fa gai wei is fagaiwei; its term was fetched with the others. */
    function byName(text, accepts) {
      const clauses = [{ term: whole(text) }];
      return { clauses, refs: all(clauses, accepts), presence: PRESENCE.REQUIRED };
    }

    async function divisibly(text, found, clauses, accepts) {
      for (const parts of divisions(found, clauses)) {
        const answer = await strictly(parts.join(" "), parts, accepts);
        if (answer.refs.length > 0) {
          return { ...answer, isDivided: !isByName(answer) };
        }
      }
      return null;
    }

    const withoutEnd = (text, words) => text.slice(0, text.length - (words.find((word) => text.endsWith(word)) || "").length);

    /* Empty when nothing else is asked for, or nothing of the kind: 民政局 of 民政局的咨询电话号码？ */
    function withoutContacts(text) {
      const { before, purposes, asked } = manifest.contacts;
      const question = text.replace(/[?？]+$/, "");
      let bare = question;
      for (let longer = ""; longer !== bare; ) {
        longer = bare;
        bare = withoutEnd(bare, asked);
      }
      return bare === question ? "" : withoutEnd(withoutEnd(bare, purposes), before).trim();
    }

    /* 民政局电话 asks for the body, not for a text that has all these characters. */
    async function ofBody(text, accepts) {
      const bare = withoutContacts(text);
      const answer = bare && (await plainly(bare, accepts));
      return answer && isNamed(answer) ? { ...answer, corrected: bare } : null;
    }

    const isByName = ({ clauses }) => clauses.some((clause) => clause.boost === WHOLE_NAME);

    const unitsCalled = (term) => within({ term }, 1).filter((ref) => ref < manifest.kinds[0]);

    /* Does a unit bear one of the whole names that were asked for? */
    function isNamed({ clauses, refs }) {
      const found = new Set(refs);
      return clauses.some(({ term, boost }) => boost === WHOLE_NAME && unitsCalled(term).some((ref) => found.has(ref)));
    }

    /* All words, or the words apart. */
    async function plainly(text, accepts) {
      const found = pieces(text);
      const strict = await strictly(text, found, accepts);
      if (strict.refs.length > 0) {
        return strict;
      }
      const named = byName(text, accepts);
      return named.refs.length > 0 ? named : divisibly(text, found, strict.required, accepts);
    }

    /* All words, or the words apart; what answers where nothing has them is fetched then. */
    async function answered(text, accepts, { isPlain, ...how }) {
      const plain = how.isNear ? null : (await ofBody(text, accepts)) || (await plainly(text, accepts));
      const loose = plain || isPlain ? null : await code("loose", "gongkaiLoose");
      if (loose) {
        const index = { total, clausesOf, fetched, expanded, within, all, idf, ofBody, plainly, withoutContacts, isByName };
        return loose.answered(index, text, accepts, how);
      }
      isIncomplete = isIncomplete || !(plain || isPlain);
      return plain || { clauses: [], refs: [], presence: PRESENCE.REQUIRED };
    }

    /* --- what is meant --- */

    /* Words that people say (meanings.py) in a text: the longest first, none over another. */
    async function spokenIn(text) {
      const characters = Array.from(normal(text));
      const isInside = (border) => [border - 1, border].every((at) => isLatin(characters[at]));
      const starts = characters.map((_, at) => at).filter((at) => !isInside(at));
      /* By its first two characters, so that few of the files are asked for; or a word is one character alone. */
      const clausesAt = (at) => {
        const first = /^([a-z0-9]+|..)/u.exec(characters.slice(at).join(""));
        return [...(first ? [{ term: `~${first[0]}`, isPrefix: true }] : []), { term: `~${characters[at]}` }];
      };
      const typed = [];
      text.replace(/[^\s、，,和]+/g, (word, at) => typed.push({ word, at, term: whole(word) }));
      await fetched(distinct([...joined(starts, clausesAt), ...typed.map(({ term }) => ({ term }))]));
      const words = joined(starts, (at) => {
        const rest = characters.slice(at).join("");
        return joined(clausesAt(at), expanded)
          .map(({ term, lists: [meanings = [], places = [], [sort] = [], named = []] }) => {
            const word = term.slice(1);
            return { word, at, end: at + Array.from(word).length, meanings, places, sort, named };
          })
          .filter(({ word, end, sort }) => rest.startsWith(word) && !isInside(end) && (sort !== STEM || !isHan(characters[at - 1] || "")));
      });
      const units = typed.map(({ word, at, term }) => ({ word, at, end: at + Array.from(word).length, meanings: [], places: [], named: unitsCalled(term) }));
      const taken = units.filter(({ named, word }) => named.length > 0 && words.every((one) => one.word !== word || one.places.length === 0));
      words
        .sort((one, other) => other.word.length - one.word.length || one.at - other.at)
        .forEach((one) => taken.every(({ at, end }) => one.at >= end || one.end <= at) && taken.push(one));
      const without = (words) => words.reduce((left, { at, end }) => left.fill(" ", at, end), characters.slice()).join("");
      return { taken, bare: without(taken.filter(({ sort }) => sort === TRIMMING)), rest: without(taken) };
    }

    /* Fetches what tells whether a text means something. */
    const prepare = async (text) => (await start()) && spokenIn(text);

    /* What a text means in the place that it names, else in all: [ref, word, body] of what it names, who answers for it, and what kind of
       information it is; and what plans call it. `bare` is the text without what only asks. */
    async function meant(text, accepts = () => true) {
      if (!(await start())) {
        return { hits: [], officials: [], bare: text, rest: text, place: "" };
      }
      const { taken, bare, rest } = await spokenIn(text);
      const places = taken.filter((one) => one.places.length > 0);
      const finding = ofPlaces(joined(places, (one) => one.places));
      /* 足球 of 足球比分 says little of what is asked. */
      const isWhole = !/[^\s、，和]{2}/.test(rest);
      const isTelling = isWhole || taken.some(({ meanings, sort }) => meanings.length > 0 && sort !== EVERYDAY);
      const inOrder = [...taken.filter(({ sort }) => sort !== EVERYDAY), ...taken.filter(({ sort }) => sort === EVERYDAY)];
      const asked = joined(isTelling ? inOrder : [], ({ word, meanings }) => meanings.map((number) => ({ word, number })));
      const behind = await Promise.all(
        asked.map(async ({ word, number }) => {
          const block = await part(`v/${Math.floor(number / BLOCK)}`);
          isIncomplete = isIncomplete || !block;
          const there = await finding;
          const isThere = (ref) => accepts(ref) && there(ref);
          const [bodies, kinds, officials] = block ? block[number % BLOCK] : [[], [], []];
          const shown = new Set();
          const units = bodies.map(([body, refs]) => inPlaces(refs.filter((ref) => isThere(ref) && !shown.has(ref) && shown.add(ref)), { word, body }));
          const information = kinds.map((refs) => inPlaces(refs.filter(isThere), { word }));
          return { officials, hits: [].concat(...units.slice(0, 2), ...information.slice(0, 1), ...units.slice(2), ...information.slice(1)) };
        }),
      );
      const there = await finding;
      const isNamedThere = (one) => one.named.filter((ref) => accepts(ref) && (places.includes(one) || there(ref)));
      const named = taken.filter((one) => one.named.length > 0).map((one) => inPlaces(isNamedThere(one), {}));
      const hits = inTurn([...named, ...behind.map((one) => one.hits)]);
      /* In the order of the words, not in that in which the files came. */
      const officials = joined(behind, (one) => one.officials);
      return { hits, officials, bare, rest, place: places.map(({ word }) => word).join(" "), isUnclear: /[a-z]/.test(rest) || (!isWhole && taken.every((one) => one.meanings.length === 0 || one.named.length > 0)) };
    }

    /* Tells whether a unit or kind is of these places; where there are none, of any. */
    async function ofPlaces(numbers) {
      const lists = await Promise.all(
        numbers.map(async (number) => {
          const block = await part(`w/${Math.floor(number / BLOCK)}`);
          isIncomplete = isIncomplete || !block;
          return block ? decoded(block[number % BLOCK]) : [];
        }),
      );
      const there = new Set([].concat(...lists));
      return (ref) => numbers.length === 0 || there.has(ref);
    }

    /* The same in several places is one hit: in the first, with the others beside it. */
    function inPlaces([ref, ...others], why) {
      return ref === undefined ? [] : [{ ref, others, ...why }];
    }

    /* The first of each list, then the second of each; none twice. */
    function inTurn(lists) {
      const every = joined(lists, (list) => list.map((hit, turn) => ({ hit, turn }))).sort((one, other) => one.turn - other.turn);
      return every.map(({ hit }) => hit).filter(({ ref }, place, hits) => hits.findIndex((other) => other.ref === ref) === place);
    }

    async function card(ref) {
      if (!(ref >= 0 && ref < total)) {
        return null;
      }
      const block = await part(`c/${Math.floor(ref / BLOCK)}`);
      isIncomplete = isIncomplete || !block;
      const [title, address, place, detail, badge, badgeText, mark] = block ? block[ref % BLOCK] : [];
      return block && { kind: manifest.names[kindOf(ref)], title, address, place, detail, badge, badgeText, mark };
    }

    async function text(ref) {
      const block = await part(`x/${Math.floor(ref / BLOCK)}`);
      return block ? block[ref % BLOCK] : "";
    }

    /* `refs` are all that was found, in order of number; `hits` the best of them, in lunr's order. */
    async function find(query, { accepts = () => true, most = MOST, isOpen = false, isMore = false, ...how } = {}) {
      isIncomplete = isMore && isIncomplete;
      if (!(await start())) {
        return { refs: [], hits: [], clauses: [], isIncomplete: true };
      }
      if (isOpen && !query) {
        const every = Array.from({ length: total }, (_, ref) => ref).filter(accepts);
        return { refs: every, hits: every.slice(0, most).map((ref) => ({ ref })), clauses: [], isIncomplete };
      }
      const answer = await answered(query, accepts, how);
      const { clauses, refs, presence } = answer;
      const hits = refs.length > 0 && most > 0 ? ranked(clauses, presence, refs, most) : [];
      const isUnit = refs.length > 0 && isNamed(answer);
      /* A getter, because a card that is missing shows only when it is fetched. */
      return { isLoose: false, ...answer, hits, isUnit, get isIncomplete() { return isIncomplete; } };
    }

    /* What narrow.js needs to know of every document. */
    async function content(name) {
      return (await start()) && (await part(name));
    }

    /* More of the code, which lies beside the manifest, under the name that it gives itself. */
    const code = async (name, made) => window[made] || (await load("", name), window[made]);

    return { find, prepare, meant, card, text, content, code, decoded, digitOf, kindOf: (ref) => manifest.names[kindOf(ref)] };
  }

  window.gongkaiEngine = { open };
})();
