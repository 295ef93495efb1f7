/* What a hit shows: its card, and the text that an extract is from. */

async function card(ref) {
  if (!(ref >= 0 && ref < total)) {
    return null;
  }
  const block = await part(`c/${Math.floor(ref / BLOCK)}`);
  isIncomplete = isIncomplete || !block;
  const [title, address, place, detail, badge, badgeText, mark] = block ? block[ref % BLOCK] : [];
  return block && { kind: manifest.names[kindOf(ref)], title, address, place, detail, badge, badgeText, mark };
}

async function text(ref) {
  const block = await part(`x/${Math.floor(ref / BLOCK)}`);
  return block ? block[ref % BLOCK] : "";
}
