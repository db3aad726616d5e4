// A mail of which nobody knows whether it went out: what was looked at, and the two answers a person can give.

import { useState } from "react";
import { Confirm } from "../../components/dialog";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailLife } from "../../generated/EmailLife";
import { useNow, useTell } from "../../lib/ask";
import { upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";

export function Settle({ mail, life }: { mail: EmailDetail; life: EmailLife }) {
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const settle = useTell("email_settle", ({ done }) => done);
  const { row } = mail;
  return (
    <section className="emails-settle">
      <h3>{t("emails:settle.title")}</h3>
      <p>{t("emails:settle.why")}</p>
      <p className="muted">
        {life.looks === 0 ? t("emails:settle.notLooked") : t("emails:settle.looked", { count: life.looks })}{" "}
        {life.next_look_at === null
          ? t("emails:settle.noMore")
          : t("emails:settle.again", { when: upcoming(life.next_look_at, now) })}
      </p>
      <p className="muted">{t("emails:settle.find", { token: mail.token, from: mail.from_address })}</p>
      <div className="row">
        <button
          type="button"
          className="button button-primary"
          disabled={settle.isPending}
          onClick={() => settle.mutate({ id: row.id, sent: true })}
        >
          {t("emails:settle.sent")}
        </button>
        <button type="button" className="button" disabled={settle.isPending} onClick={() => setAsking(true)}>
          {t("emails:settle.notSent")}
        </button>
      </div>
      <Confirm
        title={t("emails:settle.askTitle", { who: row.to_name || row.to_address })}
        act={t("emails:settle.askAct")}
        danger
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => settle.mutate({ id: row.id, sent: false })}
      >
        <p>{t("emails:settle.ask")}</p>
      </Confirm>
    </section>
  );
}
