// Our mails and their answers, oldest first, each folded to its first line until it is opened. Strangers' words are text, never markup.

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Engagement } from "../../components/engagement";
import { Tag, type Tone } from "../../components/tag";
import { Time } from "../../components/time";
import type { Card } from "../../generated/Card";
import type { EmailRow } from "../../generated/EmailRow";
import type { EmailState } from "../../generated/EmailState";
import type { MessageRow } from "../../generated/MessageRow";
import { useAsk, useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { writtenBy } from "./pending-mail";
import type { ThreadItem } from "./reading";
import { Meaning, Quoted, writerOf } from "./waits";

type Contact = Pick<Card, "name" | "email">;

interface Props {
  items: ThreadItem[];
  contact: Contact;
  /** The message that is shown above already. */
  shown: string | undefined;
}

export function Thread({ items, contact, shown }: Props) {
  if (items.length === 0) {
    return (
      <div className="nothing">
        <p>{t("deal:thread.empty")}</p>
        <p className="faint">{t("deal:thread.emptyWhy")}</p>
      </div>
    );
  }
  // The newest is open, unless it stands above already.
  const newest = items.findLast((item) => !("theirs" in item && item.theirs.id === shown));
  return (
    <ol className="thread">
      {items.map((item) =>
        "ours" in item ? (
          <Ours key={item.ours.id} row={item.ours} open={item === newest} />
        ) : (
          <Theirs key={item.theirs.id} row={item.theirs} contact={contact} open={item === newest} />
        ),
      )}
    </ol>
  );
}

const TONES: Partial<Record<EmailState, Tone>> = {
  replied: "good",
  bounced: "danger",
  failed: "danger",
};

function Ours({ row, open }: { row: EmailRow; open: boolean }) {
  const now = useNow();
  const state = t(`words:emailStates.${row.state}`);
  const tone = TONES[row.state];
  return (
    <Item
      open={open}
      who={t("deal:thread.ours")}
      subject={row.subject}
      at={<Time at={row.sent_at ?? row.created_at} now={now} />}
      mark={tone ? <Tag tone={tone}>{state}</Tag> : <span className="faint">{state}</span>}
    >
      {() => <OurText row={row} />}
    </Item>
  );
}

function OurText({ row }: { row: EmailRow }) {
  const now = useNow();
  const email = useAsk("email_show", { id: row.id });
  if (!email.data) return <p className="faint loading">{email.error?.message ?? t("deal:thread.fetching")}</p>;
  const { body, text, engagement } = email.data;
  return (
    <>
      <p className="mail-meta">
        {t(`words:mails.${row.kind}`)} · {writtenBy(row.written_by)} · {t("deal:mail.to", { to: row.to_address })}
      </p>
      {row.trouble && <p className="warn mail-trouble">{row.trouble}</p>}
      <p className="mail-text">{body.trim()}</p>
      <details className="mail-below">
        <summary>{t("deal:mail.rest")}</summary>
        <p className="mail-text">{text.slice(body.length).trim()}</p>
      </details>
      {engagement.length > 0 && <Engagement rows={engagement} now={now} />}
    </>
  );
}

function Theirs({ row, contact, open }: { row: MessageRow; contact: Contact; open: boolean }) {
  const now = useNow();
  return (
    <Item
      open={open}
      theirs
      who={writerOf(row, contact)}
      subject={row.subject}
      at={<Time at={row.received_at} now={now} />}
      mark={row.class && <span className="faint">{t(`words:replies.${row.class}`)}</span>}
    >
      {() => <TheirText row={row} />}
    </Item>
  );
}

function TheirText({ row }: { row: MessageRow }) {
  const message = useAsk("message_show", { id: row.id });
  if (!message.data) return <p className="faint loading">{message.error?.message ?? t("deal:thread.fetching")}</p>;
  const { text, quoted } = message.data;
  return (
    <>
      <p className="mail-meta">
        {row.from_address}
        <Meaning row={row} />
      </p>
      {row.why && <p className="mail-meta">{row.why}</p>}
      <p className="mail-text">{text.trim()}</p>
      <Quoted text={quoted} />
    </>
  );
}

interface ItemProps {
  open: boolean;
  theirs?: boolean;
  who: string;
  subject: string;
  at: ReactNode;
  mark: ReactNode;
  /** Made only once it is opened: then its text is fetched. */
  children: () => ReactNode;
}

function Item({ open: begins, theirs, who, subject, at, mark, children }: ItemProps) {
  const [open, setOpen] = useState(begins);
  return (
    <li className="thread-item" data-theirs={theirs || undefined}>
      <button type="button" className="thread-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <ChevronRight size={13} className="thread-turn" aria-hidden="true" />
        <span className="thread-who">
          <b className="cut">{who}</b>
          {mark}
          <span className="push faint">{at}</span>
        </span>
        <span className="thread-subject cut muted">{subject}</span>
      </button>
      {open && <div className="thread-text">{children()}</div>}
    </li>
  );
}
