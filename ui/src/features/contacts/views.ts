// Views that a person kept, by name. Kept in this window's own storage; whoever keeps them elsewhere replaces this file.

import { useSyncExternalStore } from "react";
import { readView, type View } from "./view";

export interface SavedView {
  name: string;
  view: View;
}

const KEY = "contacts.views";
const listeners = new Set<() => void>();
let known: SavedView[] | null = null;

export function useSavedViews(): SavedView[] {
  return useSyncExternalStore(listen, all);
}

export function saveView(saved: SavedView): void {
  keep([...all().filter(({ name }) => name !== saved.name), saved]);
}

export function removeView(name: string): void {
  keep(all().filter((saved) => saved.name !== name));
}

function all(): SavedView[] {
  known ??= read();
  return known;
}

function read(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.flatMap(({ name, view }: { name?: unknown; view?: unknown }) => {
      const understood = readView(view);
      return typeof name === "string" && understood ? [{ name, view: understood }] : [];
    });
  } catch {
    return [];
  }
}

function keep(views: SavedView[]): void {
  known = [...views].sort((one, other) => one.name.localeCompare(other.name));
  window.localStorage.setItem(KEY, JSON.stringify(known));
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
