// Which cards the board shows: what is in the address, what a saved view holds, and what of it is set. Pure.

import type { BoardFilter } from "../../generated/BoardFilter";
import type { DealStatus } from "../../generated/DealStatus";
import type { NextAction } from "../../generated/NextAction";

export const NO_FILTER: BoardFilter = {
  statuses: [],
  tags: [],
  score_from: null,
  next: null,
  needs_you: false,
  replied: false,
  text: "",
};

export const STATUSES: readonly DealStatus[] = ["active", "paused", "won", "lost"];
export const NEXT_ACTIONS: readonly NextAction[] = ["overdue", "today", "nothing"];

/** Whatever comes from an address or a saved view: what is not understood does not filter. */
export function readFilter(from: unknown): BoardFilter {
  if (typeof from !== "object" || from === null) return NO_FILTER;
  const { statuses, tags, score_from, next, needs_you, replied, text } = from as Record<string, unknown>;
  return {
    statuses: STATUSES.filter((status) => Array.isArray(statuses) && statuses.includes(status)),
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string" && tag !== "") : [],
    score_from: Number.isInteger(score_from) && Number(score_from) > 0 ? Math.min(100, Number(score_from)) : null,
    next: NEXT_ACTIONS.find((action) => action === next) ?? null,
    needs_you: needs_you === true,
    replied: replied === true,
    text: typeof text === "string" ? text.trim() : "",
  };
}

/** Only what is set, for the address and for keeping; nothing at all without a filter. */
export function writeFilter(filter: BoardFilter): Partial<BoardFilter> | undefined {
  const set = Object.entries(filter).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)));
  return set.length > 0 ? (Object.fromEntries(set) as Partial<BoardFilter>) : undefined;
}

export function isFiltered(filter: BoardFilter): boolean {
  return writeFilter(filter) !== undefined;
}

export function sameFilter(one: BoardFilter, other: BoardFilter): boolean {
  return JSON.stringify(readFilter(one)) === JSON.stringify(readFilter(other));
}

/** A saved view's filter; a text that is no filter is an empty one. */
export function parseFilter(text: string): BoardFilter {
  try {
    return readFilter(JSON.parse(text));
  } catch {
    return NO_FILTER;
  }
}
