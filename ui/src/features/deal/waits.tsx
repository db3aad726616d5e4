// What the deal waits for a person to say: the last word heard, and what the autopilot asks.

import { useRef } from "react";
import { Time } from "../../components/time";
import type { Card } from "../../generated/Card";
import type { MessageRow } from "../../generated/MessageRow";
import { useAsk, useNow } from "../../lib/ask";
import { isGuess } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Acts } from "./acts";
import type { Opened } from "./dialogs";
import { useKeepFocus } from "./keep-focus";

/** `contact`: who the deal is with; an answer from their own address carries their name, whatever the mailbox calls them. */
export function LastWord({ row, contact }: { row: MessageRow; contact: Pick<Card, "name" | "email"> }) {
  const now = useNow();
  const message = useAsk("message_show", { id: row.id });
  const by = writerOf(row, contact);
  return (
    <section className="mail" aria-label={t("deal:heard.said", { who: by })}>
      <p className="mail-meta">
        {t("deal:heard.when", { who: by })}
        <Time at={row.received_at} now={now} />
        <Meaning row={row} />
      </p>
      <p className="mail-text">{message.data ? message.data.text.trim() : row.subject}</p>
      {message.data && <Quoted text={message.data.quoted} />}
    </section>
  );
}

export function writerOf(row: MessageRow, contact: Pick<Card, "name" | "email">): string {
  return (row.from_address === contact.email && contact.name) || row.from_name || row.from_address;
}

/** What they quoted below their own words; mostly ours. */
export function Quoted({ text }: { text: string }) {
  if (text.trim() === "") return null;
  return (
    <details className="mail-below">
      <summary>{t("deal:heard.quoted")}</summary>
      <p className="mail-text">{text.trim()}</p>
    </details>
  );
}

/** What an answer was taken for, and how surely. */
export function Meaning({ row }: { row: MessageRow }) {
  if (!row.class) return null;
  const sure = isGuess(row.confidence) ? ` · ${t("deal:heard.sure", { share: Math.round(row.confidence * 100) })}` : "";
  return (
    <span title={row.why}>
      {" "}
      · {t(`words:replies.${row.class}`).toLowerCase()}
      {sure}
    </span>
  );
}

export function Asks({ question, acts, onOpen }: { question: string; acts: Acts; onOpen: (what: Opened) => void }) {
  const place = useRef<HTMLElement>(null);
  useKeepFocus(place);
  return (
    <section className="asks" ref={place}>
      <h3>{t("deal:asks.title")}</h3>
      <p className="muted">{question}</p>
      <div className="asks-acts">
        <button
          type="button"
          className="link-button link-button-strong"
          title={t("deal:asks.giveBackWhy")}
          onClick={() => void acts.resume()}
        >
          {t("deal:asks.giveBack")}
        </button>
        <button type="button" className="link-button" onClick={() => onOpen("hold")}>
          {t("deal:acts.dots", { act: t("deal:asks.hold") })}
        </button>
        <button type="button" className="link-button" onClick={() => onOpen("lost")}>
          {t("deal:acts.dots", { act: t("deal:asks.lost") })}
        </button>
      </div>
    </section>
  );
}
