// The made-up engine's answers to what Today asks.

import type { ReviewLine } from "../../generated/ReviewLine";
import type { Args, Reply } from "../commands";
import { emailDetail } from "./detail";
import type { World } from "./world";

export function todayAnswers(world: World) {
  const deals = () =>
    Object.entries(world.cards).flatMap(([pipeline, cards]) =>
      cards.map(({ card, stage }) => ({ card, brand: pipeline.split("-")[0] ?? "", pipeline, stage })),
    );
  const line = ({ card, stage }: ReturnType<typeof deals>[number]): ReviewLine => ({
    deal_id: card.id,
    name: card.name,
    company: card.company,
    stage,
    score: card.score ?? 0,
    why: "answered within a day",
  });
  return {
    deals_list({ asking, brand, limit }: Args<"deals_list">): Reply<"deals_list"> {
      return structuredClone(
        deals().filter((row) => (!asking || row.card.question !== null) && (!brand || row.brand === brand)),
      ).slice(0, limit ?? 200);
    },
    emails_list({ state, limit }: Args<"emails_list">): Reply<"emails_list"> {
      const ids = deals().filter(({ card }) => card.email_state !== null && (!state || card.email_state === state));
      return ids.map(({ card }) => emailDetail(world, `email-${card.id}`).row).slice(0, limit ?? 200);
    },
    reviews_list(): Reply<"reviews_list"> {
      const mine = deals().filter(({ brand }) => brand === "codeteki");
      const best = [...mine].sort((one, other) => (other.card.score ?? 0) - (one.card.score ?? 0)).slice(0, 5);
      return [
        {
          brand: "codeteki",
          day: "2026-11-24",
          created_at: world.status.now - 100 * 60_000,
          scored: 38,
          needs_you: [],
          stale: mine.slice(6, 9).map(line),
          best: best.map(line),
          decisions: 12,
          tokens: 0,
          sent_yesterday: 23,
          replies_yesterday: 4,
        },
      ];
    },
  };
}
