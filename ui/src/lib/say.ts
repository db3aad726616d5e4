// The one sentence that answers the person's last act; a component shows it for a while.

import { useSyncExternalStore } from "react";

export interface Spoken {
  id: number;
  text: string;
  tone: "plain" | "warn";
}

const STAYS = 6_000;

let spoken: Spoken | null = null;
let ends: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

export function say(text: string, tone: Spoken["tone"] = "plain"): void {
  clearTimeout(ends);
  become({ id: (spoken?.id ?? 0) + 1, text, tone });
  ends = setTimeout(() => become(null), STAYS);
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
