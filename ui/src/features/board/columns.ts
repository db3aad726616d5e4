// The board's view of its columns: each registers how to reach its cards, and here is asked across all of them. Also puts the focus on a
// card that is not drawn yet.

import { type RefObject, useCallback, useRef } from "react";
import type { Card } from "../../generated/Card";
import type { StageRow } from "../../generated/StageRow";
import { step } from "./arrows";
import type { ColumnHandle } from "./column";
import type { Placed } from "./drop";

/** A card by its id, or whatever card will stand at a place. */
type Wanted = { id: string } | { stage: string; index: number };

/** Cards of a column that are selected at once, at the most: so many acts the engine can take back. */
const MOST = 2_000;

/** A stretch of a column; some of its cards may not be known yet. */
export interface Span {
  stage: string;
  first: number;
  cards: (Card | undefined)[];
}

export function useColumns(root: RefObject<HTMLElement | null>, stages: readonly StageRow[]) {
  const handles = useRef(new Map<string, ColumnHandle>());
  const wanted = useRef<Wanted | null>(null);

  const register = useCallback((stage: string, handle: ColumnHandle | null) => {
    if (handle) handles.current.set(stage, handle);
    else handles.current.delete(stage);
  }, []);

  const find = useCallback((id: string): (Placed & { index: number }) | null => {
    for (const [stage, handle] of handles.current) {
      const index = handle.indexOf(id);
      const card = index < 0 ? undefined : handle.cardAt(index);
      if (card) return { card, stage, index };
    }
    return null;
  }, []);

  /** The stretch of a column from one card to another, both included, or all of it; nothing if they stand in different ones. */
  const span = useCallback(
    (from: string, to: string | "all"): Span | null => {
      const one = find(from);
      const handle = one && handles.current.get(one.stage);
      if (!one || !handle) return null;
      const other = to === "all" ? null : find(to);
      if (to !== "all" && other?.stage !== one.stage) return null;
      const first = other ? Math.min(one.index, other.index) : 0;
      const last = other ? Math.max(one.index, other.index) : Math.min(handle.count, MOST) - 1;
      const cards = Array.from({ length: last - first + 1 }, (_, nth) => handle.cardAt(first + nth));
      return { stage: one.stage, first, cards };
    },
    [find],
  );

  /** Gives the focus to the card that is waited for, as soon as it is drawn. */
  const settle = useCallback(() => {
    const want = wanted.current;
    if (!want) return;
    const id = "id" in want ? want.id : handles.current.get(want.stage)?.cardAt(want.index)?.id;
    const card = id === undefined ? null : elementOf(root.current, id);
    if (!card) return;
    wanted.current = null;
    card.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    card.focus({ preventScroll: true });
  }, [root]);

  const focus = useCallback(
    (want: Wanted) => {
      wanted.current = want;
      const spot = "id" in want ? find(want.id) : want;
      if (spot) handles.current.get(spot.stage)?.reveal(spot.index);
      settle();
    },
    [find, settle],
  );

  /** Where an arrow leads from a card; says whether it led anywhere. */
  const walk = useCallback(
    (id: string, key: string): boolean => {
      const from = find(id);
      if (!from) return false;
      const heights = stages.map((stage) => handles.current.get(stage.id)?.count ?? 0);
      const column = stages.findIndex((stage) => stage.id === from.stage);
      const to = step(heights, { column, row: from.index }, key);
      const stage = to && stages[to.column];
      if (!to || !stage) return false;
      focus({ stage: stage.id, index: to.row });
      return true;
    },
    [find, focus, stages],
  );

  return { register, find, span, focus, settle, walk };
}

export function elementOf(root: HTMLElement | null, id: string): HTMLElement | null {
  const all = root?.querySelectorAll<HTMLElement>("[data-card]") ?? [];
  return [...all].find((card) => card.dataset.card === id) ?? null;
}
