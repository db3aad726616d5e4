// Which cards are selected, together with where they stood when they were, so that acts need not look for them.

import { useCallback, useRef, useState } from "react";
import type { BoardFilter } from "../../generated/BoardFilter";
import { useBackend } from "../../lib/ask";
import type { Backend } from "../../lib/backend";
import type { Span } from "./columns";
import type { Placed } from "./drop";

export type Selection = ReadonlyMap<string, Placed>;

const NOBODY: Selection = new Map();
/** Cards the engine gives at a time. */
const PAGE = 500;

/** `span`: the stretch of a column from one card to another, or all of it. */
export function useSelection(span: (from: string, to: string | "all") => Span | null, filter: BoardFilter) {
  const backend = useBackend();
  const [selection, setSelection] = useState<Selection>(NOBODY);
  const anchor = useRef<string | null>(null);

  const add = useCallback((cards: readonly Placed[]) => {
    setSelection((now) => new Map([...now, ...cards.map((one) => [one.card.id, one] as const)]));
  }, []);
  const toggle = useCallback((placed: Placed) => {
    const { id } = placed.card;
    anchor.current = id;
    setSelection((now) => {
      const next = new Map(now);
      if (!next.delete(id)) next.set(id, placed);
      return next;
    });
  }, []);
  /** From the card that was selected last to this one; across columns, only this one. */
  const extend = useCallback(
    async (placed: Placed) => {
      const stretch = anchor.current === null ? null : span(anchor.current, placed.card.id);
      if (!stretch) anchor.current = placed.card.id;
      add(stretch ? await whole(backend, stretch, filter) : [placed]);
    },
    [add, backend, filter, span],
  );
  const selectColumn = useCallback(
    async (card: string) => {
      const stretch = span(card, "all");
      if (stretch) add(await whole(backend, stretch, filter));
    },
    [add, backend, filter, span],
  );
  const clear = useCallback(() => setSelection(NOBODY), []);
  return { selection, toggle, extend, selectColumn, clear };
}

/** All cards of a stretch, also those that were never in sight. */
async function whole(backend: Backend, { stage, first, cards }: Span, filter: BoardFilter): Promise<Placed[]> {
  const known = cards.filter((card) => card !== undefined);
  if (known.length === cards.length) return known.map((card) => ({ card, stage }));
  const all: Placed[] = [];
  for (let from = first; from < first + cards.length; from += PAGE) {
    const limit = Math.min(PAGE, first + cards.length - from);
    const some = await backend.call("board_column", { stage, from, limit, filter });
    all.push(...some.map((card) => ({ card, stage })));
  }
  return all;
}
