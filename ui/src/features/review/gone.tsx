// Said while one looks: this mail does not wait any more, and why.

import type { EmailRow } from "../../generated/EmailRow";
import { t } from "../../lib/i18n";

export function Gone({ row, onNext, onDeal }: { row: EmailRow; onNext: (() => void) | null; onDeal: () => void }) {
  return (
    <div className="gone" role="status">
      <p>
        <b>{t("review:gone.title", { state: t(`words:emailStates.${row.state}`).toLowerCase() })}</b>
      </p>
      {row.trouble && <p className="muted">{row.trouble}</p>}
      <div className="row">
        {onNext && (
          <button type="button" className="button button-primary" onClick={onNext}>
            {t("review:gone.next")} <kbd>J</kbd>
          </button>
        )}
        <button type="button" className="button" onClick={onDeal}>
          {t("review:gone.deal")} <kbd>O</kbd>
        </button>
      </div>
    </div>
  );
}
