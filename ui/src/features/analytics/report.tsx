// All figures of one answer, one under the other: of one brand, of all, or of several side by side.

import type { ReactNode } from "react";
import type { Analytics } from "../../generated/Analytics";
import { count, money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Daily } from "./daily";
import { EngagementFigure } from "./engagement";
import { expected, highest, percent, share, total } from "./figures";
import { Forecast } from "./forecast";
import { Funnels } from "./funnel";
import { Rates } from "./rates";
import { Stays } from "./stays";
import { Tokens } from "./tokens";
import "./analytics.css";

interface Part {
  key: string;
  /** Whose; nothing where there is only one. */
  title: string | null;
  data: Analytics;
}

export function Report({ parts }: { parts: Part[] }) {
  // A multiple of four, so that the marks of the scale are whole numbers.
  const top = 4 * Math.ceil(Math.max(4, ...parts.map(({ data }) => highest(data.days))) / 4);
  return (
    <div className="figures" data-many={parts.length > 1 || undefined}>
      {parts.map(({ key, title, data }) => (
        <div key={key} className="figures-part">
          {title && <h2 className="figures-title">{title}</h2>}
          <Summary data={data} />
          <Daily data={data} top={top} />
          <Funnels data={data} />
          <Stays data={data} />
          <Rates data={data} />
          <EngagementFigure data={data} />
          <Forecast data={data} />
          <Tokens data={data} />
        </div>
      ))}
    </div>
  );
}

function Summary({ data }: { data: Analytics }) {
  const sum = total(data.rates);
  const value = expected(data.forecast);
  const rate = (part: number) => percent(share(part, sum.sent));
  return (
    <dl className="summary">
      <Fact name={t("analytics:sent")} value={count(sum.sent)} />
      <Fact name={t("analytics:rates.replied")} value={rate(sum.replied)} note={count(sum.replied)} />
      <Fact name={t("analytics:rates.positive")} value={rate(sum.positive)} note={count(sum.positive)} />
      <Fact name={t("analytics:rates.bounced")} value={rate(sum.bounced)} note={count(sum.bounced)} />
      <Fact name={t("analytics:rates.opted_out")} value={rate(sum.opted_out)} note={count(sum.opted_out)} />
      <Fact name={t("analytics:openValue")} value={money(value.open)} />
    </dl>
  );
}

function Fact({ name, value, note }: { name: string; value: ReactNode; note?: string }) {
  return (
    <div className="summary-fact">
      <dt>{name}</dt>
      <dd>
        {value} {note && <span className="summary-note">{note}</span>}
      </dd>
    </div>
  );
}
