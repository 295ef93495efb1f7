/* Answers a query from the small files of the index (plugins/gongkai/search/shards.py): fetches those of the query's own terms,
   and lets lunr.js score what they hold. Results and scores are those of one whole lunr index. */
(function () {
  "use strict";

  const { whole, pieces, isHan, isNumbered } = window.gongkaiTokens;
  const { presence: PRESENCE, wildcard: WILDCARD } = window.lunr.Query;
  const K1 = 1.2;
  const BLOCK = 8;
  const MOST = 100;
  const WHOLE_NAME = 10;
  /* Alone they are looked for; beside other words they would only drown them. */
  const STOPS = /^[的和与及或等在于为对把被由是了之其以并将]$/;

  const waiting = new Map();
  window.gongkaiPart = (name, value) => {
    waiting.get(name)(value);
    waiting.delete(name);
  };

  /* An element, because a page opened from a disk may not fetch. A file that is missing, or is none of ours, is null, and asked for again
     next time. */
  function loader(folder) {
    const parts = {};
    return function part(name) {
      if (!parts[name]) {
        parts[name] = new Promise((resolve) => {
          const script = document.createElement("script");
          waiting.set(name, resolve);
          script.onload = script.onerror = () => {
            if (waiting.delete(name)) {
              delete parts[name];
              resolve(null);
            }
          };
          script.src = `${folder}${name}.js`;
          document.head.append(script);
        });
      }
      return parts[name];
    };
  }

  const digitOf = (code) => code - (code > 92 ? 36 : 35);

  /* Documents times two, plus one where the term stands more than once (shards.py, _encoded). */
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

  /* Terms, each written as how many characters it shares with the one before, and the others (shards.py, _folded). */
  function unfolded(text) {
    let last = "";
    return (text ? text.split(" ") : []).map((one) => (last = last.slice(0, digitOf(one.charCodeAt(0))) + one.slice(1)));
  }

  function count(postings) {
    return postings.lists.reduce((sum, list) => sum + list.length, 0);
  }

  function open(folder) {
    const part = loader(folder);
    const shards = new Map();
    let manifest = null;
    let starts = [];
    let phrases = {};
    let total = 0;
    let isIncomplete = false;

    async function start() {
      if (!manifest) {
        manifest = await part("m");
        if (!manifest) {
          return false;
        }
        total = manifest.kinds.reduce((sum, size) => sum + size, 0);
        starts = unfolded(manifest.shards);
        unfolded(manifest.phrases).forEach((phrase) => {
          const pair = phrase.slice(0, 2);
          phrases[pair] = [...(phrases[pair] || []), phrase].sort((one, other) => other.length - one.length);
        });
      }
      return true;
    }

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
            const rows = await part(`s/${number}`);
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
          return terms.map((one) => ({ isPrefix: false, ...one, piece: number }));
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
      return Array.from(new Set(words), (term) => ({ term, isPrefix: false, boost: WHOLE_NAME }));
    }

    /* --- documents --- */

    /* How many of the clauses each document meets. */
    function met(clauses) {
      const counts = new Uint8Array(total);
      clauses.forEach((clause, number) => {
        const last = Math.min(number, 254);
        expanded(clause).forEach(({ lists }) =>
          lists.forEach((list) =>
            list.forEach((posting) => {
              if (counts[posting >> 1] === last) {
                counts[posting >> 1] = last + 1;
              }
            }),
          ),
        );
      });
      return counts;
    }

    function all(clauses, accepts) {
      const found = [];
      if (clauses.length > 0 && clauses.every((clause) => expanded(clause).length > 0)) {
        const counts = met(clauses);
        for (let ref = 0; ref < total; ref += 1) {
          if (counts[ref] === Math.min(clauses.length, 255) && accepts(ref)) {
            found.push(ref);
          }
        }
      }
      return found;
    }

    function any(clauses, accepts) {
      const seen = new Set();
      clauses.forEach((clause) =>
        expanded(clause).forEach(({ lists }) => lists.forEach((list) => list.forEach((posting) => seen.add(posting >> 1)))),
      );
      return Array.from(seen)
        .filter(accepts)
        .sort((one, other) => one - other);
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

    function rarity(clause) {
      const every = expanded(clause).map(idf);
      return Math.round(Math.max(0, ...every) ** 2 * 1000) / 1000 || 1;
    }

    /* lunr's weight of a term in a field of a document, in lunr's own order of operations. */
    function weight(importance, times, fieldBoost, boost) {
      let score = (importance * ((K1 + 1) * times)) / (K1 + times);
      score *= fieldBoost;
      score *= boost;
      return Math.round(score * 1000) / 1000;
    }

    /* Every weight that the query can meet, as lunr would hold it: per field, per document, [term, weight, …]. */
    function weighted(clauses, refs) {
      const place = new Map(refs.map((ref, number) => [ref, number]));
      const boosts = refs.map((ref) => manifest.boosts[kindOf(ref)]);
      const terms = new Map();
      clauses.forEach((clause) => expanded(clause).forEach((postings) => terms.set(postings.term, postings)));
      const sorted = Array.from(terms.values()).sort((one, other) => (one.term < other.term ? -1 : 1));
      const vectors = manifest.fields.map(() => new Map());
      sorted.forEach((postings, index) => {
        const importance = idf(postings);
        postings.lists.forEach((list, field) =>
          list.forEach((posting) => {
            const number = place.get(posting >> 1);
            if (number !== undefined) {
              const vector = vectors[field].get(number) || [];
              vector.push(index, weight(importance, (posting & 1) + 1, manifest.fields[field][1], boosts[number]));
              vectors[field].set(number, vector);
            }
          }),
        );
      });
      return { sorted, vectors };
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
      const place = new Int32Array(total).fill(-1);
      refs.forEach((ref, number) => (place[ref] = number));
      const scores = new Float64Array(refs.length);
      const boosts = Float64Array.from(refs, (ref) => manifest.boosts[kindOf(ref)]);
      const asked = clauses.map((clause) => expanded(clause).map((postings) => ({ postings, boost: clause.boost || 1 })));
      const terms = new Map();
      [].concat(...asked).forEach(({ postings, boost }) => {
        const known = terms.get(postings.term) || { postings, boost: 0 };
        terms.set(postings.term, { postings, boost: known.boost + boost });
      });
      const length = Math.sqrt(Array.from(terms.values()).reduce((sum, { boost }) => sum + boost * boost, 0));
      terms.forEach(({ postings, boost }) => {
        const importance = idf(postings);
        postings.lists.forEach((list, field) => {
          list.forEach((posting) => {
            const number = place[posting >> 1];
            if (number >= 0) {
              scores[number] += (boost / length) * weight(importance, (posting & 1) + 1, manifest.fields[field][1], boosts[number]);
            }
          });
        });
      });
      return scores;
    }

    /* A lunr index of these documents and the query's terms. */
    function assembled(clauses, refs) {
      const { sorted, vectors } = weighted(clauses, refs);
      const fields = manifest.fields.map(([name]) => name);
      const chosen = new Set(refs);
      const invertedIndex = sorted.map(({ term, lists }, index) => {
        const posting = { _index: index };
        fields.forEach((name, field) => {
          posting[name] = {};
          (lists[field] || []).forEach((one) => {
            if (chosen.has(one >> 1)) {
              posting[name][one >> 1] = {};
            }
          });
        });
        return [term, posting];
      });
      const fieldVectors = [];
      vectors.forEach((every, field) => every.forEach((vector, number) => fieldVectors.push([`${fields[field]}/${refs[number]}`, vector])));
      return window.lunr.Index.load({ version: window.lunr.version, fields, fieldVectors, invertedIndex, pipeline: [] });
    }

    /* Never lunr's own query language: it would read “-规划” as “without 规划”. */
    function asked(query, clauses, presence) {
      clauses.forEach(({ term, isPrefix, boost }) =>
        query.term(term, {
          presence: boost ? PRESENCE.OPTIONAL : presence,
          wildcard: isPrefix ? WILDCARD.TRAILING : WILDCARD.NONE,
          boost: boost || 1,
          usePipeline: false,
        }),
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
      const clauses = [{ term: whole(text), isPrefix: false }];
      return { clauses, refs: all(clauses, accepts), presence: PRESENCE.REQUIRED };
    }

    async function divisibly(text, found, clauses, accepts) {
      for (const parts of divisions(found, clauses)) {
        const answer = await strictly(parts.join(" "), parts, accepts);
        if (answer.refs.length > 0) {
          return answer;
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

    /* Does a unit bear one of the whole names that were asked for? */
    function isNamed({ clauses, refs }) {
      const found = new Set(refs);
      const names = clauses.filter((clause) => clause.boost === WHOLE_NAME);
      return names.some((clause) =>
        expanded(clause).some(({ lists }) => lists[0].some((posting) => posting >> 1 < manifest.kinds[0] && found.has(posting >> 1))),
      );
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

    /* All words, or the words apart, or what may have been meant, or else some of the words. */
    async function answered(text, accepts, understood) {
      const plain = (await ofBody(text, accepts)) || (await plainly(text, accepts));
      if (plain) {
        return plain;
      }
      const { texts, place } = understood ? await understood(text) : { texts: [], place: "" };
      for (const corrected of [withoutContacts(text), ...texts].filter(Boolean)) {
        const answer = (await ofBody(corrected, accepts)) || (await plainly(corrected, accepts));
        if (answer) {
          return { ...answer, corrected: answer.corrected || corrected };
        }
      }
      return loosely(text, place, accepts);
    }

    /* Some of the words, the rarest of which say most of what is meant; when a place is named, nothing from elsewhere. */
    async function loosely(text, place, accepts) {
      const clauses = clausesOf(pieces(text));
      const required = place ? clausesOf(pieces(place)) : [];
      await fetched([...clauses, ...required]);
      const optional = clauses.filter((clause) => !required.some((one) => one.term === clause.term) && expanded(clause).length > 0);
      const boosted = optional.map((clause) => ({ ...clause, boost: rarity(clause) }));
      const some = any(boosted, accepts);
      const there = all(required, accepts);
      const known = new Set(there);
      if (some.some((ref) => known.has(ref))) {
        return { clauses: [...boosted, ...required], refs: there, presence: PRESENCE.REQUIRED, isLoose: true };
      }
      return { clauses: boosted, refs: some, presence: PRESENCE.OPTIONAL, isLoose: true };
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
    async function find(query, { accepts = () => true, most = MOST, understood = null, isOpen = false } = {}) {
      isIncomplete = false;
      if (!(await start())) {
        return { refs: [], hits: [], clauses: [], isIncomplete: true, isLoose: false, corrected: null };
      }
      if (isOpen && !query) {
        const every = Array.from({ length: total }, (_, ref) => ref).filter(accepts);
        return { refs: every, hits: every.slice(0, most).map((ref) => ({ ref, score: 0 })), clauses: [], isIncomplete, isLoose: false, corrected: null };
      }
      const { clauses, refs, presence, isLoose = false, corrected = null } = await answered(query, accepts, understood);
      const hits = refs.length > 0 && most > 0 ? ranked(clauses, presence, refs, most) : [];
      /* A getter, because a card that is missing shows only when it is fetched. */
      return { refs, hits, clauses, presence, isLoose, corrected, get isIncomplete() { return isIncomplete; } };
    }

    /* What narrow.js needs to know of every document. */
    async function content(name) {
      return (await start()) && (await part(name));
    }

    return { find, card, text, content, decoded, digitOf, kindOf: (ref) => manifest.names[kindOf(ref)] };
  }

  window.gongkaiEngine = { open };
})();
