// How an import ended: what it did, the rejected rows to save, the way on and the way back.

import { useState } from "react";
import type { ImportJob } from "../../generated/ImportJob";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportRow } from "../../generated/ImportRow";
import type { OfferedFile } from "../../generated/OfferedFile";
import { useBackend } from "../../lib/ask";
import { BackendError } from "../../lib/backend";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import { Notes } from "./preview-step";
import { StepHeading } from "./steps";
import { UndoImport } from "./undo";

const SUMMANDS = ["created", "updated", "skipped", "rejected"] as const;

interface DoneProps {
  report: ImportReport;
  rejects: OfferedFile | null;
  /** The name of the pipeline of the new deals. */
  pipeline: string | null;
  /** The same import in the list: it knows whether it was undone. */
  row: ImportRow | undefined;
  onBoard: (() => void) | null;
  onContacts: () => void;
  onAnother: () => void;
}

export function DoneImport({ report, rejects, pipeline, row, onBoard, onContacts, onAnother }: DoneProps) {
  const [said, setSaid] = useState<string | null>(null);
  const { file_name: file, created, updated } = report;
  const undone = row?.state === "undone";
  const open = onBoard ?? onContacts;
  const openLabel = t(onBoard ? "imports:done.board" : "imports:done.contacts");
  useShortcut({ keys: "mod+enter", label: openLabel }, open, !undone);
  return (
    <section className="import-done">
      <StepHeading step="done">
        {undone ? t("imports:done.undone", { file }) : t("imports:done.heading", { count: created + updated, file })}
      </StepHeading>
      {undone && said && <p role="status">{said}</p>}
      <dl className="counts" data-undone={undone || undefined}>
        {SUMMANDS.map((what) => (
          <div key={what} className="count">
            <dd>
              <b>{count(report[what])}</b>
            </dd>
            <dt className="muted">{t(`imports:done.${what}`)}</dt>
          </div>
        ))}
      </dl>
      <p className="muted">{t("imports:done.sum", { rows: t("imports:rows", { count: report.rows_in }) })}</p>
      {!undone && <Notes report={report} pipeline={pipeline} />}
      <div className="row acts">
        {!undone && (
          <button type="button" className="button button-primary" onClick={open}>
            {openLabel} <kbd>{keyNames("mod+enter").join(" ")}</kbd>
          </button>
        )}
        {rejects && <SaveRejects rejects={rejects} rows={report.rejected} />}
        <button type="button" className="button" onClick={onAnother}>
          {t("imports:done.another")}
        </button>
        {row && !undone && (
          <span className="push">
            <UndoImport row={row} onDone={setSaid} />
          </span>
        )}
      </div>
      {rejects && <p className="faint">{t("imports:done.rejectsHint")}</p>}
    </section>
  );
}

function SaveRejects({ rejects, rows }: { rejects: OfferedFile; rows: number }) {
  const backend = useBackend();
  const save = async () => {
    try {
      const name = await backend.saveFile(t("imports:done.saveTitle"), rejects);
      if (name) say(t("imports:done.saved", { name }));
    } catch (thrown) {
      say(BackendError.from(thrown).message, "warn");
    }
  };
  return (
    <button type="button" className="button" onClick={() => void save()}>
      {t("imports:done.rejects", { count: rows })}
    </button>
  );
}

/** An import that ended without a result. */
export function EndedImport({ job, onBack, onAnother }: { job: ImportJob; onBack: () => void; onAnother: () => void }) {
  const { outcome } = job;
  return (
    <section className="import-done">
      <StepHeading step="done">
        {t(outcome.kind === "stopped" ? "imports:done.stopped" : "imports:done.failed")}
      </StepHeading>
      {outcome.kind === "failed" && <p role="alert">{outcome.message}</p>}
      <div className="row acts">
        <button type="button" className="button button-primary" onClick={onBack}>
          {t("imports:done.back")}
        </button>
        <button type="button" className="button" onClick={onAnother}>
          {t("imports:done.another")}
        </button>
      </div>
    </section>
  );
}
