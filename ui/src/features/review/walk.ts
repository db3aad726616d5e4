// Where one is in the queue and where one goes next. Pure.

/** The mail `step` places on; where the current one has left the list, its place counts. Nothing beyond either end. */
export function neighbour(
  ids: readonly string[],
  current: string | undefined,
  place: number,
  step: 1 | -1,
): string | undefined {
  const at = current === undefined ? -1 : ids.indexOf(current);
  if (at >= 0) return ids[at + step];
  // What stood behind it has moved up into its place.
  return ids[step === 1 ? place : place - 1];
}

/** Where one goes once the current mail is dealt with: the next, else the one before, else nowhere. */
export function afterwards(ids: readonly string[], current: string): string | undefined {
  return neighbour(ids, current, 0, 1) ?? neighbour(ids, current, 0, -1);
}

/** Selects or leaves out everything from one mail to another. */
export function range(ids: readonly string[], from: string | null, to: string): string[] {
  const start = from === null ? -1 : ids.indexOf(from);
  const end = ids.indexOf(to);
  if (start < 0 || end < 0) return [to];
  return ids.slice(Math.min(start, end), Math.max(start, end) + 1);
}
