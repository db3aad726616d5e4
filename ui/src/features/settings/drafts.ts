// What was typed into the settings and not saved yet: kept by brand until it is saved or discarded, wherever one goes meanwhile.

import { useSyncExternalStore } from "react";

export type Draft = Readonly<Record<string, string>>;

const NOTHING: Draft = {};
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

export function useDraft(brand: string): Draft {
  return useSyncExternalStore(listen, () => drafts.get(brand) ?? NOTHING);
}

/** `null` takes back what was typed. */
export function edit(brand: string, values: Readonly<Record<string, string | null>>): void {
  const draft: Record<string, string> = { ...drafts.get(brand) };
  for (const [key, value] of Object.entries(values)) {
    if (value === null) delete draft[key];
    else draft[key] = value;
  }
  drafts.set(brand, draft);
  for (const listener of listeners) listener();
}

export function forgetDrafts(): void {
  drafts.clear();
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
