// The inbox page by page: what is asked for, and the pages that are there.

import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { InboxPart } from "../../generated/InboxPart";
import type { InboxRow } from "../../generated/InboxRow";
import type { MessagesPage } from "../../generated/MessagesPage";
import type { ReplyKind } from "../../generated/ReplyKind";
import { useBackend } from "../../lib/ask";
import type { BackendError } from "../../lib/backend";

export interface InboxFilter {
  part: InboxPart;
  brand: string | null;
  class: ReplyKind | null;
  search: string | null;
}

/** Rows of a page. */
const PAGE = 60;

export function useInboxPages(filter: InboxFilter) {
  const backend = useBackend();
  return useInfiniteQuery<MessagesPage, BackendError, InfiniteData<MessagesPage>, unknown[], string | null>({
    queryKey: ["messages_page", filter],
    queryFn: ({ pageParam }) => backend.call("messages_page", { ...filter, before: pageParam, limit: PAGE }),
    initialPageParam: null,
    getNextPageParam: (page) => (page.more ? (page.rows.at(-1)?.message.id ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

export function rowsOf(data: InfiniteData<MessagesPage> | undefined): InboxRow[] {
  return data?.pages.flatMap((page) => page.rows) ?? [];
}

/** The row after or before one; where that is not among them any more, the first. */
export function neighbour(rows: readonly InboxRow[], id: string | null, step: 1 | -1): InboxRow | undefined {
  const at = rows.findIndex((row) => row.message.id === id);
  if (at < 0) return rows[0];
  return rows[at + step];
}

/** Where to go once a row leaves the list: to the one that takes its place, or else to the one above. */
export function afterLeaving(rows: readonly InboxRow[], id: string): string | null {
  return (neighbour(rows, id, 1) ?? neighbour(rows, id, -1))?.message.id ?? null;
}
