/* What is known of all documents before any is asked for: where the files begin, which phrases are terms, how many there are of each kind. */

let load = null;
let manifest = null;
let starts = [];
let phrases = {};
let total = 0;
/* Of the answer in hand: some file of it was missing. */
let isIncomplete = false;

async function start() {
  const made = manifest || (await load("", "m"));
  if (made && made !== manifest) {
    /* Of a newer index than this script, or an older one: answering/page.js says that the page is to be opened anew. */
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
  return made;
}

/* A page that was opened before the site was written anew goes on asking for the files of its own manifest. */
const part = (name) => load(manifest.folder, name);

function kindOf(ref) {
  let number = 0;
  let end = manifest.kinds[0];
  while (ref >= end) {
    number += 1;
    end += manifest.kinds[number];
  }
  return number;
}

/* More of the code, which lies beside the manifest, under the name that it gives itself. */
const code = async (name, made) => window[made] || (await load("", name), window[made]);
