// Who the deal is with, what made its score, and what the person keeps about it.

import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { ContactRow } from "../../generated/ContactRow";
import type { DealDetail } from "../../generated/DealDetail";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import type { Acts } from "./acts";

export function About({ detail, acts }: { detail: DealDetail; acts: Acts }) {
  const { card } = detail.deal;
  const contact = useAsk("contact_show", { contact: card.contact_id });
  return (
    <>
      <Notes key={detail.notes} notes={detail.notes} onChange={acts.notes} />
      <section>
        <h3>{t("deal:about.contact")}</h3>
        {contact.data ? (
          <ContactFacts contact={contact.data} />
        ) : (
          <p className="faint loading">{contact.error?.message ?? t("deal:about.fetching")}</p>
        )}
        <Link className="text-link" to="/contacts/$contact" params={{ contact: card.contact_id }}>
          {t("deal:about.openContact", { name: card.name || card.email })}
        </Link>
      </section>
      <section>
        <h3>{card.score === null ? t("deal:scoreWhy") : t("deal:score", { n: card.score })}</h3>
        {detail.score_reasons.length === 0 && <p className="faint">{t("deal:noScore")}</p>}
        <ul className="scores">
          {detail.score_reasons.map(({ points, why }) => (
            <li key={why} className="row">
              <span>{why}</span>
              <span className="push">{points > 0 ? t("deal:points", { n: points }) : points}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function ContactFacts({ contact }: { contact: ContactRow }) {
  const place = [contact.country, contact.timezone].filter(Boolean).join(", ");
  const facts: [string, ReactNode][] = [
    [t("deal:about.address"), contact.email],
    [t("deal:about.website"), contact.website],
    [t("deal:about.place"), place],
    [t("deal:about.source"), contact.source],
    [t("deal:about.kind"), t(`words:contactTypes.${contact.kind}`)],
    [t("deal:about.tags"), contact.tags.join(", ")],
    [t("deal:about.contactNotes"), contact.notes],
  ];
  return (
    <>
      {contact.suppressed !== null && (
        <p className="danger">{t("deal:about.suppressed", { why: contact.suppressed })}</p>
      )}
      <dl className="pairs">
        {facts
          .filter(([, fact]) => fact !== "")
          .map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

function Notes({ notes, onChange }: { notes: string; onChange: (notes: string) => unknown }) {
  const [text, setText] = useState(notes);
  const keep = () => {
    if (text.trim() !== notes) onChange(text);
  };
  return (
    <section>
      <label className="deal-notes">
        <h3>{t("deal:about.notes")}</h3>
        <textarea
          className="textarea"
          placeholder={t("deal:about.notesHint")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep();
            if (event.key === "Escape") {
              event.preventDefault();
              event.currentTarget.blur();
            }
          }}
        />
      </label>
    </section>
  );
}
