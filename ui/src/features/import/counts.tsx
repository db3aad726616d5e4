// The four numbers that make up all rows; each shows its rows only when pressed.

import type { ImportReport } from "../../generated/ImportReport";
import type { ImportVerdict } from "../../generated/ImportVerdict";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { countOf, VERDICTS } from "./words";

interface Props {
  report: ImportReport;
  stale?: boolean;
  only?: ImportVerdict | null;
  onOnly?: (verdict: ImportVerdict | null) => void;
}

export function Counts({ report, stale, only, onOnly }: Props) {
  return (
    <div className="counts" aria-busy={stale}>
      {VERDICTS.map((verdict) => {
        const said = (
          <>
            <b>{count(countOf(report, verdict))}</b> <span className="muted">{t(`imports:verdicts.${verdict}`)}</span>
          </>
        );
        return onOnly ? (
          <button
            key={verdict}
            type="button"
            className="count"
            aria-pressed={only === verdict}
            title={t("imports:preview.filter", { verdict: t(`imports:verdicts.${verdict}`) })}
            onClick={() => onOnly(only === verdict ? null : verdict)}
          >
            {said}
          </button>
        ) : (
          <div key={verdict} className="count">
            {said}
          </div>
        );
      })}
    </div>
  );
}
