// Where a notice leads, whether it is pressed in the list or clicked on the desktop. Pure.

import type { Bubble } from "../generated/Bubble";
import type { NoticeKind } from "../generated/NoticeKind";
import type { NoticeRow } from "../generated/NoticeRow";

/** A deal opens beside the screen that is there; anything else has a screen of its own. */
export type NoticePlace = { deal: string } | { to: "/" | "/inbox" | "/review" | "/doctor" | "/links" };

const SCREENS = {
  question: "/inbox",
  interested: "/inbox",
  link_lost: "/links",
  approval: "/review",
  trouble: "/doctor",
  solved: "/doctor",
  review: "/",
} as const satisfies Record<NoticeKind, string>;

export function noticePlace(notice: Pick<NoticeRow, "kind" | "deal_id"> | Pick<Bubble, "kind" | "deal">): NoticePlace {
  const deal = "deal_id" in notice ? notice.deal_id : notice.deal;
  return deal ? { deal } : { to: SCREENS[notice.kind] };
}
