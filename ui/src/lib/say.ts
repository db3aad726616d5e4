// The one sentence that answers the person's last act, with a way back where there is one; a component shows it for a while.

import { useSyncExternalStore } from "react";

export interface Spoken {
  id: number;
  text: string;
  tone: "plain" | "warn";
  /** Takes back what was just done. */
  undo: (() => void) | undefined;
  /** The way out of a refusal, or on from what was done. */
  way: Way | undefined;
}

export interface Way {
  label: string;
  act: () => void;
}

/** Milliseconds; longer where there is something to decide. */
const STAYS = { plain: 6_000, undo: 12_000 };

let spoken: Spoken | null = null;
let ends: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function say(text: string, tone: Spoken["tone"] = "plain", undo?: () => void, way?: Way): void {
  clearTimeout(ends);
  become({ id: (spoken?.id ?? 0) + 1, text, tone, undo, way });
  ends = setTimeout(() => become(null), undo || way ? STAYS.undo : STAYS.plain);
}

/** Takes the sentence away, as after its undo. */
export function hush(): void {
  clearTimeout(ends);
  become(null);
}

export function useSpoken(): Spoken | null {
  return useSyncExternalStore(listen, () => spoken);
}

function become(next: Spoken | null): void {
  spoken = next;
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
