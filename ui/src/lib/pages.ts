// A list that comes in pages, each behind the last row of the page before: asked for as one scrolls, and anew when something changed.

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useBackend } from "./ask";
import type { BackendError } from "./backend";
import type { Args, CommandName, Reply } from "./commands";

/** The requests that answer with a page. */
type Paged = {
  [N in CommandName]: Reply<N> extends { next: string | null }
    ? Args<N> extends { after: string | null }
      ? N
      : never
    : never;
}[CommandName];

/** Rows before the end of what is known at which the next page is asked for. */
const AHEAD = 40;
/** Rows of a page. */
const PAGE = 200;

export function usePages<N extends Paged>(name: N, args: Omit<Args<N>, "after" | "limit">) {
  const backend = useBackend();
  const query = useInfiniteQuery<Reply<N>, BackendError, { pages: Reply<N>[] }, unknown[], string | null>({
    queryKey: [name, "pages", args],
    queryFn: ({ pageParam }) => backend.call(name, { ...args, after: pageParam, limit: PAGE } as unknown as Args<N>),
    initialPageParam: null,
    getNextPageParam: (last) => (last as { next: string | null }).next,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(
    (last: number, known: number) => {
      if (hasNextPage && !isFetchingNextPage && last > known - AHEAD) void fetchNextPage();
    },
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return { ...query, pages: query.data?.pages ?? [], more };
}
