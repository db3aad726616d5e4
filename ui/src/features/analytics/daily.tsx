// Mails and replies per day: bars with a line.

import { lazy, Suspense } from "react";
import { Figure } from "../../components/figure";
import { Loading } from "../../components/states";
import type { Analytics } from "../../generated/Analytics";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

const DailyChart = lazy(() => import("./daily-chart"));

/** `top` is the height of the scale, so that brands are seen on the same one. */
export function Daily({ data, top }: { data: Analytics; top: number }) {
  const sums = data.days.reduce((sum, day) => ({ sent: sum.sent + day.sent, replies: sum.replies + day.replies }), {
    sent: 0,
    replies: 0,
  });
  const sheet = {
    titles: [t("analytics:day"), t("analytics:sent"), t("analytics:replies"), t("analytics:positive")],
    rows: data.days.map(({ day, sent, replies, positive }) => [day, sent, replies, positive]),
  };
  return (
    <Figure
      title={t("analytics:daily.title")}
      note={
        <span className="keys">
          <span className="key key-sent">{t("analytics:daily.sent", { count: sums.sent })}</span>
          <span className="key key-replies">{t("analytics:daily.replies", { count: sums.replies })}</span>
        </span>
      }
      about={t("analytics:daily.about", { zone: data.zone })}
      sheet={sheet}
      file={`mails-per-day-${data.from}-${data.to}`}
      empty={sums.sent + sums.replies === 0 && t("analytics:daily.empty")}
    >
      <Suspense fallback={<Loading what={t("analytics:drawing")} />}>
        <div
          role="img"
          aria-label={t("analytics:daily.said", {
            sent: count(sums.sent),
            replies: count(sums.replies),
            days: count(data.days.length),
          })}
        >
          <DailyChart days={data.days} top={top} />
        </div>
      </Suspense>
    </Figure>
  );
}
