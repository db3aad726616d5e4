// A person's act on cards as it is told to the engine, shown meanwhile, and said afterwards. Pure.

import type { StageRow } from "../../generated/StageRow";
import { t } from "../../lib/i18n";
import type { Wish } from "./acts";
import { isOver, type Placed } from "./drop";

const DAY = 86_400_000;
/** How long a person's move holds the autopilot back, as the engine has it. */
const HOLD = 7 * DAY;
/** No stage of the board: what is closed leaves it where the pipeline has no stage for that end. */
const OFF = "";

export function moving(cards: readonly Placed[], to: StageRow, now: number): Wish {
  const stage = to.name;
  if (to.kind === "won") {
    return {
      ...base(cards, to),
      change: { status: "won", question: null },
      spoken: (count, name) => t("board:done.closedWon", { count, name }),
    };
  }
  const reopens = cards.some(({ card }) => isOver(card));
  return {
    ...base(cards, to),
    change: { question: null, hold_until: now + HOLD, ...(reopens ? { status: "active" as const } : {}) },
    spoken: (count, name) => t("board:done.moved", { count, name, stage }),
  };
}

function base(cards: readonly Placed[], to: StageRow) {
  return { cards, act: { kind: "move", stage: to.key, won: null, reason: null }, to: to.id } as const;
}

interface End {
  won: boolean;
  reason: string | null;
  /** The stage they were dropped on; otherwise the pipeline's own for that end. */
  to: StageRow | null;
  stages: readonly StageRow[];
}

export function closing(cards: readonly Placed[], { won, reason, to, stages }: End): Wish {
  const end = to ?? stages.find((stage) => stage.kind === "closed" || stage.kind === (won ? "won" : "lost"));
  const act = to ? ({ kind: "move", stage: to.key, won, reason } as const) : ({ kind: "close", won, reason } as const);
  return {
    cards,
    act,
    to: end?.id ?? OFF,
    change: { status: won ? "won" : "lost", reason, question: null, email_state: null },
    spoken: (count, name) => t(won ? "board:done.closedWon" : "board:done.closedLost", { count, name }),
  };
}

export function pausing(cards: readonly Placed[]): Wish {
  const spoken: Wish["spoken"] = (count, name) => t("board:done.paused", { count, name });
  return { cards, act: { kind: "pause", reason: "" }, spoken };
}

export function resuming(cards: readonly Placed[]): Wish {
  const spoken: Wish["spoken"] = (count, name) => t("board:done.resumed", { count, name });
  return { cards, act: { kind: "resume" }, spoken };
}
