/* What has the words, what is meant by them, and what is near, one after the other in the page. */

/* So few answers may not be all that was looked for. */
const FEW = 3;
const NONE = { refs: [], hits: [] };

async function answer(query) {
  latest += 1;
  const turn = latest;
  /* A file that neither comes nor fails leaves nobody before an empty page. */
  const waiting = setTimeout(() => turn === latest && tell(status.dataset.waiting, true), PATIENCE);
  try {
    await answerInTurn(query, turn);
  } catch (error) {
    if (turn === latest) {
      fail(error);
      document.documentElement.dataset.answered = query;
    }
  }
  clearTimeout(waiting);
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
    first.then((shown) => turn === latest && fill(shown), () => {});
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
  if (turn !== latest) {
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
