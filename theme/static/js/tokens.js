/* How text is cut for search: the same rules as plugins/gongkai/tokens.py, held together by tests/cases/tokens.json.
   A classic script, not a module: browsers refuse modules on pages opened from a disk. */
(function () {
  "use strict";

  const HAN = "〇\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3fffd}";
  const RUN = new RegExp(`[${HAN}]+|[a-z0-9]+`, "gu");
  const IS_HAN = new RegExp(`^[${HAN}]`, "u");
  const QUOTATION_MARKS = /[“”‘’"'《》〈〉「」『』]/g;

  function normal(text) {
    return text.normalize("NFKC").toLowerCase().replace(QUOTATION_MARKS, "");
  }

  function cut(run) {
    const characters = Array.from(run);
    if (!IS_HAN.test(run) || characters.length === 1) {
      return [run];
    }
    return characters.slice(1).map((second, index) => characters[index] + second);
  }

  function tokens(text) {
    return (normal(text).match(RUN) || []).flatMap(cut);
  }

  window.gongkaiTokens = { normal, tokens, isHan: (text) => IS_HAN.test(text) };
})();
