// Rows of a table wherever one looks: stretches are fetched as they come in sight, and kept.

import { useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { question, useBackend } from "./ask";
import type { BackendError } from "./backend";
import type { Args, CommandName, Reply } from "./commands";

/** The requests that answer with a stretch of all rows. */
type Stretched = {
  [N in CommandName]: Reply<N> extends { rows: unknown[]; total: number }
    ? { offset: number; limit: number } extends Pick<Args<N>, keyof Args<N> & ("offset" | "limit")>
      ? N
      : never
    : never;
}[CommandName];

type Row<N extends Stretched> = Reply<N>["rows"][number];

/** Rows of one question. */
const PAGE = 200;
/** A scroll box ends at 33,554,428 pixels; further rows are found by filtering. */
const MOST = 1_000_000;

export interface Stretches<N extends Stretched> {
  /** What any of the answers says of all rows. */
  reply: Reply<N> | null;
  total: number | null;
  row: (index: number) => Row<N> | undefined;
  /** The place of the first known row of which this is true; -1 without one. */
  find: (is: (row: Row<N>) => boolean) => number;
  onRange: (first: number, last: number) => void;
  /** What is shown answers an earlier question. */
  stale: boolean;
  error: BackendError | null;
  retry: () => void;
}

export function useStretches<N extends Stretched>(name: N, args: Omit<Args<N>, "offset" | "limit">): Stretches<N> {
  const backend = useBackend();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const pages = range(Math.floor(sight.first / PAGE), Math.floor(sight.last / PAGE));
  const results = useQueries({
    queries: pages.map((page) =>
      question(backend, name, { ...args, offset: page * PAGE, limit: PAGE } as unknown as Args<N>),
    ),
  });
  // While a new question is on its way, what was there stays where it was.
  const before = useRef<Map<number, Reply<N>>>(new Map());
  const known = new Map<number, Reply<N>>();
  for (const [place, page] of pages.entries()) {
    const data = (results[place]?.data as Reply<N> | undefined) ?? before.current.get(page);
    if (data) known.set(page, data);
  }
  if (known.size > 0) before.current = known;
  const any = (results.find((result) => result.data)?.data as Reply<N> | undefined) ?? known.values().next().value;
  const failed = results.find((result) => result.error);
  return {
    reply: any ?? null,
    total: any ? Math.min(any.total, MOST) : null,
    row: (index) => known.get(Math.floor(index / PAGE))?.rows[index % PAGE],
    find: (is) => {
      for (const [page, { rows }] of known) {
        const place = (rows as Row<N>[]).findIndex(is);
        if (place >= 0) return page * PAGE + place;
      }
      return -1;
    },
    onRange: useCallback(
      (first: number, last: number) =>
        setSight((now) => (now.first === first && now.last === last ? now : { first, last })),
      [],
    ),
    stale: results.some((result) => result.isPending),
    error: (failed?.error as BackendError | undefined) ?? null,
    retry: () => void Promise.all(results.map((result) => result.refetch())),
  };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, place) => first + place);
}
