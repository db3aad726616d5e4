// What the window tells its page: asked for by one question after the other, each answered as soon as there is something new.

import { invoke } from "@tauri-apps/api/core";
import type { Signal } from "../generated/Signal";
import type { Signals } from "../generated/Signals";

type About = Signal["about"];
type Said<A extends About> = Extract<Signal, { about: A }>["said"];

/** How long to wait after a question got lost, in milliseconds. */
const PAUSE = 1_000;

const listeners = new Set<(signal: Signal) => void>();
let hearing: Promise<void> | undefined;

/** Hears what is told about this from now on; returns how to stop. */
export function hear<A extends About>(about: A, listener: (said: Said<A>) => void): () => void {
  const listen = (signal: Signal) => {
    if (signal.about === about) listener(signal.said as Said<A>);
  };
  listeners.add(listen);
  void heard();
  return () => void listeners.delete(listen);
}

/** Resolves once nothing is told any more that those who listen do not hear. */
export function heard(): Promise<void> {
  hearing ??= ask(null).then(({ count }) => void follow(count));
  return hearing;
}

/** For as long as somebody listens. */
async function follow(count: number): Promise<void> {
  while (listeners.size > 0) {
    const told = await ask(count);
    count = told.count;
    for (const signal of told.signals) for (const listen of [...listeners]) listen(signal);
  }
  hearing = undefined;
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
