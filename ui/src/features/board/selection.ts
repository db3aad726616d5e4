// Which cards are selected, together with where they stood when they were, so that acts need not look for them.

import { useCallback, useRef, useState } from "react";
import type { Placed } from "./drop";

export type Selection = ReadonlyMap<string, Placed>;

const NOBODY: Selection = new Map();

/** `between`: the cards from one to another, if they stand in one column. */
export function useSelection(between: (from: string, to: string) => Placed[]) {
  const [selection, setSelection] = useState<Selection>(NOBODY);
  const anchor = useRef<string | null>(null);
  const toggle = useCallback((placed: Placed) => {
    const { id } = placed.card;
    anchor.current = id;
    setSelection((now) => {
      const next = new Map(now);
      if (!next.delete(id)) next.set(id, placed);
      return next;
    });
  }, []);
  const extend = useCallback(
    (placed: Placed) => {
      const all = anchor.current === null ? [] : between(anchor.current, placed.card.id);
      if (all.length === 0) anchor.current = placed.card.id;
      setSelection((now) => new Map([...now, ...[placed, ...all].map((one) => [one.card.id, one] as const)]));
    },
    [between],
  );
  const clear = useCallback(() => setSelection(NOBODY), []);
  return { selection, toggle, extend, clear };
}
