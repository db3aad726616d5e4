// The last thing heard, and the mail that waits for a yes. Mail looks like mail.

import { Time } from "../../components/time";
import type { Card } from "../../generated/Card";
import type { EmailRow } from "../../generated/EmailRow";
import type { MessageRow } from "../../generated/MessageRow";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { isGuess } from "../../lib/format";
import { useShortcut } from "../../lib/shortcuts";
import { texts } from "../../lib/texts";

const say = texts.deal;

/** `contact`: who the deal is with; an answer from their own address carries their name, whatever the mailbox calls them. */
export function LastMessage({ row, contact }: { row: MessageRow; contact: Pick<Card, "name" | "email"> }) {
  const now = useNow();
  const message = useAsk("message_show", { id: row.id });
  const own = row.from_address === contact.email && contact.name;
  const by = own || row.from_name || row.from_address;
  return (
    <section className="mail" aria-label={say.said(by)}>
      <p className="mail-meta">
        {by}, <Time at={row.received_at} now={now} />
        {row.class && (
          <span title={row.why}>
            {" "}
            · {texts.replies[row.class].toLowerCase()}
            {isGuess(row.confidence) && ` · ${say.confidence(row.confidence)}`}
          </span>
        )}
      </p>
      <p className="mail-text">{message.data ? message.data.text.trim() : row.subject}</p>
    </section>
  );
}

export function WaitingMail({ row }: { row: EmailRow }) {
  const email = useAsk("email_show", { id: row.id });
  const kind = texts.mails[row.kind];
  return (
    <section className="mail mail-waiting" aria-label={say.waits(kind)}>
      <p className="mail-meta">{say.from(kind, row.written_by)}</p>
      <h3>{row.subject}</h3>
      {email.data && <p className="mail-text">{email.data.text.trim()}</p>}
      {/* An approval is bound to what was read: no button before the text is on screen. */}
      {email.data && <ApproveButton email={row.id} />}
    </section>
  );
}

function ApproveButton({ email }: { email: string }) {
  const approve = useTell("email_approve", ({ done }) => done);
  const act = () => !approve.isPending && approve.mutate({ id: email });
  useShortcut({ keys: "a" }, act);
  return (
    <button type="button" className="button button-primary" disabled={approve.isPending} onClick={act}>
      {approve.isPending ? say.approving : say.approve} <kbd>{say.approveKey}</kbd>
    </button>
  );
}
