// Cuts a text into plain and marked pieces, so that phrases can be shown where they stand. Pure.

export interface Mark<K extends string> {
  phrase: string;
  kind: K;
}

export interface Piece<K extends string> {
  text: string;
  kind: K | null;
  /** Where it begins in the text. */
  at: number;
}

/** Every phrase is marked each time it stands alone in the text; where two overlap, the longer one. */
export function cutByMarks<K extends string>(text: string, marks: readonly Mark<K>[]): Piece<K>[] {
  const spans: { from: number; to: number; kind: K }[] = [];
  for (const { phrase, kind } of marks.toSorted((a, b) => b.phrase.length - a.phrase.length)) {
    if (phrase === "") continue;
    for (let from = text.indexOf(phrase); from >= 0; from = text.indexOf(phrase, from + phrase.length)) {
      const to = from + phrase.length;
      const inside = isWord(text[from - 1]) || isWord(text[to]);
      if (!inside && !spans.some((span) => span.from < to && from < span.to)) spans.push({ from, to, kind });
    }
  }
  const pieces: Piece<K>[] = [];
  let done = 0;
  for (const { from, to, kind } of spans.sort((a, b) => a.from - b.from)) {
    if (from > done) pieces.push({ text: text.slice(done, from), kind: null, at: done });
    pieces.push({ text: text.slice(from, to), kind, at: from });
    done = to;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), kind: null, at: done });
  return pieces;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
