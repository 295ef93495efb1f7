/* How text is cut for search: the same rules as plugins/gongkai/words/tokens.py, held together by tests/cases/tokens.json. */

const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "gu");
const ANY = new RegExp(`${NUMBERED}|[${HAN}]+|[a-z0-9]+`, "gu");
const IS_HAN = new RegExp(`^[${HAN}]`, "u");
const IS_NUMBERED = new RegExp(`^(?:${NUMBERED})$`, "u");
const QUOTED = new RegExp(`[${QUOTATION_MARKS}]`, "g");
const MAY_BE_MARKED = new RegExp(`[${MARKED}]`);
const UMLAUT = new RegExp(`u[${MARKS}]*\u0308[${MARKS}]*`, "g");
const MARK = new RegExp(`[${MARKS}]`, "g");

/* ü is typed v; tones are not typed. */
const unmarked = (text) => text.normalize("NFD").replace(UMLAUT, "v").replace(MARK, "").normalize("NFC");

const unquoted = (text) => text.normalize("NFKC").toLowerCase().replace(QUOTED, "");
const normal = (text) => (MAY_BE_MARKED.test(unquoted(text)) ? unmarked(unquoted(text)) : unquoted(text));
const isHan = (text) => IS_HAN.test(text);
const isNumbered = (text) => IS_NUMBERED.test(text);
const runs = (text) => normal(text).match(RUN) || [];
const numbered = (text) => (normal(text).match(ANY) || []).filter(isNumbered);
const whole = (text) => `${WHOLE}${(isNumbered(normal(text)) ? numbered(text) : runs(text)).join("")}`;

/* What a query asks for, in order. 6月底 is 6月 and 月底: the sign of a number also begins the word after it. */
function pieces(text) {
  const found = [];
  const compared = normal(text);
  let match;
  ANY.lastIndex = 0;
  while ((match = ANY.exec(compared))) {
    const [piece] = match;
    found.push(piece);
    if (isNumbered(piece) && !piece.includes(".") && isHan(compared.slice(ANY.lastIndex))) {
      ANY.lastIndex -= 1;
    }
  }
  return found;
}
