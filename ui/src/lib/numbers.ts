// Choosing by number from what has just opened above the screen.

import { useEffect, useEffectEvent } from "react";

/** A key from 1 to 9 chooses, counted from 0, wherever the focus is: a fast hand types it before what opened has the focus. */
export function useNumbers(choose: (place: number) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(Number(event.key) - 1);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    // Before anybody else: a menu keeps to itself what is typed in it.
    window.addEventListener("keydown", listener, { capture: true });
    return () => window.removeEventListener("keydown", listener, { capture: true });
  }, []);
}
