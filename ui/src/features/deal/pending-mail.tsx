// The mail that is on its way: read, approved, edited or rejected; taken back; or settled when nobody knows whether it went.

import { useRef, useState } from "react";
import { Tells } from "../../components/tells";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailRow } from "../../generated/EmailRow";
import { useAsk, useNow } from "../../lib/ask";
import { when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { useMailActs } from "./acts";
import { useKeepFocus } from "./keep-focus";
import { MailForm } from "./mail-form";
import { waitsForYou } from "./reading";

export function PendingMail({ row }: { row: EmailRow }) {
  const email = useAsk("email_show", { id: row.id });
  const waits = waitsForYou(row);
  const kind = t(`words:mails.${row.kind}`);
  return (
    <section
      className={waits ? "mail mail-waiting" : "mail"}
      aria-label={waits ? t("deal:mail.waits", { kind }) : kind}
    >
      <p className="mail-meta">
        {kind} · {writtenBy(row.written_by)}
        <Stage row={row} />
      </p>
      {row.trouble && <p className="warn mail-trouble">{row.trouble}</p>}
      {/* An approval is bound to what was read: no button before the text is on screen. */}
      {email.data ? <Mail detail={email.data} row={row} /> : <h3>{row.subject}</h3>}
    </section>
  );
}

export function writtenBy(by: string): string {
  if (by === "person") return t("deal:mail.byPerson");
  return t("deal:mail.by", { by: by === "playbook" ? t("deal:mail.playbook") : by });
}

function Stage({ row }: { row: EmailRow }) {
  const now = useNow();
  switch (row.state) {
    case "queued":
      return row.not_before !== null && row.not_before > now
        ? ` · ${t("deal:mail.queuedFor", { at: when(row.not_before, now) })}`
        : ` · ${t("deal:mail.queued")}`;
    case "sending":
      return ` · ${t("deal:mail.sending")}`;
    case "unconfirmed":
      return ` · ${t("deal:mail.unconfirmed")}`;
    default:
      return null;
  }
}

function Mail({ detail, row }: { detail: EmailDetail; row: EmailRow }) {
  const [editing, setEditing] = useState(false);
  const acts = useMailActs(row.id);
  const text = { subject: row.subject, body: detail.body };
  if (editing) {
    return (
      <MailForm
        label={t("deal:compose.editing")}
        start={text}
        below={detail.text.slice(detail.body.length).trim()}
        act={t("deal:mail.save")}
        onAct={async (next) => (await acts.edit(next, text)) !== null && setEditing(false)}
        onLeave={() => setEditing(false)}
      />
    );
  }
  return (
    <>
      <h3>{row.subject}</h3>
      {waitsForYou(row) ? (
        <p className="mail-text">{detail.text.trim()}</p>
      ) : (
        <details className="mail-below">
          <summary>{t("deal:mail.text")}</summary>
          <p className="mail-text">{detail.text.trim()}</p>
        </details>
      )}
      {waitsForYou(row) && <Tells mail={detail} />}
      {waitsForYou(row) && <Judge acts={acts} text={text} seen={detail.content_hash} onEdit={() => setEditing(true)} />}
      {row.state === "queued" && (
        <div className="mail-acts">
          <button type="button" className="button" onClick={() => void acts.takeBack(text)}>
            {t("deal:mail.takeBack")}
          </button>
        </div>
      )}
      {row.state === "unconfirmed" && (
        <>
          <p className="faint">{t("deal:mail.unconfirmedWhy")}</p>
          <div className="mail-acts">
            <button type="button" className="button" onClick={() => void acts.settle(true)}>
              {t("deal:mail.wentOut")}
            </button>
            <button type="button" className="button" onClick={() => void acts.settle(false)}>
              {t("deal:mail.didNot")}
            </button>
          </div>
        </>
      )}
    </>
  );
}

interface JudgeProps {
  acts: ReturnType<typeof useMailActs>;
  text: { subject: string; body: string };
  /** Hash of what is on screen. */
  seen: string;
  onEdit: () => void;
}

function Judge({ acts, text, seen, onEdit }: JudgeProps) {
  const busy = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  useKeepFocus(place);
  const once = (act: () => Promise<unknown>) => {
    if (busy.current) return;
    busy.current = true;
    void act().finally(() => {
      busy.current = false;
    });
  };
  const approve = () => once(() => acts.approve(text, seen));
  const reject = () => once(() => acts.reject());
  useShortcut({ keys: "a", label: t("deal:mail.approve") }, approve);
  useShortcut({ keys: "e", label: t("deal:mail.edit") }, onEdit);
  useShortcut({ keys: "x", label: t("deal:mail.reject") }, reject);
  return (
    <div className="mail-acts" ref={place}>
      <button type="button" className="button button-primary" onClick={approve}>
        {t("deal:mail.approve")} <kbd>A</kbd>
      </button>
      <button type="button" className="button" onClick={onEdit}>
        {t("deal:mail.edit")} <kbd>E</kbd>
      </button>
      <button type="button" className="button push" onClick={reject}>
        {t("deal:mail.reject")} <kbd>X</kbd>
      </button>
    </div>
  );
}
