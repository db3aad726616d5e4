// The made-up engine's answers to a search: people and their deals.

import type { FoundRow } from "../../generated/FoundRow";
import type { Args, Reply } from "../commands";
import type { World } from "./world";

export function findAnswers(world: World) {
  return {
    find({ text, limit }: Args<"find">): Reply<"find"> {
      const wanted = text.toLowerCase();
      const cards = Object.values(world.cards)
        .flat()
        .map(({ card }) => card)
        .filter((card) => `${card.name} ${card.company} ${card.email}`.toLowerCase().includes(wanted))
        .slice(0, limit);
      const row = (id: string, deal: string | null, card: (typeof cards)[number], detail: string): FoundRow => ({
        id,
        deal_id: deal,
        title: card.name,
        detail,
        brand: "codeteki",
        at: card.updated_at,
      });
      return {
        contacts: cards.map((card) => row(card.contact_id, null, card, `${card.company} · ${card.email}`)),
        deals: cards.map((card) => row(card.id, card.id, card, card.company)),
        emails: [],
        messages: [],
      };
    },
  };
}
