// Telling the engine something that can be told the other way round: the answer's sentence comes with its undo.

import { useBackend, useTell } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import type { Args, CommandName } from "../../lib/commands";
import { say } from "../../lib/say";

type Undoable = Extract<
  CommandName,
  "pipeline_rename" | "pipeline_cadence" | "stage_rename" | "stage_reorder" | "stage_kind" | "stage_advance"
>;

/** `back` is what takes it back. */
export function useUndoable<N extends Undoable>(name: N): (args: Args<N>, back: Args<N>, after?: () => void) => void {
  const backend = useBackend();
  const tell = useTell(name, () => null);
  return (args, back, after) =>
    tell.mutate(args, {
      onSuccess: (reply) => {
        after?.();
        say((reply as { done: string }).done, "plain", () => {
          backend.call(name, back).catch((error) => say(BackendError.from(error).message, "warn"));
        });
      },
      onError: () => after?.(),
    });
}
