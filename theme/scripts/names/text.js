/* Names as names.py writes them. */

/* What is neither letter nor digit, of what is typed in China; the browsers of the floor know no \p{L}. */
const SIGNS = /[\x00-\/:-@[-`{-\xbf\xd7\xf7\u02b9-\u036f\u2000-\u3004\u3008-\u3020\u302a-\u3030\u303d-\u303f\u3099-\u309c\u30fb\ufffd]+/g;

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
