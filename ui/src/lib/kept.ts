// What a screen remembers while the window is open: its filters and how far it was scrolled.

import { useState } from "react";

/** A value that is there again when the screen is. What was kept in another shape is as if it were not. */
export function useKept<V extends object>(key: string, first: V): [V, (next: V) => void] {
  const [value, setValue] = useState<V>(() => read(key, first));
  const keep = (next: V) => {
    window.sessionStorage.setItem(key, JSON.stringify(next));
    setValue(next);
  };
  return [value, keep];
}

/** Where a table was scrolled to, in the shape the table takes. */
export function keptPlace(key: string): { read: () => number; write: (top: number) => void } {
  return {
    read: () => Number(window.sessionStorage.getItem(key) ?? 0) || 0,
    write: (top) => window.sessionStorage.setItem(key, String(Math.round(top))),
  };
}

function read<V extends object>(key: string, first: V): V {
  try {
    const kept: unknown = JSON.parse(window.sessionStorage.getItem(key) ?? "null");
    return typeof kept === "object" && kept !== null ? { ...first, ...kept } : first;
  } catch {
    return first;
  }
}
