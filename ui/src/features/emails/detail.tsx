// One mail of the log: what happened to it, what it waits for, and what it says.

import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Segments } from "../../components/choice";
import { Confirm } from "../../components/dialog";
import { Engagement } from "../../components/engagement";
import { GateList } from "../../components/gate-list";
import { Beside } from "../../components/log-frame";
import { footerOf, MailSheet } from "../../components/mail-sheet";
import { Loading, Trouble } from "../../components/states";
import { TextDiff } from "../../components/text-diff";
import { Time } from "../../components/time";
import { Words } from "../../components/words";
import type { EmailContext } from "../../generated/EmailContext";
import type { EmailDetail } from "../../generated/EmailDetail";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { StateTag } from "./columns";
import { moments } from "./life";
import { Settle } from "./settle";

interface Props {
  id: string;
  onClose: () => void;
  onDeal: (deal: string) => void;
}

export function MailBeside({ id, onClose, onDeal }: Props) {
  const detail = useAsk("email_show", { id });
  const context = useAsk("email_context", { id });
  const mail = detail.data;
  const openDeal = () => mail && onDeal(mail.row.deal_id);
  useShortcut({ keys: "o", label: t("emails:keys.deal") }, openDeal, mail !== undefined);
  return (
    <Beside
      title={mail ? mail.row.to_name || mail.row.to_address : " "}
      above={
        mail && (
          <>
            <StateTag state={mail.row.state} />
            <span className="faint">{t(`words:mails.${mail.row.kind}`)}</span>
          </>
        )
      }
      onClose={onClose}
    >
      {detail.isPending && <Loading what={t("emails:loadingMail")} />}
      {detail.error && !mail && <Trouble error={detail.error} retry={() => void detail.refetch()} />}
      {mail && context.data && <Whole mail={mail} context={context.data} onDeal={openDeal} />}
    </Beside>
  );
}

function Whole({ mail, context, onDeal }: { mail: EmailDetail; context: EmailContext; onDeal: () => void }) {
  const now = useNow();
  const { row } = mail;
  return (
    <>
      <Acts mail={mail} context={context} onDeal={onDeal} />
      {row.trouble && row.state !== "unconfirmed" && <p className="emails-trouble">{row.trouble}</p>}
      {row.state === "unconfirmed" && <Settle mail={mail} life={context.life} />}
      <section>
        <h3>{t("emails:life.title")}</h3>
        <ol className="emails-life">
          {moments(mail, context.life).map(({ at, what, why, tone }) => (
            <li key={`${at} ${what}`} data-tone={tone}>
              <span>{what}</span>
              <span className="push faint">
                <Time at={at} now={now} />
              </span>
              {why && <span className="emails-life-why muted">{why}</span>}
            </li>
          ))}
        </ol>
      </section>
      {mail.engagement.length > 0 && (
        <section>
          <h3>{t("emails:engagement")}</h3>
          <Engagement rows={mail.engagement} now={now} />
        </section>
      )}
      {row.state === "queued" && (
        <section>
          <h3>{t("emails:waits")}</h3>
          {context.checks.every((check) => check.pass) ? (
            <p className="muted">{t("emails:goes", { task: t("words:tasks.send_scheduled_emails") })}</p>
          ) : (
            <GateList checks={context.checks.filter((check) => !check.pass)} now={now} />
          )}
        </section>
      )}
      <Said mail={mail} />
      <section>
        <h3>{t("emails:based")}</h3>
        <p className="muted">{mail.decision ? mail.decision.reason : t("emails:noDecision")}</p>
      </section>
      <Technical mail={mail} />
    </>
  );
}

function Acts({ mail: { row }, context, onDeal }: { mail: EmailDetail; context: EmailContext; onDeal: () => void }) {
  const [asking, setAsking] = useState(false);
  const cancel = useTell("email_cancel", ({ done }) => done);
  const who = row.to_name || row.to_address;
  const waits = row.state === "queued" || row.state === "awaiting_approval";
  const answer = context.life.answer_id;
  return (
    <div className="row emails-acts">
      {row.state === "awaiting_approval" && (
        <Link to="/review" search={{ mail: row.id }} className="button button-primary">
          {t("emails:review")}
        </Link>
      )}
      {answer && (
        <Link to="/inbox" search={{ message: answer }} className="button button-primary">
          {t("emails:answer")}
        </Link>
      )}
      <button type="button" className="button" onClick={onDeal}>
        {t("emails:deal")} <kbd>O</kbd>
      </button>
      {waits && (
        <button type="button" className="button" disabled={cancel.isPending} onClick={() => setAsking(true)}>
          {t("emails:cancel")}
        </button>
      )}
      <Confirm
        title={t("emails:cancelAsk", { who })}
        act={t("emails:cancel")}
        danger
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => cancel.mutate({ id: row.id })}
      >
        <p>{t("emails:cancelWhat")}</p>
      </Confirm>
    </div>
  );
}

/** The mail itself; what a person changed in it can be seen word by word. */
function Said({ mail }: { mail: EmailDetail }) {
  const [changes, setChanges] = useState(false);
  const { row, original } = mail;
  const address = (name: string, email: string) => (name ? `${name}, ${email}` : email);
  const shown = changes ? original : null;
  return (
    <section className="emails-said">
      {original && (
        <div className="row">
          <Segments
            label={t("emails:view")}
            value={changes ? "changes" : "text"}
            options={[
              { value: "text", label: t("emails:text") },
              { value: "changes", label: t("emails:changes") },
            ]}
            onChange={(view) => setChanges(view === "changes")}
          />
        </div>
      )}
      <MailSheet
        lines={[
          { label: t("emails:to"), value: address(row.to_name, row.to_address) },
          { label: t("emails:from"), value: address(mail.from_name, mail.from_address) },
        ]}
        subject={shown ? <TextDiff before={shown.subject} after={row.subject} /> : row.subject}
        body={shown ? <TextDiff before={shown.body} after={mail.body} /> : mail.body}
        footer={footerOf(mail.text, mail.body)}
      />
    </section>
  );
}

function Technical({ mail }: { mail: EmailDetail }) {
  const pairs: [string, string | null][] = [
    [t("emails:token"), mail.token],
    [t("emails:messageId"), mail.wire_message_id],
    [t("emails:providerId"), mail.provider_message_id],
    [t("emails:hash"), mail.content_hash],
  ];
  return (
    <details>
      <summary className="faint">{t("emails:technical")}</summary>
      <Words
        className="emails-technical"
        pairs={pairs.map(([label, value]) => [label, value && <code key={label}>{value}</code>] as const)}
      />
    </details>
  );
}
