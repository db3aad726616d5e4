// The autopilot's recurring jobs: when each runs next, how it went last, and a way to run it now.

import { Play } from "lucide-react";
import type { TaskRow } from "../../generated/TaskRow";
import { useNow, useTell } from "../../lib/ask";
import { exact, upcoming } from "../../lib/format";
import { texts } from "../../lib/texts";
import { type RunResult, runResult } from "./result";

export function TaskList({ tasks }: { tasks: TaskRow[] }) {
  if (tasks.length === 0) return null;
  return (
    <section className="tasks" aria-labelledby="tasks">
      <h2 id="tasks" className="section-title">
        {texts.sidebar.tasks}
      </h2>
      <ul>
        {tasks.map((task) => (
          <TaskLine key={task.name} task={task} />
        ))}
      </ul>
    </section>
  );
}

/** After running it by hand one wants to hear all of it. */
function spoken({ text, detail }: RunResult): string {
  return detail || text;
}

function TaskLine({ task }: { task: TaskRow }) {
  const now = useNow();
  const name = texts.tasks[task.name];
  const run = useTell("run_task", (done) => texts.sidebar.ran(name, spoken(runResult(done))));
  const running = task.running || run.isPending;
  const last = task.last_run ? runResult(task.last_run) : null;
  const next = !task.enabled ? texts.sidebar.off : task.next_run_at === null ? null : upcoming(task.next_run_at, now);
  const facts = [next, last?.text ?? texts.sidebar.neverRan].filter((fact) => fact !== null);
  const hover = [
    task.does,
    task.enabled && task.next_run_at ? texts.sidebar.next(exact(task.next_run_at)) : null,
    last?.detail,
  ];
  return (
    <li className="task" title={hover.filter(Boolean).join("\n")}>
      <span className="task-text">
        <span className="cut">{name}</span>
        <span className="task-facts cut">
          {running ? texts.sidebar.running : facts.join(" · ")}
          {!running && last?.trouble && <span className="task-light" aria-hidden="true" />}
        </span>
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={texts.sidebar.run(name)}
        title={texts.sidebar.run(name)}
        disabled={running}
        onClick={() => run.mutate({ task: task.name, brand: null, deal: null })}
      >
        <Play size={12} strokeWidth={2} aria-hidden="true" />
      </button>
    </li>
  );
}
