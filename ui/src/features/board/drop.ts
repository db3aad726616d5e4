// What may move where, and what a drop comes to. Pure: components only ask, and all feedback follows from the one outcome.

import type { Card } from "../../generated/Card";
import type { StageRow } from "../../generated/StageRow";

/** A card and the stage it stands in. */
export interface Placed {
  card: Card;
  stage: string;
}

export type Verdict =
  /** `ask`: what must be said before it can move. `hint`: what the move means beyond the move. */
  | { can: true; ask: "outcome" | "reason" | null; hint: "closes" | "wins" | "loses" | "reopens" | null }
  | { can: false };

/** Whether a card may go to a stage. The engine has the last word; this is what is known without asking it. */
export function canDrop({ card, stage }: Placed, to: StageRow): Verdict {
  if (stage === to.id) return { can: false };
  switch (to.kind) {
    case "closed":
      return { can: true, ask: "outcome", hint: "closes" };
    case "lost":
      return { can: true, ask: "reason", hint: "loses" };
    case "won":
      return { can: true, ask: null, hint: "wins" };
    case "open":
      return { can: true, ask: null, hint: isOver(card) ? "reopens" : null };
  }
}

export type Outcome =
  /** Dropped beside the columns, or where they already are. */
  | { kind: "stays" }
  | { kind: "asks"; what: "outcome" | "reason"; cards: Placed[]; to: StageRow }
  | { kind: "moves"; cards: Placed[]; to: StageRow };

/** What a drop of these cards on a stage comes to; those that are there already are left out. */
export function drop(cards: readonly Placed[], to: StageRow | null): Outcome {
  if (!to) return { kind: "stays" };
  const moving = cards.filter((placed) => canDrop(placed, to).can);
  const first = moving[0];
  if (!first) return { kind: "stays" };
  const verdict = canDrop(first, to);
  if (verdict.can && verdict.ask) return { kind: "asks", what: verdict.ask, cards: moving, to };
  return { kind: "moves", cards: moving, to };
}

export function isOver(card: Card): boolean {
  return card.status === "won" || card.status === "lost";
}

/** What people call the first of them. */
export function nameOf(cards: readonly Placed[]): string {
  const card = cards[0]?.card;
  return card?.name || card?.email || "";
}
