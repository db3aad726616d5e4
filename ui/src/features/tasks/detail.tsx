// One task: what it does, whether and when it runs, how that went, and the schedule to change.

import { Play } from "lucide-react";
import type { ReactNode } from "react";
import { Tag } from "../../components/tag";
import type { RunRow } from "../../generated/RunRow";
import type { TaskRow } from "../../generated/TaskRow";
import { useNow } from "../../lib/ask";
import { exact, upcoming, when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { useEnable, useRun } from "./acts";
import { History } from "./history";
import { runResult } from "./result";
import { ScheduleEditor } from "./schedule-editor";
import { Switch } from "./switch";

interface Props {
  task: TaskRow;
  /** The run that is open beside. */
  run: RunRow | null;
  onRun: (run: RunRow | null) => void;
}

export function TaskDetail({ task, run, onRun }: Props) {
  const now = useNow();
  const name = t(`words:tasks.${task.name}`);
  const runs = useRun(task);
  const enable = useEnable(task);
  useShortcut({ keys: "r", label: t("tasks:runTask", { task: name }) }, runs.start, !runs.running);
  return (
    <div className="task-detail">
      <header className="task-head">
        <div className="task-title">
          <h2>{name}</h2>
          <p className="muted">{task.does}</p>
        </div>
        <span className="task-switch">
          <span className="muted">{t(enable.on ? "tasks:on" : "tasks:off")}</span>
          <Switch label={t("tasks:switch", { task: name })} on={enable.on} onChange={enable.set} />
        </span>
        <button type="button" className="button button-primary" disabled={runs.running} onClick={runs.start}>
          <Play size={13} aria-hidden="true" />
          {runs.running ? t("tasks:running") : t("tasks:run")}
          <kbd>R</kbd>
        </button>
      </header>
      <dl className="task-standing" aria-live="polite">
        <Fact name={t("tasks:next")}>
          <Next task={task} now={now} />
        </Fact>
        <Fact name={t("tasks:last")}>
          <Last task={task} running={runs.running} now={now} />
        </Fact>
      </dl>
      {runs.running && <span className="loading-bar task-bar" aria-hidden="true" />}
      <ScheduleEditor key={task.name} task={task} />
      <History task={task.name} current={run?.id ?? null} onOpen={onRun} />
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Next({ task, now }: { task: TaskRow; now: number }) {
  if (!task.enabled) return <span className="muted">{t("tasks:noNext")}</span>;
  if (task.next_run_at === null) return <span className="muted">{t("tasks:atNextLook")}</span>;
  return <span title={exact(task.next_run_at)}>{upcoming(task.next_run_at, now)}</span>;
}

function Last({ task, running, now }: { task: TaskRow; running: boolean; now: number }) {
  const { last_run } = task;
  if (running && last_run && last_run.finished_at === null)
    return <span className="task-runs">{t("tasks:runningSince", { at: when(last_run.started_at, now) })}</span>;
  if (running) return <span className="task-runs">{t("tasks:running")}</span>;
  if (!last_run) return <span className="muted">{t("tasks:neverRan")}</span>;
  const result = runResult(last_run);
  return (
    <span className="row" title={result.detail}>
      <span title={exact(last_run.started_at)}>{when(last_run.started_at, now)}</span>
      {result.trouble ? <Tag tone="danger">{result.text}</Tag> : <span className="muted">{result.text}</span>}
    </span>
  );
}
