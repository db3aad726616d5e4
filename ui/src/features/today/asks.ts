// What Today asks the engine: by its parts as they are drawn, and by the window before there is anything to draw.

import type { Args, CommandName } from "../../lib/commands";

type Ask<N extends CommandName> = [N, Args<N>];

/** Deals and mails of each kind, and lines of the feed. */
const MOST = 200;
const LINES = 100;

/** For one brand, by its slug, or for all. */
export function todayAsks(brand: string | null) {
  const of = { brand, limit: MOST };
  return {
    asking: ["deals_list", { ...of, pipeline: null, stage: null, status: null, asking: true }] as Ask<"deals_list">,
    unsure: ["emails_list", { ...of, state: "unconfirmed", deal: null }] as Ask<"emails_list">,
    waiting: ["emails_list", { ...of, state: "awaiting_approval", deal: null }] as Ask<"emails_list">,
    lost: ["links_page", { ...of, standing: "lost", deal: null, search: null, offset: 0 }] as Ask<"links_page">,
    reviews: ["reviews_list", {}] as Ask<"reviews_list">,
    feed: ["feed", { limit: LINES }] as Ask<"feed">,
  };
}
