// The tasks one under the other: what each does, when it runs, how it went last, and whether it runs at all.

import { Play } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { TaskName } from "../../generated/TaskName";
import type { TaskRow } from "../../generated/TaskRow";
import { useNow } from "../../lib/ask";
import { exact, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useEnable, useRun } from "./acts";
import { inWords, readCron } from "./plan";
import { runResult } from "./result";
import { Switch } from "./switch";
import "./tasks.css";

interface Props {
  tasks: TaskRow[];
  current: TaskName | null;
  onOpen: (task: TaskName) => void;
}

export function TaskList({ tasks, current, onOpen }: Props) {
  // Up and down, as in any list.
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".task-open")];
    const here = (event.target as HTMLElement).closest(".task")?.querySelector<HTMLElement>(".task-open");
    rows[here ? rows.indexOf(here) + step : 0]?.focus();
    event.preventDefault();
  };
  return (
    <ul className="tasks" aria-label={t("tasks:list")} onKeyDown={onKeyDown}>
      {tasks.map((task) => (
        <TaskLine key={task.name} task={task} current={task.name === current} onOpen={onOpen} />
      ))}
    </ul>
  );
}

function TaskLine({ task, current, onOpen }: { task: TaskRow; current: boolean; onOpen: Props["onOpen"] }) {
  const now = useNow();
  const name = t(`words:tasks.${task.name}`);
  const enable = useEnable(task);
  const run = useRun(task);
  return (
    <li className="task" data-current={current || undefined} data-off={!task.enabled || undefined}>
      <button type="button" className="task-open" aria-current={current || undefined} onClick={() => onOpen(task.name)}>
        <span className="task-name cut">{name}</span>
        <span className="task-facts cut">{inWords(readCron(task.schedule))}</span>
        <Standing task={task} running={run.running} now={now} />
      </button>
      <span className="task-acts">
        <Switch label={t("tasks:switch", { task: name })} on={enable.on} onChange={enable.set} />
        <button
          type="button"
          className="icon-button"
          aria-label={t("tasks:runTask", { task: name })}
          title={t("tasks:runTask", { task: name })}
          disabled={run.running}
          onClick={run.start}
        >
          <Play size={13} aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

/** When it comes next, and how it went last. */
function Standing({ task, running, now }: { task: TaskRow; running: boolean; now: number }) {
  if (running) return <span className="task-facts task-runs">{t("tasks:running")}</span>;
  const last = task.last_run ? runResult(task.last_run) : null;
  const next = task.enabled && task.next_run_at !== null ? task.next_run_at : null;
  const coming = task.enabled ? next !== null && t("tasks:nextAt", { at: upcoming(next, now) }) : t("tasks:off");
  return (
    <span className="task-facts cut" title={[next && exact(next), last?.detail].filter(Boolean).join("\n")}>
      {[coming, last ? null : t("tasks:neverRan")].filter(Boolean).join(" · ")}
      {last && (
        <>
          {coming && " · "}
          <span className={last.trouble ? "task-trouble" : undefined}>{last.text}</span>
        </>
      )}
    </span>
  );
}
