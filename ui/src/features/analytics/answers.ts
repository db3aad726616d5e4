// The engine's figures for one question or for several at once.

import { keepPreviousData, useQueries } from "@tanstack/react-query";
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
      placeholderData: keepPreviousData<Analytics>,
    })),
  });
  const failed = answers.find(({ error }) => error);
  return {
    data: answers.map(({ data }) => data),
    isPending: answers.some(({ isPending }) => isPending),
    error: failed ? BackendError.from(failed.error) : null,
    retry: () => {
      for (const answer of answers) void answer.refetch();
    },
  };
}
