// Rows of the table wherever one looks: stretches are fetched as they come in sight, and kept.

import { useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { ContactFilter } from "../../generated/ContactFilter";
import type { ContactLine } from "../../generated/ContactLine";
import type { ContactsPage } from "../../generated/ContactsPage";
import { useBackend } from "../../lib/ask";
import type { BackendError } from "../../lib/backend";
import type { View } from "./view";

/** Rows of one question. */
const PAGE = 200;
/** A scroll box ends at 33,554,428 pixels; further rows are found by filtering. */
const MOST = 1_000_000;

export interface Pages {
  total: number | null;
  more: boolean;
  row: (index: number) => ContactLine | undefined;
  onRange: (first: number, last: number) => void;
  /** What is shown answers an earlier question. */
  stale: boolean;
  error: BackendError | null;
  retry: () => void;
}

export function usePages(filter: ContactFilter, { sort, down }: Pick<View, "sort" | "down">): Pages {
  const backend = useBackend();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const pages = range(Math.floor(sight.first / PAGE), Math.floor(sight.last / PAGE));
  const results = useQueries({
    queries: pages.map((page) => {
      const args = { filter, sort, down, offset: page * PAGE, limit: PAGE };
      return {
        queryKey: ["contacts_page", args],
        queryFn: (): Promise<ContactsPage> => backend.call("contacts_page", args),
      };
    }),
  });
  // While a new question is on its way, what was there stays where it was.
  const before = useRef<Map<number, ContactsPage>>(new Map());
  const known = new Map<number, ContactsPage>();
  for (const [place, page] of pages.entries()) {
    const data = results[place]?.data ?? before.current.get(page);
    if (data) known.set(page, data);
  }
  if (known.size > 0) before.current = known;
  const any = results.find((result) => result.data)?.data ?? known.values().next().value;
  const failed = results.find((result) => result.error);
  return {
    total: any ? Math.min(any.total, MOST) : null,
    more: any?.more ?? false,
    row: (index) => known.get(Math.floor(index / PAGE))?.rows[index % PAGE],
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
