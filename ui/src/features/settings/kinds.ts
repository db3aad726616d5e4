// Kinds of notices as the engine writes them: "question, trouble", or "none". Pure.

import type { NoticeKind } from "../../generated/NoticeKind";
import { NOTICE_KINDS } from "../../lib/notice-kinds";

export function readKinds(text: string): ReadonlySet<NoticeKind> {
  const words = text.split(",").map((word) => word.trim());
  return new Set(NOTICE_KINDS.filter((kind) => words.includes(kind)));
}

/** With one kind in or out; in the engine's order, so that what comes back to what is saved is no change. */
export function writeKinds(kinds: ReadonlySet<NoticeKind>, one: NoticeKind, on: boolean): string {
  const chosen = NOTICE_KINDS.filter((kind) => (kind === one ? on : kinds.has(kind)));
  return chosen.join(", ") || "none";
}
