// One mail through the brand's mailbox, to see that it arrives and how it looks. Another address than the brand's own is confirmed first.

import { useState } from "react";
import { Confirm } from "../../components/dialog";
import { Field } from "../../components/field";
import { Waiting } from "../../components/waiting";
import type { BrandDetail } from "../../generated/BrandDetail";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

export function TestMail({ detail }: { detail: BrandDetail }) {
  const { slug: brand, name, from_email } = detail.summary;
  const replyTo = detail.settings.find(({ key }) => key === "reply_to")?.value;
  const [to, setTo] = useState(from_email);
  const [asking, setAsking] = useState(false);
  const test = useTell("brand_test_email", () => null);
  const isOwn = [from_email, replyTo].some((own) => own?.toLowerCase() === to.trim().toLowerCase());
  const send = (confirmed: boolean) => test.mutate({ brand, to, confirmed });
  return (
    <form
      className="settings-stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isOwn) send(false);
        else setAsking(true);
      }}
    >
      <Field label={t("settings:test.to")} hint={t("settings:test.hint")} error={test.error?.message}>
        {(ids) => (
          <span className="settings-line">
            <input {...ids} className="input" type="email" value={to} onChange={(event) => setTo(event.target.value)} />
            <button type="submit" className="button" disabled={!to.trim() || test.isPending}>
              {t("settings:test.send")}
            </button>
          </span>
        )}
      </Field>
      {test.isPending && <Waiting what={t("settings:test.sending")} />}
      {test.data && (
        <p className="good" role="status">
          {t("settings:test.sent", { to: test.data.to, subject: test.data.subject })}
        </p>
      )}
      <Confirm
        title={t("settings:test.confirmTitle", { to })}
        act={t("settings:test.confirmAct", { to })}
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => send(true)}
      >
        <p>{t("settings:test.confirm", { to, brand: name })}</p>
      </Confirm>
    </form>
  );
}
