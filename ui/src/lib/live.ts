// Keeps what is shown true: every event makes it asked for anew, a few times a second at most.

import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useBackend } from "./ask";

/** Least pause between two rounds, in milliseconds. */
const PAUSE = 250;

export function useLive(): void {
  const backend = useBackend();
  const client = useQueryClient();
  useEffect(() => {
    const { wake, stop } = refresher(client);
    const unsubscribe = backend.subscribe(wake);
    return () => {
      unsubscribe();
      stop();
    };
  }, [backend, client]);
}

/**
 * Rounds never overlap: an event during a round starts one more after it. Otherwise a fast stream of events would
 * either cut each answer off by the next question, or lose the last change.
 */
export function refresher(client: Pick<QueryClient, "invalidateQueries">): { wake: () => void; stop: () => void } {
  let state: "idle" | "busy" | "again" | "stopped" = "idle";

  async function round(): Promise<void> {
    state = "busy";
    await client.invalidateQueries().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const next = state as string;
    if (next === "again") return round();
    if (next === "busy") state = "idle";
  }

  return {
    wake() {
      if (state === "busy") state = "again";
      else if (state === "idle") void round();
    },
    stop() {
      state = "stopped";
    },
  };
}

/** Asks for everything that is shown anew, and waits for it, also where an event of the engine has it asked for once more meanwhile. */
export async function askAnew(client: QueryClient): Promise<void> {
  await client.invalidateQueries();
  while (client.isFetching() > 0) {
    await client.refetchQueries(
      { predicate: (query) => query.state.fetchStatus === "fetching" },
      { cancelRefetch: false },
    );
  }
}
