// What a look at a link means, and the order in which links are shown. As the engine has it. Pure.

import type { LinkState } from "../generated/LinkState";
import type { Standing } from "../generated/Standing";

/** `unknown`: nobody let us look, so nothing is said about the link. */
export type Meaning = "stands" | "weak" | "missed" | "unknown";

export const MEANINGS: Record<LinkState, Meaning> = {
  live: "stands",
  "live-nofollow": "weak",
  "live-noindex": "weak",
  "wrong-anchor": "weak",
  hidden: "missed",
  "wrong-target": "missed",
  redirected: "missed",
  removed: "missed",
  "page-gone": "missed",
  blocked: "unknown",
  unreachable: "unknown",
};

/** Those that need somebody first. */
export const STANDINGS = [
  "lost",
  "missing",
  "weak",
  "awaited",
  "standing",
  "ended",
] as const satisfies readonly Standing[];
