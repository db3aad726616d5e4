// A running import: how far, how fast, and the way to stop it.

import { useEffect, useRef, useState } from "react";
import type { ImportJob } from "../../generated/ImportJob";
import type { ImportProgress } from "../../generated/ImportProgress";
import { t } from "../../lib/i18n";
import { StepHeading } from "./steps";

interface Props {
  job: ImportJob;
  progress: ImportProgress;
  onStop: () => void;
}

export function RunningImport({ job, progress, onStop }: Props) {
  const [stopping, setStopping] = useState(false);
  const rate = useRate(progress.rows);
  const { permille, rows, phase } = progress;
  const far = job.rows ? Math.min(1, rows / job.rows) : permille / 1_000;
  const said = job.rows
    ? t("imports:running.progress", { rows, all: job.rows })
    : t("imports:running.progressOpen", { rows });
  const stop = () => {
    setStopping(true);
    onStop();
  };
  return (
    <section className="import-running">
      <StepHeading step="done">{t("imports:running.heading", { file: job.file_name })}</StepHeading>
      <div
        className="import-bar"
        role="progressbar"
        aria-label={t("imports:running.heading", { file: job.file_name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(far * 100)}
        aria-valuetext={said}
      >
        <span style={{ inlineSize: `${far * 100}%` }} />
      </div>
      <div className="row">
        <span>
          {phase === "opening" && t("imports:running.opening")}
          {phase === "importing" && said}
          {phase === "finishing" && t("imports:running.finishing")}
        </span>
        {rate > 0 && phase === "importing" && <span className="faint">{t("imports:running.rate", { rate })}</span>}
        <button type="button" className="button push" onClick={stop} disabled={stopping}>
          {t(stopping ? "imports:running.stopping" : "imports:running.stop")}
        </button>
      </div>
      <p className="faint">{t("imports:running.stays")}</p>
    </section>
  );
}

/** Rows a second since this began to look, rounded so that it can be read. */
function useRate(rows: number): number {
  const since = useRef<{ at: number; rows: number } | null>(null);
  const [rate, setRate] = useState(0);
  useEffect(() => {
    const now = performance.now();
    since.current ??= { at: now, rows };
    const seconds = (now - since.current.at) / 1_000;
    if (seconds >= 0.5) setRate(Math.round((rows - since.current.rows) / seconds / 100) * 100);
  }, [rows]);
  return rate;
}
