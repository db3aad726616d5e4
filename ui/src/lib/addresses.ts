// Addresses: found in a stranger's text, and told for what they are. Pure.

export type Piece = { text: string } | { address: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]{3,2000}/gi;

/** A text in pieces of plain words and addresses. Punctuation at the end of an address belongs to the sentence. */
export function inPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?)\]}>]+$/, "");
    if (!hostOf(address)) continue;
    pieces.push({ text: text.slice(done, found.index) }, { address });
    done = found.index + address.length;
  }
  pieces.push({ text: text.slice(done) });
  return pieces.filter((piece) => !("text" in piece) || piece.text !== "");
}

/** Where an address really leads: its host as the network spells it, or for mail whom it goes to. `null` for anything else. */
export function hostOf(address: string): string | null {
  try {
    const url = new URL(address);
    if (url.protocol === "mailto:") return decodeURIComponent(url.pathname) || null;
    return url.protocol === "http:" || url.protocol === "https:" ? url.host || null : null;
  } catch {
    return null;
  }
}

/** An address in two pieces, the host to be read first; what is no address stands whole. */
export function inParts(address: string): { host: string; rest: string } {
  const host = hostOf(address);
  if (host === null) return { host: address, rest: "" };
  const rest = address.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
  return { host: host.replace(/^www\./, ""), rest: rest === "/" ? "" : rest };
}

/** What a link says looks like an address, and another one than it leads to. */
export function pretends(said: string, address: string): boolean {
  const named = /\b((?:[a-z0-9-]+\.)+[a-z]{2,})\b/i.exec(said)?.[1]?.toLowerCase();
  const host = hostOf(address)?.toLowerCase().replace(/:\d+$/, "");
  if (!named || !host) return false;
  const bare = (name: string) => name.replace(/^www\./, "");
  return bare(named) !== bare(host) && !host.endsWith(`.${bare(named)}`);
}

/** Whether it looks like a mail address. Rough on purpose: the engine judges addresses. */
export function isAddress(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim());
}
