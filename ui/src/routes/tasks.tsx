// Tasks: what the autopilot does by itself, when, and how it went.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Panes, Screen } from "../components/screen";
import { Loading, Trouble } from "../components/states";
import { TaskDetail } from "../features/tasks/detail";
import { RunDetail } from "../features/tasks/history";
import { TaskList } from "../features/tasks/list";
import type { RunRow } from "../generated/RunRow";
import type { TaskName } from "../generated/TaskName";
import { useAsk } from "../lib/ask";
import { t } from "../lib/i18n";
import { useStatus } from "../lib/known";
import { useShortcut } from "../lib/shortcuts";

export function TasksRoute() {
  const navigate = useNavigate();
  const { owner } = useStatus();
  const { task: asked } = useSearch({ strict: false });
  const tasks = useAsk("tasks_list", {});
  const [run, setRun] = useState<RunRow | null>(null);
  const open = tasks.data?.find((task) => task.name === asked) ?? tasks.data?.[0];
  const choose = (task: TaskName) => {
    setRun(null);
    void navigate({ to: ".", search: (rest) => ({ ...rest, task }) });
  };
  return (
    <Screen title={t("tasks:title")} note={owner ? t("tasks:note") : t("tasks:guest")}>
      {tasks.isPending && <Loading what={t("tasks:fetching")} />}
      {tasks.error && !tasks.data && <Trouble error={tasks.error} retry={() => void tasks.refetch()} />}
      {tasks.data && open && (
        <Panes
          list={<TaskList tasks={tasks.data} current={open.name} onOpen={choose} />}
          thing={<TaskDetail task={open} run={run} onRun={setRun} />}
          reason={run && <OpenRun run={run} onClose={() => setRun(null)} />}
        />
      )}
    </Screen>
  );
}

/** As it was when it was opened, or as it is now if it is among the newest. */
function OpenRun({ run, onClose }: { run: RunRow; onClose: () => void }) {
  const newest = useAsk("task_history", { task: run.task, before: null });
  useShortcut({ keys: "Escape" }, onClose);
  return <RunDetail run={newest.data?.find(({ id }) => id === run.id) ?? run} onClose={onClose} />;
}
