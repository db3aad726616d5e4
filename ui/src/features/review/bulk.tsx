// Approving many at once: the number is named before, and whoever was left out is named after.

import { Confirm, Dialog } from "../../components/dialog";
import type { NotApproved } from "../../generated/NotApproved";
import type { WaitingMail } from "../../generated/WaitingMail";
import { t } from "../../lib/i18n";

/** People named before "and so many more". */
const NAMED = 5;

interface AskProps {
  mails: readonly WaitingMail[];
  /** Mails that were on screen. */
  opened: ReadonlySet<string>;
  now: number;
  onClose: () => void;
  onConfirm: () => void;
}

export function AskMany({ mails, opened, now, onClose, onConfirm }: AskProps) {
  const count = mails.length;
  const later = mails.filter((line) => line.opens_at > now).length;
  const unopened = mails.filter((line) => !opened.has(line.mail.id)).length;
  return (
    <Confirm
      title={t("review:bulk.title", { count })}
      act={t("review:bulk.act", { count })}
      open
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <ul className="bulk-people">
        {mails.slice(0, NAMED).map(({ mail, company }) => (
          <li key={mail.id} className="row">
            <b className="cut">{mail.to_name || mail.to_address}</b>
            <span className="faint cut">{company}</span>
          </li>
        ))}
        {count > NAMED && <li className="faint">{t("review:bulk.andMore", { count: count - NAMED })}</li>}
      </ul>
      <p>{t("review:bulk.bound")}</p>
      {unopened > 0 && <p className="warn">{t("review:bulk.unopened", { count: unopened })}</p>}
      {later > 0 && <p className="muted">{t("review:bulk.later", { count: later })}</p>}
    </Confirm>
  );
}

export function LeftOut({
  refused,
  onClose,
  onOpen,
}: {
  refused: readonly NotApproved[];
  onClose: () => void;
  onOpen: (id: string) => void;
}) {
  return (
    <Dialog
      title={t("review:bulk.refusedTitle", { count: refused.length })}
      open
      onClose={onClose}
      actions={
        <button type="button" className="button button-primary" onClick={onClose}>
          {t("close")}
        </button>
      }
    >
      <p>{t("review:bulk.refusedWhat")}</p>
      <ul className="bulk-refused">
        {refused.map(({ id, who, why }) => (
          <li key={id}>
            <button type="button" className="link-button link-button-strong" onClick={() => onOpen(id)}>
              {who || t("review:bulk.nobody")}
            </button>
            <span className="muted">{why}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
