// Leads to what a notice is about, and hears which one was clicked on the desktop.

import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import type { Bubble } from "../generated/Bubble";
import type { NoticeRow } from "../generated/NoticeRow";
import { onNoticeClicked } from "../lib/desktop";
import { noticePlace } from "../lib/notice-place";
import { chooseScope, chosenScope } from "../lib/scope";

export function useFollowNotice(): (notice: NoticeRow | Bubble) => void {
  const navigate = useNavigate();
  return (notice) => {
    const place = noticePlace(notice);
    if ("deal" in place) return void navigate({ to: ".", search: (rest) => ({ ...rest, deal: place.deal }) });
    // While another brand is in scope, the screen would not show what it leads to.
    const scope = chosenScope();
    if (scope !== null && scope !== notice.brand) chooseScope(notice.brand);
    void navigate({ to: place.to });
  };
}

export function useClickedNotices(): void {
  const follow = useEffectEvent(useFollowNotice());
  useEffect(() => onNoticeClicked((bubble) => follow(bubble)), []);
}
