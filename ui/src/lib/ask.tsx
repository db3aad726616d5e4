// How components talk to the backend: one hook to ask, one to tell, and the engine's clock.

import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";
import { type Backend, BackendError } from "./backend";
import type { Args, CommandName, Reply } from "./commands";
import { say, type Way } from "./say";

const BackendContext = createContext<Backend | null>(null);
export const BackendProvider = BackendContext.Provider;

export function useBackend(): Backend {
  const backend = use(BackendContext);
  if (!backend) throw new Error("There is no BackendProvider above this component.");
  return backend;
}

interface AskOptions<N extends CommandName> {
  /** While the arguments change, the last answer stays. */
  keep?: boolean;
  /** Whether to ask at all yet. */
  when?: boolean;
  /** Ask again after so many milliseconds, for what changes without an event. */
  every?: (latest: Reply<N> | undefined) => number;
}

/** A question as it is kept with its answer: whoever asks the same gets that. */
export function question<N extends CommandName>(backend: Backend, name: N, args: Args<N>) {
  return { queryKey: [name, args], queryFn: () => backend.call(name, args) };
}

/** The engine's answer to a query, asked again when events say that something changed. */
export function useAsk<N extends CommandName>(
  name: N,
  args: Args<N>,
  { keep, when = true, every }: AskOptions<N> = {},
) {
  const backend = useBackend();
  return useQuery<Reply<N>, BackendError>({
    ...question(backend, name, args),
    enabled: when,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    ...(every ? { refetchInterval: (query) => every(query.state.data) } : {}),
  });
}

/** Tells the engine to do something; a refusal is said aloud in its own words, and what is shown is asked for anew. */
export function useTell<N extends CommandName>(
  name: N,
  spoken: (reply: Reply<N>) => string | null,
  /** What a person can do instead, where this was refused. */
  wayOut?: (args: Args<N>) => Way | undefined,
) {
  const backend = useBackend();
  return useMutation<Reply<N>, BackendError, Args<N>>({
    mutationFn: (args) => backend.call(name, args),
    onSuccess: (reply) => {
      const sentence = spoken(reply);
      if (sentence) say(sentence);
    },
    onError: (error, args) => say(BackendError.from(error).message, "warn", undefined, wayOut?.(args)),
    onSettled: (_reply, _error, _args, _result, { client }) => client.invalidateQueries(),
  });
}

/** The engine's time in epoch milliseconds; simulated in a demo. The page has no clock of its own. */
const NowContext = createContext(0);
export const NowProvider = NowContext.Provider;

export function useNow(): number {
  return use(NowContext);
}
