/* A question for ways to reach a body asks for the body. */

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
