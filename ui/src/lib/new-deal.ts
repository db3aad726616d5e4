// Whether the dialog for a new deal is open, and what it begins with. Any screen may open it.

import { useSyncExternalStore } from "react";

export interface NewDealStart {
  /** Slug of the brand. */
  brand?: string | undefined;
  /** Key of the pipeline. */
  pipeline?: string | undefined;
  /** Key of the stage. */
  stage?: string | undefined;
  /** The contact's id, or an address. */
  contact?: string | undefined;
}

let start: NewDealStart | null = null;
const listeners = new Set<() => void>();

export function openNewDeal(from: NewDealStart = {}): void {
  become(from);
}

export function closeNewDeal(): void {
  become(null);
}

/** What the open dialog begins with; `null` while it is closed. */
export function useNewDealStart(): NewDealStart | null {
  return useSyncExternalStore(listen, () => start);
}

function become(next: NewDealStart | null): void {
  start = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
