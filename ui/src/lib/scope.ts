// Whose things are shown: one brand's, or everybody's. The choice is kept.

import { useSyncExternalStore } from "react";

const KEY = "brand";
const listeners = new Set<() => void>();

/** The slug of the chosen brand; `null` for all of them. */
export function useScope(): string | null {
  return useSyncExternalStore(listen, chosenScope);
}

export function chosenScope(): string | null {
  return window.localStorage.getItem(KEY);
}

export function chooseScope(brand: string | null): void {
  if (brand === null) window.localStorage.removeItem(KEY);
  else window.localStorage.setItem(KEY, brand);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
