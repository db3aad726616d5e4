// Doing one thing with many contacts, with a way back where there is one.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BulkAct } from "../../generated/BulkAct";
import type { ContactsBulk } from "../../generated/ContactsBulk";
import type { ContactsBulkReply } from "../../generated/ContactsBulkReply";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { say } from "../../lib/say";

/** What takes an act back, if anything does. */
export function opposite(act: BulkAct): BulkAct | null {
  if (act.act === "tag") return { act: "untag", tag: act.tag };
  if (act.act === "untag") return { act: "tag", tag: act.tag };
  if (act.act === "suppress") return { act: "unsuppress" };
  return null;
}

export function useBulk(onDone?: () => void) {
  const backend = useBackend();
  const client = useQueryClient();
  const bulk = useMutation<ContactsBulkReply, BackendError, ContactsBulk>({
    mutationFn: (request) => backend.call("contacts_bulk", request),
    onSuccess: (reply, { act }) => {
      const back = opposite(act);
      const undo =
        back && reply.changed.length > 0
          ? () => bulk.mutate({ ids: reply.changed, filter: null, act: back })
          : undefined;
      say(reply.done, reply.changed.length === 0 ? "warn" : "plain", undo);
      // Who was left alone is told before the selection goes.
      if (reply.refused.length === 0) onDone?.();
    },
    onError: (error) => say(BackendError.from(error).message, "warn"),
    onSettled: () => client.invalidateQueries(),
  });
  return {
    run: bulk.mutate,
    working: bulk.isPending,
    reply: bulk.data,
    forget: () => {
      bulk.reset();
      onDone?.();
    },
  };
}
