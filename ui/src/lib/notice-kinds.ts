// The kinds of notices, most urgent first, as the engine orders them.

import type { NoticeKind } from "../generated/NoticeKind";

export const NOTICE_KINDS = [
  "question",
  "interested",
  "link_lost",
  "approval",
  "trouble",
  "solved",
  "review",
] as const satisfies readonly NoticeKind[];
