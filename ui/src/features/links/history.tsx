// The looks at a link over time: a picture, and the table behind it.

import { lazy, Suspense } from "react";
import { Figure } from "../../components/figure";
import { Loading } from "../../components/states";
import type { LinkCheckRow } from "../../generated/LinkCheckRow";
import { exact } from "../../lib/format";
import { t } from "../../lib/i18n";

const HistoryChart = lazy(() => import("./history-chart"));

export function History({ checks, host }: { checks: readonly LinkCheckRow[]; host: string }) {
  const looks = checks.toReversed();
  const last = checks[0];
  return (
    <Figure
      title={t("links:history.title")}
      about={t("links:history.about")}
      sheet={{
        titles: [t("links:history.at"), t("links:history.state"), t("links:history.why")],
        rows: looks.map(({ at, state, why }) => [exact(at), t(`words:linkStates.${state}`), why]),
      }}
      file={t("links:history.file", { host })}
      empty={last === undefined && t("links:evidence.empty")}
    >
      {last && (
        <Suspense fallback={<Loading what={t("links:history.drawing")} />}>
          <div
            role="img"
            aria-label={t("links:history.said", {
              count: looks.length,
              last: t(`words:linkStates.${last.state}`),
            })}
          >
            <HistoryChart looks={looks} />
          </div>
        </Suspense>
      )}
    </Figure>
  );
}
