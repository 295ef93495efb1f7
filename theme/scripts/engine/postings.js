/* Which documents have a term: the rows of the shards that a question needs. */

const shards = new Map();

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
