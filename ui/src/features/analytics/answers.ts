// The engine's figures for one question or for several at once.

import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Analytics } from "../../generated/Analytics";
import type { AnalyticsRequest } from "../../generated/AnalyticsRequest";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";

export function useAnswers(requests: AnalyticsRequest[]) {
  const backend = useBackend();
  const answers = useQueries({
    queries: requests.map((request) => ({
      queryKey: ["analytics", request],
      queryFn: () => backend.call("analytics", request),
    })),
  });
  const data = useLast(requests, answers);
  const failed = answers.find(({ error }) => error);
  return {
    data,
    isPending: answers.some(({ isPending }) => isPending),
    error: failed ? BackendError.from(failed.error) : null,
    retry: () => {
      for (const answer of answers) void answer.refetch();
    },
  };
}

/**
 * While other days are counted, the last answer for the same brand and pipeline stays: several questions at once have no
 * `keepPreviousData`, and at the turn of a day the whole report would go and come back.
 */
function useLast(requests: AnalyticsRequest[], answers: { data?: Analytics | undefined }[]): (Analytics | undefined)[] {
  const last = useRef(new Map<string, Analytics>());
  const whose = requests.map(({ brand, pipeline }) => `${brand} ${pipeline}`);
  const data = answers.map((answer, place) => answer.data ?? last.current.get(whose[place] ?? ""));
  useEffect(() => {
    last.current = new Map(whose.flatMap((key, place) => (data[place] ? [[key, data[place]]] : [])));
  });
  return data;
}
