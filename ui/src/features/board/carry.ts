// What is in the person's hand, by mouse, touch or keys, and the stage it is held over. Says each step aloud where keys move it.

import { type KeyboardEvent, useCallback, useState } from "react";
import type { Column } from "../../generated/Column";
import { t } from "../../lib/i18n";
import { drop, nameOf, type Outcome, type Placed } from "./drop";
import { hintOf } from "./move-menu";

export interface Carry {
  cards: readonly Placed[];
  over: string | null;
  by: "pointer" | "keys";
}

interface Options {
  columns: readonly Column[];
  /** The cards that go along with one. */
  about: (card: string) => readonly Placed[];
  /** Carries out what a drop came to; says whether the cards go there. */
  settle: (outcome: Outcome) => boolean;
  announce: (text: string) => void;
}

export function useCarry({ columns, about, settle, announce }: Options) {
  const [carry, setCarry] = useState<Carry | null>(null);
  const stageOf = (id: string | null) => columns.find(({ stage }) => stage.id === id)?.stage ?? null;

  const lift = (card: string, by: Carry["by"]) => {
    const cards = about(card);
    const over = cards.find((one) => one.card.id === card)?.stage ?? null;
    if (cards.length === 0) return;
    setCarry({ cards, over, by });
    if (by === "pointer") return;
    const stage = stageOf(over)?.name ?? "";
    announce(t("board:announce.lifted", { count: cards.length, name: nameOf(cards), stage }));
  };

  const over = useCallback((stage: string | null) => setCarry((now) => now && { ...now, over: stage }), []);

  const release = (stage: string | null): boolean => {
    setCarry(null);
    return carry ? settle(drop(carry.cards, stageOf(stage))) : false;
  };

  const putBack = () => {
    setCarry(null);
    announce(t("board:announce.back"));
  };

  const hold = (cards: readonly Placed[], place: number) => {
    const column = columns[place];
    if (!column) return;
    over(column.stage.id);
    const deals = t("board:deals", { count: column.count });
    const told = { stage: column.stage.name, place: place + 1, of: columns.length, deals };
    announce([t("board:announce.over", told), hintOf(cards, column.stage)].filter(Boolean).join(" "));
    const shown = document.getElementById(`stage-${column.stage.id}`)?.closest(".column");
    shown?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  };

  /** Every key belongs to the card while keys carry it. Says whether they do. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (carry?.by !== "keys") return false;
    event.preventDefault();
    const place = columns.findIndex(({ stage }) => stage.id === carry.over);
    const ahead = document.dir === "rtl" ? -1 : 1;
    const last = columns.length - 1;
    const to = { ArrowLeft: place - ahead, ArrowRight: place + ahead, Home: 0, End: last }[event.key];
    if (to !== undefined) hold(carry.cards, to);
    else if (event.key === "Escape" || event.key === "Tab") putBack();
    else if (event.key === "Enter" || event.key === " ") {
      const outcome = drop(carry.cards, stageOf(carry.over));
      if (outcome.kind === "stays") putBack();
      else release(carry.over);
    }
    return true;
  };

  return { carry, lift, over, release, putBack, onKey };
}
