/* How text is cut for search: the same rules as plugins/gongkai/words/tokens.py, held together by tests/cases/tokens.json.
   A classic script, not a module: browsers refuse modules on pages opened from a disk. */
(function () {
  "use strict";

  const HAN = "〇\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
  const NUMBERED = "[0-9]+(?:\\.[0-9]+)+(?![a-z0-9])|[0-9]+[年月日号]";
  const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "gu");
  const ANY = new RegExp(`${NUMBERED}|[${HAN}]+|[a-z0-9]+`, "gu");
  const IS_HAN = new RegExp(`^[${HAN}]`, "u");
  const IS_NUMBERED = new RegExp(`^(?:${NUMBERED})$`, "u");
  const QUOTATION_MARKS = /[“”‘’"'《》〈〉「」『』]/g;

  /* ü is typed v; tones are not typed. */
  const unmarked = (text) => text.normalize("NFD").replace(/u[\u0300-\u036f]*\u0308[\u0300-\u036f]*/g, "v").replace(/[\u0300-\u036f]/g, "").normalize("NFC");
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(QUOTATION_MARKS, "");
  const normal = (text) => (/[\u00c0-\u024f\u0300-\u036f]/.test(plain(text)) ? unmarked(plain(text)) : plain(text));
  const isHan = (text) => IS_HAN.test(text);
  const isNumbered = (text) => IS_NUMBERED.test(text);
  const runs = (text) => normal(text).match(RUN) || [];
  const numbered = (text) => (normal(text).match(ANY) || []).filter(isNumbered);
  const whole = (text) => `=${(isNumbered(normal(text)) ? numbered(text) : runs(text)).join("")}`;

  /* What a query asks for, in order. 6月底 is 6月 and 月底: the sign of a number also begins the word after it. */
  function pieces(text) {
    const found = [];
    const plain = normal(text);
    let one;
    ANY.lastIndex = 0;
    while ((one = ANY.exec(plain))) {
      const [piece] = one;
      found.push(piece);
      if (isNumbered(piece) && !piece.includes(".") && isHan(plain.slice(ANY.lastIndex))) {
        ANY.lastIndex -= 1;
      }
    }
    return found;
  }

  window.gongkaiTokens = { normal, runs, numbered, whole, pieces, isHan, isNumbered };
})();
