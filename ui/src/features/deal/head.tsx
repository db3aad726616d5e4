// Who the deal is with, where it stands, and what it is worth.

import { PanelRightClose, PanelRightOpen, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Tag, type Tone } from "../../components/tag";
import type { Card } from "../../generated/Card";
import type { DealDetail } from "../../generated/DealDetail";
import type { DealRow } from "../../generated/DealRow";
import type { EmailRow } from "../../generated/EmailRow";
import { useNow } from "../../lib/ask";
import { exact, when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { useTitle } from "../../lib/title";
import type { Acts } from "./acts";
import { pendingMail, placeOf, waitsForYou } from "./reading";
import { Value } from "./value";

interface BarProps {
  deal: DealRow | null;
  wide: boolean;
  onWide: () => void;
  onClose: () => void;
}

export function HeadBar({ deal, wide, onWide, onClose }: BarProps) {
  const { pipelines } = useKnown();
  const [pipeline, stage] = deal ? placeOf(deal, pipelines).names : ["", ""];
  const label = t(wide ? "deal:narrow" : "deal:wide");
  const Wide = wide ? PanelRightClose : PanelRightOpen;
  return (
    <div className="panel-above">
      <span className="cut">{deal ? t("deal:place", { pipeline, stage }) : " "}</span>
      <button type="button" className="icon-button push deal-wider" onClick={onWide} title={label} aria-label={label}>
        <Wide size={14} aria-hidden="true" />
      </button>
      <button type="button" className="icon-button" onClick={onClose} title={t("deal:close")}>
        <kbd>Esc</kbd>
        <X size={14} aria-hidden="true" />
        <span className="visually-hidden">{t("deal:close")}</span>
      </button>
    </div>
  );
}

export function Head({ detail, acts, children }: { detail: DealDetail; acts: Acts; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // Opened from a card, the focus stays there and the arrows go on. Opened from a line that is gone now, it comes here.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  const { card } = detail.deal;
  useTitle(card.name || card.email);
  const authority = card.domain_authority;
  const about = [
    card.company,
    card.name ? card.email : "",
    authority === null ? "" : t("deal:authority", { n: authority }),
  ].filter(Boolean);
  return (
    <header className="panel-head">
      {children}
      <div className="deal-name">
        <h2 ref={heading} tabIndex={-1}>
          {card.name || card.email}
        </h2>
        {card.score !== null && (
          <span className="deal-score" title={t("deal:score", { n: card.score })}>
            <span aria-hidden="true">{card.score}</span>
            <span className="visually-hidden">{t("deal:score", { n: card.score })}</span>
          </span>
        )}
      </div>
      {about.length > 0 && <p className="muted panel-about">{about.join(" · ")}</p>}
      <div className="deal-facts">
        <Value cents={card.value_cents} onChange={acts.value} />
        <Standing card={card} mail={pendingMail(detail)} />
      </div>
    </header>
  );
}

/** One short word on where it stands; the sentence is with the gates. */
function Standing({ card, mail }: { card: Card; mail: EmailRow | null }) {
  const now = useNow();
  const status = t(`words:deals.${card.status}`);
  const tones: Record<Card["status"], Tone | null> = { active: null, paused: "warn", won: "good", lost: "danger" };
  const tone = tones[card.status];
  if (tone) {
    return (
      <>
        <Tag tone={tone}>{status}</Tag>
        {card.reason && (
          <span className="faint cut" title={card.reason}>
            {card.reason}
          </span>
        )}
      </>
    );
  }
  if (card.hold_until !== null && card.hold_until > now) {
    return <Tag tone="warn">{t("deal:status.held", { at: when(card.hold_until, now) })}</Tag>;
  }
  if (waitsForYou(mail)) return <Tag tone="wait">{t("deal:status.mailWaits")}</Tag>;
  if (mail?.state === "unconfirmed") return <Tag tone="wait">{t("deal:status.unconfirmed")}</Tag>;
  if (mail) return <span className="faint cut">{t("deal:status.mail")}</span>;
  if (card.question !== null) return <Tag tone="wait">{t("deal:status.waits")}</Tag>;
  if (card.next_action_at === null) return <span className="faint cut">{t("deal:status.noNext")}</span>;
  const at = card.next_action_at;
  return (
    <span className="faint cut" title={exact(at)}>
      {at <= now ? t("deal:status.dueNow") : t("deal:status.next", { at: when(at, now) })}
    </span>
  );
}
