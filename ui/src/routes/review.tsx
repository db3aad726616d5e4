// The review queue: one mail at a time, with what it is based on.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { Review } from "../features/review/review";

export function ReviewRoute() {
  const { mail } = useSearch({ from: "/review" });
  const navigate = useNavigate();
  // Going through the queue is one step of history: Back leads out of it.
  const open = useCallback(
    (id: string | undefined) =>
      void navigate({ to: "/review", search: (rest) => ({ ...rest, mail: id }), replace: true }),
    [navigate],
  );
  const openDeal = (deal: string) => void navigate({ to: ".", search: (rest) => ({ ...rest, deal }) });
  return <Review mail={mail} onOpen={open} onDeal={openDeal} />;
}
