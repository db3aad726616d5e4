// What one can do with a task, from the list and from its page alike: the switch moves at once, and a run says what came of it.

import type { TaskRow } from "../../generated/TaskRow";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { type RunResult, runResult } from "./result";

export function useRun(task: TaskRow): { running: boolean; start: () => void } {
  const name = t(`words:tasks.${task.name}`);
  const run = useTell("run_task", (done) => t("tasks:ran", { task: name, result: spoken(runResult(done)) }));
  return {
    running: task.running || run.isPending,
    start: () => run.mutate({ task: task.name, brand: null, deal: null }),
  };
}

export function useEnable(task: TaskRow): { on: boolean; set: (enabled: boolean) => void } {
  const enable = useTell("task_enable", ({ done }) => done);
  const on = enable.isPending ? enable.variables.enabled : task.enabled;
  return { on, set: (enabled) => enable.mutate({ task: task.name, enabled }) };
}

/** After running it by hand one wants to hear all of it. */
function spoken({ text, detail }: RunResult): string {
  return detail || text;
}
