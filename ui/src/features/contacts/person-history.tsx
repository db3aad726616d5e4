// What there was with somebody, over all brands: deals, mails both ways, and the timeline.

import type { ReactNode } from "react";
import { ActivityMark } from "../../components/activity-mark";
import { BrandMark } from "../../components/brand-mark";
import { Tag, type Tone } from "../../components/tag";
import { Time } from "../../components/time";
import type { ContactHistory } from "../../generated/ContactHistory";
import type { DealRow } from "../../generated/DealRow";
import type { DealStatus } from "../../generated/DealStatus";
import { useNow } from "../../lib/ask";
import { money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";

interface Props {
  history: ContactHistory;
  onDeal: (deal: string) => void;
  onMail: (mail: string) => void;
  onMessage: (message: string) => void;
  onPerson: (contact: string) => void;
  onNewDeal: () => void;
}

const TONES: Record<DealStatus, Tone> = { active: "wait", paused: "warn", won: "good", lost: "danger" };

export function PersonHistory({ history, onDeal, onMail, onMessage, onPerson, onNewDeal }: Props) {
  const now = useNow();
  const mails = [
    ...history.emails.map((mail) => ({ key: mail.id, at: mail.sent_at ?? mail.created_at, mail, message: null })),
    ...history.messages.map((message) => ({ key: message.id, at: message.received_at, mail: null, message })),
  ].sort((one, other) => other.at - one.at);
  return (
    <div className="person-history">
      <Part
        title={t("contacts:person.deals")}
        empty={history.deals.length === 0 && t("contacts:person.noDeals")}
        act={
          <button type="button" className="link-button push" onClick={onNewDeal}>
            {t("contacts:person.openDeal")}
          </button>
        }
      >
        {history.deals.map((deal) => (
          <DealLine key={deal.card.id} deal={deal} onOpen={() => onDeal(deal.card.id)} />
        ))}
      </Part>
      <Part title={t("contacts:person.mails")} empty={mails.length === 0 && t("contacts:person.noMails")}>
        {mails.map(({ key, at, mail, message }) => (
          <li key={key}>
            <button type="button" className="person-row" onClick={() => (mail ? onMail(mail.id) : onMessage(key))}>
              <Brand slug={(mail ?? message)?.brand ?? ""} />
              <span className="person-way faint">
                {mail ? t("contacts:person.sentBy") : t("contacts:person.cameIn")}
              </span>
              <span className="cut">{(mail ?? message)?.subject}</span>
              <span className="push row">
                <span className={message ? "" : "faint"}>
                  {mail
                    ? t(`words:emailStates.${mail.state}`)
                    : message?.class
                      ? t(`words:replies.${message.class}`)
                      : ""}
                </span>
                <span className="person-time faint">
                  <Time at={at} now={now} />
                </span>
              </span>
            </button>
          </li>
        ))}
      </Part>
      {history.others.length > 0 && (
        <Part title={t("contacts:person.elsewhere")} note={t("contacts:person.elsewhereWhy")}>
          {history.others.map((other) => (
            <li key={other.id}>
              <button type="button" className="person-row" onClick={() => onPerson(other.id)}>
                <Brand slug={other.brand} />
                <strong className="cut">{other.name || other.email}</strong>
                <span className="muted cut">{other.email}</span>
                {other.suppressed && (
                  <span className="push">
                    <Tag tone="danger">{t("contacts:state.silent")}</Tag>
                  </span>
                )}
              </button>
            </li>
          ))}
        </Part>
      )}
      <Part
        title={t("contacts:person.timeline")}
        empty={history.activities.length === 0 && t("contacts:person.noTimeline")}
      >
        {history.activities.map((line) => (
          <li key={line.id} className="person-event">
            <ActivityMark kind={line.kind} />
            <span className="person-told">
              {line.summary}
              <span className="faint"> · {t(`words:authors.${line.author}`)}</span>
            </span>
            <span className="person-time faint push">
              <Time at={line.at} now={now} />
            </span>
          </li>
        ))}
      </Part>
    </div>
  );
}

function Part({
  title,
  note,
  act,
  empty,
  children,
}: {
  title: string;
  note?: string;
  act?: ReactNode;
  empty?: string | false;
  children: ReactNode;
}) {
  return (
    <section className="person-part">
      <header className="row">
        <h2>{title}</h2>
        {act}
      </header>
      {note && <p className="faint">{note}</p>}
      {empty ? <p className="muted">{empty}</p> : <ul className="person-list">{children}</ul>}
    </section>
  );
}

function DealLine({ deal, onOpen }: { deal: DealRow; onOpen: () => void }) {
  const { card } = deal;
  return (
    <li>
      <button type="button" className="person-row" data-card={card.id} onClick={onOpen}>
        <Brand slug={deal.brand} />
        <strong className="cut">{deal.pipeline}</strong>
        <span className="muted cut">{deal.stage}</span>
        <span className="push row">
          {card.value_cents > 0 && <span>{money(card.value_cents)}</span>}
          <Tag tone={TONES[card.status]}>{t(`words:deals.${card.status}`)}</Tag>
        </span>
      </button>
    </li>
  );
}

function Brand({ slug }: { slug: string }) {
  const brand = useBrandOf()(slug);
  return brand ? <BrandMark name={brand.name} place={brand.place} small /> : null;
}
