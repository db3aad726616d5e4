// An example of the brand's mails as a recipient would see it, made of what is typed at the moment.

import { Loading } from "../../components/states";
import { Tag } from "../../components/tag";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";

/** Parts the words of a mail from its footer. */
const FOOTER = "\n\n-- \n";

export function MailPreview({ brand, values }: { brand: string; values: Record<string, string> }) {
  const preview = useAsk("mail_preview", { brand, values }, { keep: true });
  const mail = preview.data;
  return (
    <aside className="mail-preview" aria-label={t("settings:preview.label")}>
      <header className="mail-preview-head">
        <h2 className="settings-title">{t("settings:preview.title")}</h2>
        {mail?.missing && <Tag tone="warn">{t("settings:preview.missing")}</Tag>}
      </header>
      {!mail && preview.isPending && <Loading what={t("settings:preview.loading")} />}
      {preview.error && <p className="field-error">{preview.error.message}</p>}
      {mail && (
        <article className="mail-sheet">
          <dl>
            <dt>{t("settings:preview.from")}</dt>
            <dd>
              <b>{mail.from_name || t("settings:preview.nobody")}</b> <span className="muted">{mail.from_email}</span>
            </dd>
            {mail.reply_to && (
              <>
                <dt>{t("settings:preview.replyTo")}</dt>
                <dd className="muted">{mail.reply_to}</dd>
              </>
            )}
            <dt>{t("settings:preview.to")}</dt>
            <dd>
              {mail.to_name} <span className="muted">{mail.to_email}</span>
            </dd>
          </dl>
          <h3>{mail.subject}</h3>
          <p className="mail-words">{mail.text.split(FOOTER)[0]}</p>
          <p className="mail-words mail-footer">{mail.text.split(FOOTER)[1]}</p>
        </article>
      )}
      <p className="field-hint">{t("settings:preview.about")}</p>
    </aside>
  );
}
