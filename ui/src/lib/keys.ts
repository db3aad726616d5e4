// Single keys that act anywhere in the window, but never while the person writes.

import { useEffect, useEffectEvent } from "react";

const WRITING = "input:not([type=radio]), textarea, select, [contenteditable]";

export function useKey(key: string, act: () => unknown): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const writing = event.target instanceof Element && event.target.closest(WRITING);
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || writing)
      return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
