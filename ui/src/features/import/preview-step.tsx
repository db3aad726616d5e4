// The fourth step: what would become of each row, counted and one by one, before anything is kept.

import { useState } from "react";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportVerdict } from "../../generated/ImportVerdict";
import { t } from "../../lib/i18n";
import { Counts } from "./counts";
import { Rows } from "./rows";

export function PreviewStep({
  report,
  pipeline,
  stale,
}: {
  report: ImportReport;
  pipeline: string | null;
  stale: boolean;
}) {
  const [only, setOnly] = useState<ImportVerdict | null>(null);
  return (
    <>
      <div className="preview-head">
        <Counts report={report} stale={stale} only={only} onOnly={setOnly} />
        <Notes report={report} pipeline={pipeline} />
      </div>
      <Rows report={report} only={only} />
    </>
  );
}

/** What the four numbers do not say: deals, who stays suppressed, why rows are left out, what good rows lose. */
export function Notes({ report, pipeline }: { report: ImportReport; pipeline: string | null }) {
  const { deals, suppressed, reasons, warnings } = report;
  return (
    <ul className="import-notes muted">
      {deals > 0 && <li>{t("imports:preview.deals", { count: deals, pipeline: pipeline ?? "" })}</li>}
      {suppressed > 0 && <li>{t("imports:preview.suppressed", { count: suppressed })}</li>}
      {Object.entries(reasons).map(([text, rows]) => (
        <li key={text}>{t("imports:preview.reason", { rows: t("imports:rows", { count: rows }), text })}</li>
      ))}
      {warnings.map(({ text, rows, first_line }) => (
        <li key={text} className="warn">
          {t("imports:preview.warning", { rows: t("imports:rows", { count: rows }), line: first_line, text })}
        </li>
      ))}
    </ul>
  );
}
