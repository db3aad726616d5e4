// The morning review: how many deals were scored, which promise most, which have gone quiet.

import { BrandMark } from "../../components/brand-mark";
import type { ReviewLine } from "../../generated/ReviewLine";
import type { ReviewReport } from "../../generated/ReviewReport";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { todayAsks } from "./asks";

/** Deals of each kind. */
const LINES = 5;

export function Morning({ onOpen }: { onOpen: (deal: string) => void }) {
  const scope = useBrandInScope();
  const reviews = useAsk(...todayAsks(scope?.slug ?? null).reviews);
  if (!reviews.data) return null;
  const newest = new Map<string, ReviewReport>();
  for (const review of reviews.data) {
    const known = newest.get(review.brand);
    if (!known || known.created_at < review.created_at) newest.set(review.brand, review);
  }
  const shown = [...newest.values()].filter((review) => !scope || review.brand === scope.slug);
  return (
    <section className="morning">
      <h2>{t("today:morning")}</h2>
      {shown.length === 0 && <p className="muted">{t("today:noReview")}</p>}
      {shown.map((review) => (
        <Report key={review.brand} review={review} onOpen={onOpen} />
      ))}
    </section>
  );
}

function Report({ review, onOpen }: { review: ReviewReport; onOpen: (deal: string) => void }) {
  const brand = useBrandOf()(review.brand);
  const facts = [
    t("today:scored", { count: review.scored }),
    t("today:sentYesterday", { count: review.sent_yesterday }),
    t("today:repliesYesterday", { count: review.replies_yesterday }),
  ];
  return (
    <article className="report">
      <p className="row">
        {brand && <BrandMark name={brand.name} place={brand.place} small />}
        <span className="muted">{facts.join(" · ")}</span>
      </p>
      <div className="report-lists">
        <Lines title={t("today:best")} lines={review.best} onOpen={onOpen} />
        <Lines title={t("today:stale")} lines={review.stale} onOpen={onOpen} />
      </div>
    </article>
  );
}

function Lines({ title, lines, onOpen }: { title: string; lines: ReviewLine[]; onOpen: (deal: string) => void }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className="box">
        {lines.slice(0, LINES).map((line) => (
          <li key={line.deal_id}>
            <button type="button" className="need-open" title={line.why} onClick={() => onOpen(line.deal_id)}>
              <b className="cut">{line.name}</b>
              <span className="need-what cut">{line.company || line.stage}</span>
              <span className="card-score">{line.score}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
