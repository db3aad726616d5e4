// What the window tells its page: asked for by one question after the other, each answered as soon as there is something new.

import { invoke } from "@tauri-apps/api/core";
import type { Signal } from "../generated/Signal";
import type { Signals } from "../generated/Signals";

type About = Signal["about"];
type Said<A extends About> = Extract<Signal, { about: A }>["said"];

/** How long to wait after a question got lost, in milliseconds. */
const PAUSE = 1_000;

const listeners = new Set<(signal: Signal) => void>();
let begun: Promise<void> | undefined;

/** Hears what is told about this, from the moment the page began to load; returns how to stop. */
export function hear<A extends About>(about: A, listener: (said: Said<A>) => void): () => void {
  const listen = (signal: Signal) => {
    if (signal.about === about) listener(signal.said as Said<A>);
  };
  listeners.add(listen);
  void heard();
  return () => void listeners.delete(listen);
}

/** Resolves once what was told while the page was loading has been heard. */
export function heard(): Promise<void> {
  begun ??= ask(null).then((first) => {
    pass(first);
    void follow(first);
  });
  return begun;
}

async function follow(told: Signals): Promise<never> {
  for (;;) {
    told = await ask(told.count);
    pass(told);
  }
}

function pass({ signals }: Signals): void {
  for (const signal of signals) {
    for (const listen of [...listeners]) {
      try {
        listen(signal);
      } catch (fault) {
        // One who stumbles keeps nothing from the others.
        reportError(fault);
      }
    }
  }
}

async function ask(after: number | null): Promise<Signals> {
  for (;;) {
    try {
      return await invoke<Signals>("signals", { after });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}
