// What is looked for in the log of mails, and the question the engine is asked for it. Pure.

import type { EmailKind } from "../../generated/EmailKind";
import type { EmailState } from "../../generated/EmailState";
import type { EmailsPageRequest } from "../../generated/EmailsPageRequest";
import type { Writer } from "../../generated/Writer";
import { type Span, since } from "../../lib/span";

export interface Filter {
  search: string;
  states: EmailState[];
  kind: EmailKind | "any";
  writer: Writer | "any";
  span: Span;
}

export const EVERYTHING: Filter = { search: "", states: [], kind: "any", writer: "any", span: "all" };

/** States in the order of a mail's life; those that nobody is in are left out where they are offered. */
export const STATES: readonly EmailState[] = [
  "awaiting_approval",
  "queued",
  "sending",
  "unconfirmed",
  "sent",
  "replied",
  "bounced",
  "failed",
  "rejected",
  "cancelled",
];

export const KINDS: readonly EmailKind[] = [
  "initial",
  "first_follow_up",
  "second_follow_up",
  "later_follow_up",
  "reclaim",
];
export const WRITERS: readonly Writer[] = ["playbook", "model", "person"];

export function narrows(filter: Filter): boolean {
  const { search, states, kind, writer, span } = filter;
  return search.trim() !== "" || states.length > 0 || kind !== "any" || writer !== "any" || span !== "all";
}

export function question(
  filter: Filter,
  brand: string | null,
  now: number,
): Omit<EmailsPageRequest, "after" | "limit"> {
  return {
    brand,
    search: filter.search.trim() || null,
    states: filter.states,
    kind: filter.kind === "any" ? null : filter.kind,
    writer: filter.writer === "any" ? null : filter.writer,
    from: since(filter.span, now),
    until: null,
  };
}
