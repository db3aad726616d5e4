// Asks before outreach begins, where something is not known or speaks against it: whom to write to, and that somebody there was written to lately.

import { type FormEvent, useId, useState } from "react";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { ProspectRow } from "../../generated/ProspectRow";
import { isAddress } from "../../lib/addresses";
import { useNow } from "../../lib/ask";
import { when } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Props {
  one: ProspectRow;
  onClose: () => void;
  onBegin: (email: string | null, name: string | null) => void;
}

/** Mounted anew for each prospect. */
export function Begin({ one, onClose, onBegin }: Props) {
  const now = useNow();
  const form = useId();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const known = one.contact_id !== null;
  const wrong = !known && !isAddress(email);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!wrong) onBegin(known ? null : email.trim(), name.trim() || null);
  };
  return (
    <Dialog
      title={t("prospects:begin.title", { site: one.site })}
      open
      onClose={onClose}
      act={
        <button type="submit" form={form} className="button button-primary">
          {t(one.contacted_lately ? "prospects:begin.anyway" : "prospects:begin.act")}
        </button>
      }
    >
      <form id={form} className="begin-form" onSubmit={submit} noValidate>
        {one.contacted_lately && one.last_contacted_at !== null && (
          <p className="begin-warning" role="note">
            {t("prospects:begin.lately", { site: one.site, when: when(one.last_contacted_at, now) })}
          </p>
        )}
        <p className="muted">{t("prospects:begin.about")}</p>
        {known ? (
          <p>{t("prospects:begin.with", { who: one.contact_name || one.contact_email })}</p>
        ) : (
          <>
            <Field
              label={t("prospects:begin.email")}
              hint={t("prospects:begin.emailHint")}
              error={tried && wrong ? t("prospects:begin.badEmail") : undefined}
            >
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  type="email"
                  autoComplete="off"
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            <Field label={t("prospects:begin.name")} hint={t("prospects:begin.nameHint")}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  autoComplete="off"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </form>
    </Dialog>
  );
}
