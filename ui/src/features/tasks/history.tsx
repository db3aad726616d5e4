// What a task did, run by run: when, how long, why, and what came of it. One run opens beside.

import { X } from "lucide-react";
import { useState } from "react";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table, type TableColumn } from "../../components/table";
import { Time } from "../../components/time";
import type { RunRow } from "../../generated/RunRow";
import type { TaskName } from "../../generated/TaskName";
import { useAsk, useBackend, useNow } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { count, exact, sentence } from "../../lib/format";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { causeOf, counted, countsOf, runResult, took } from "./result";

/** Rows of one answer: fewer mean that there are no earlier ones. */
const PAGE = 200;

interface Props {
  task: TaskName;
  current: string | null;
  onOpen: (run: RunRow | null) => void;
}

export function History({ task, current, onOpen }: Props) {
  const now = useNow();
  const runs = useRuns(task);
  const name = t(`words:tasks.${task}`);
  const columns: TableColumn<RunRow>[] = [
    {
      key: "began",
      title: t("tasks:history.began"),
      width: "108px",
      cell: (run) => <Time at={run.started_at} now={now} />,
    },
    { key: "cause", title: t("tasks:history.cause"), width: "132px", cell: causeOf },
    {
      key: "result",
      title: t("tasks:history.result"),
      width: "minmax(160px, 1fr)",
      cell: (run) => <Result run={run} />,
    },
    { key: "took", title: t("tasks:history.took"), width: "84px", numeric: true, cell: (run) => took(run) ?? "…" },
  ];
  return (
    <section className="runs" aria-label={t("tasks:history.title")}>
      <h3>{t("tasks:history.title")}</h3>
      {runs.isPending && <Loading what={t("tasks:fetchingRuns")} />}
      {runs.error && !runs.rows && <Trouble error={runs.error} retry={runs.retry} />}
      {runs.rows?.length === 0 && (
        <Empty title={t("tasks:history.empty")}>
          <p>{t("tasks:history.emptyWhy")}</p>
        </Empty>
      )}
      {runs.rows && runs.rows.length > 0 && (
        <Table
          label={t("tasks:history.label", { task: name })}
          columns={columns}
          count={runs.rows.length}
          row={(index) => runs.rows?.[index]}
          rowKey={(run) => run.id}
          current={current}
          onOpen={(run) => onOpen(run.id === current ? null : run)}
        />
      )}
      {runs.earlier && (
        <button type="button" className="link-button runs-more" disabled={runs.fetching} onClick={runs.earlier}>
          {t("tasks:history.earlier")}
        </button>
      )}
    </section>
  );
}

/** The newest runs, kept true by events, and the earlier ones that were asked for: those do not change any more. */
function useRuns(task: TaskName) {
  const backend = useBackend();
  const newest = useAsk("task_history", { task, before: null });
  const [earlier, setEarlier] = useState<{ task: TaskName; rows: RunRow[]; end: boolean } | null>(null);
  const [fetching, setFetching] = useState(false);
  const old = earlier?.task === task ? earlier : null;
  const rows = newest.data && [...newest.data, ...(old?.rows ?? [])];
  const oldest = rows?.at(-1);
  const more = oldest && (old ? !old.end : (newest.data?.length ?? 0) >= PAGE);
  const ask = async () => {
    setFetching(true);
    try {
      const next = await backend.call("task_history", { task, before: oldest?.started_at ?? null });
      setEarlier({ task, rows: [...(old?.rows ?? []), ...next], end: next.length < PAGE });
    } catch (error) {
      say(BackendError.from(error).message, "warn");
    } finally {
      setFetching(false);
    }
  };
  return {
    rows,
    isPending: newest.isPending,
    error: newest.error,
    retry: () => void newest.refetch(),
    earlier: more ? () => void ask() : null,
    fetching,
  };
}

function Result({ run }: { run: RunRow }) {
  const { text, detail, trouble } = runResult(run);
  if (trouble) {
    return (
      <span title={detail}>
        <span className="task-trouble">{sentence(text)}</span>
        {run.error && <span className="muted">{`: ${run.error}`}</span>}
      </span>
    );
  }
  if (run.outcome === "running") return <span className="task-runs">{text}</span>;
  const all = countsOf(run).map(([key, n]) => `${count(n)} ${counted(key)}`);
  return all.length > 0 ? <span title={detail}>{all.join(", ")}</span> : <span className="faint">{text}</span>;
}

/** One run with everything that is known of it. */
export function RunDetail({ run, onClose }: { run: RunRow; onClose: () => void }) {
  const counts = countsOf(run);
  return (
    <div className="run">
      <header className="run-head">
        <h2>{t("tasks:history.run")}</h2>
        <button type="button" className="icon-button push" aria-label={t("tasks:history.close")} onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <dl className="run-facts">
        <dt>{t("tasks:history.began")}</dt>
        <dd>{exact(run.started_at)}</dd>
        {run.finished_at !== null && (
          <>
            <dt>{t("tasks:history.ended")}</dt>
            <dd>{exact(run.finished_at)}</dd>
          </>
        )}
        <dt>{t("tasks:history.took")}</dt>
        <dd>{took(run) ?? t("tasks:running")}</dd>
        <dt>{t("tasks:history.cause")}</dt>
        <dd>{sentence(causeOf(run))}</dd>
      </dl>
      {run.error && (
        <section>
          <h3>{t("tasks:history.error")}</h3>
          <p className="run-error">{run.error}</p>
        </section>
      )}
      <section>
        <h3>{t("tasks:history.counts")}</h3>
        {counts.length === 0 && <p className="muted">{t("tasks:history.quiet")}</p>}
        <dl className="run-facts">
          {counts.map(([key, n]) => (
            <div key={key} className="run-count">
              <dt>{sentence(counted(key))}</dt>
              <dd>{count(n)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
