/* Numbers and terms as postings.py writes them small, read again. */

const digitOf = (code) => code - FIRST_DIGIT - (code > NO_DIGIT);

/* Documents times two, plus one where the term stands more than once (encoded). */
function decoded(text) {
  const numbers = [];
  let last = -1;
  let gap = 0;
  let worth = 1;
  for (let at = 0; at < text.length; at += 1) {
    const digit = digitOf(text.charCodeAt(at));
    gap += digit * worth;
    if (digit < LAST_DIGITS) {
      last += gap;
      numbers.push(last);
      gap = 0;
      worth = 1;
    } else {
      worth *= MORE_DIGITS;
    }
  }
  return numbers;
}

/* Terms, each written as how many characters it shares with the one before, and the others (folded). */
function unfolded(text) {
  let last = "";
  return (text ? text.split(" ") : []).map((term) => (last = last.slice(0, digitOf(term.charCodeAt(0))) + term.slice(1)));
}

/* A shard is named for where it begins and ends (shards.py, _digest). */
function digest(text) {
  let number = 0;
  for (let at = 0; at < text.length; at += 1) {
    number = (number * DIGEST_BASE + text.charCodeAt(at)) % DIGEST_MODULUS;
  }
  return number.toString(16);
}
