// The list of what waits: who, company and kind, when it was written. One is open, several can be selected.

import { BrandMark } from "../../components/brand-mark";
import type { WaitingMail } from "../../generated/WaitingMail";
import { clock, exact } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Props {
  mails: readonly WaitingMail[];
  total: number;
  current: string | undefined;
  selected: ReadonlySet<string>;
  /** Brands are told apart where mails of several are in the list. */
  brandOf: (slug: string) => { name: string; place: number } | null;
  onOpen: (id: string) => void;
  /** `range`: from the last one touched to here. */
  onSelect: (id: string, range: boolean) => void;
  /** The end of the list is near. */
  onEnd: () => void;
}

/** Pixels before the end at which more is asked for. */
const NEAR = 600;

export function Queue({ mails, total, current, selected, brandOf, onOpen, onSelect, onEnd }: Props) {
  return (
    <ul
      className="queue"
      aria-label={t("review:list")}
      data-selecting={selected.size > 0 || undefined}
      onScroll={({ currentTarget: box }) => {
        if (mails.length < total && box.scrollHeight - box.scrollTop - box.clientHeight < NEAR) onEnd();
      }}
    >
      {mails.map(({ mail, company, edited }) => {
        const name = mail.to_name || mail.to_address;
        const brand = brandOf(mail.brand);
        const about = [company, t(`words:mails.${mail.kind}`)].filter(Boolean).join(" · ");
        return (
          <li key={mail.id} className="queue-item" data-open={mail.id === current || undefined}>
            <input
              type="checkbox"
              className="queue-check"
              aria-label={t("review:select", { name })}
              checked={selected.has(mail.id)}
              onChange={(event) => onSelect(mail.id, (event.nativeEvent as MouseEvent).shiftKey)}
            />
            <button
              type="button"
              className="queue-button"
              aria-current={mail.id === current || undefined}
              onClick={(event) =>
                event.shiftKey || event.ctrlKey || event.metaKey ? onSelect(mail.id, event.shiftKey) : onOpen(mail.id)
              }
            >
              <span className="queue-who">
                <b className="cut">{name}</b>
                <time
                  className="faint"
                  dateTime={new Date(mail.created_at).toISOString()}
                  title={exact(mail.created_at)}
                >
                  {clock(mail.created_at)}
                </time>
              </span>
              <span className="queue-about">
                {brand && <BrandMark name={brand.name} place={brand.place} small />}
                <span className="cut">{about}</span>
                {edited && <span className="push faint">{t("review:edited")}</span>}
              </span>
            </button>
          </li>
        );
      })}
      {mails.length < total && (
        <li className="queue-more faint">{t("review:more", { count: total - mails.length })}</li>
      )}
    </ul>
  );
}
