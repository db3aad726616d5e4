// How far deals came: horizontal bars, and between two of them how many went on.

import { Figure } from "../../components/figure";
import type { Analytics } from "../../generated/Analytics";
import type { Funnel as FunnelData } from "../../generated/Funnel";
import { count, exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";
import { percent, share, steps } from "./figures";

export function Funnels({ data }: { data: Analytics }) {
  const since = data.measured_since;
  const filled = data.funnels.filter((funnel) => funnel.deals > 0);
  const about = [
    t("analytics:funnel.about"),
    since === null ? t("analytics:noMoves") : t("analytics:movesSince", { at: exact(since) }),
  ];
  const rows = data.funnels.flatMap((funnel) =>
    steps(funnel, t("analytics:won")).map((step) => [
      funnel.brand,
      funnel.pipeline,
      step.name,
      step.reached,
      step.conversion === null ? null : percent(step.conversion),
    ]),
  );
  const titles = ["brand", "pipeline", "stage", "reached", "conversion"] as const;
  return (
    <Figure
      title={t("analytics:funnel.title")}
      about={about.join(" ")}
      sheet={{ titles: titles.map((title) => t(`analytics:columns.${title}`)), rows }}
      file={`funnel-${data.from}-${data.to}`}
      empty={filled.length === 0 && t("analytics:funnel.empty")}
    >
      <div className="funnels">
        {filled.map((funnel) => (
          <OneFunnel key={funnel.pipeline_id} funnel={funnel} />
        ))}
      </div>
    </Figure>
  );
}

function OneFunnel({ funnel }: { funnel: FunnelData }) {
  const brandOf = useBrandOf();
  const all = steps(funnel, t("analytics:won"));
  return (
    <div className="funnel">
      <h3>
        {funnel.pipeline} <span className="faint">· {brandOf(funnel.brand)?.name ?? funnel.brand}</span>
        <span className="funnel-sums">
          {t("analytics:funnel.sums", { open: funnel.open, won: funnel.won, lost: funnel.lost })}
        </span>
      </h3>
      <ol>
        {all.map((step) => (
          <li key={step.key} className="funnel-step" data-end={step.key === "won" || undefined}>
            <span className="cut" title={step.name}>
              {step.name}
            </span>
            <span className="funnel-track" aria-hidden="true">
              <span
                className="funnel-bar"
                style={{ inlineSize: `${100 * (share(step.reached, funnel.deals) ?? 0)}%` }}
              />
            </span>
            <span className="funnel-count">{count(step.reached)}</span>
            <span className="funnel-share faint" title={t("analytics:funnel.ofBefore")}>
              {step.conversion === null ? "" : percent(step.conversion)}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
