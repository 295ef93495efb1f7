/* What is said of an answer. */

/* Marks of direction out of a query would turn the sentence around it. */
function visible(text) {
  return text.replace(/\s/g, " ").replace(/[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+/g, "");
}

function say(text, values) {
  /* At once and by a function, because "{n}" or "$&" in a query would otherwise mean something to replace(). */
  return text.replace(/\{([qnc])\}/g, (_, name) => visible(String(values[name])));
}

/* What is said of an answer; of none, where nothing was asked for. */
function sentence(query, { refs, meaning, corrected, isLoose }, isNarrowed) {
  if (!query) {
    return isNarrowed ? words.listed : "";
  }
  if (refs.length > 0) {
    return corrected ? words.corrected : isLoose ? words.loose : words.found;
  }
  return meaning.length > 0 ? words.understood : isNarrowed ? words.noneHere : words.none;
}

function told(query, answered, isNarrowed) {
  const values = { q: query, n: answered.refs.length, c: answered.corrected };
  const line = say(sentence(query, answered, isNarrowed), values);
  return line + (isCut ? say(words.cut, { n: box.maxLength }) : "") + (answered.isIncomplete ? words.incomplete : "");
}
