// How far the first start has come, kept in the window: which step is open, and whether it is over.

import { useSyncExternalStore } from "react";

export const STEPS = ["choose", "brand", "mailbox", "ai", "import", "review"] as const;
export type WelcomeStep = (typeof STEPS)[number];

const KEY = "welcome";
const OVER = "over";
const listeners = new Set<() => void>();

/** The step that is open; the first one where nothing is kept. */
export function useWelcomeStep(): WelcomeStep {
  const kept = useSyncExternalStore(listen, read);
  return STEPS.find((step) => step === kept) ?? "choose";
}

export function goTo(step: WelcomeStep): void {
  write(step);
}

/** Skipped or done: it does not come up by itself again. */
export function endWelcome(): void {
  write(OVER);
}

export function isWelcomeOver(): boolean {
  return read() === OVER;
}

function read(): string | null {
  return window.localStorage.getItem(KEY);
}

function write(value: string): void {
  window.localStorage.setItem(KEY, value);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
