// One notice: why, what, of which brand, and when. Pressed, it leads to what it is about.

import { BrandMark } from "../../components/brand-mark";
import type { NoticeRow } from "../../generated/NoticeRow";
import { clock, exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";
import { KindMark } from "./kind-mark";

interface Props {
  notice: NoticeRow;
  isNew: boolean;
  /** What it is about is open beside it. */
  isOpen: boolean;
  onOpen: () => void;
}

export function Line({ notice, isNew, isOpen, onOpen }: Props) {
  const brandOf = useBrandOf();
  const brand = notice.brand ? brandOf(notice.brand) : null;
  return (
    <button
      type="button"
      className="notice"
      data-new={isNew || undefined}
      data-card={notice.deal_id ?? undefined}
      aria-current={isOpen || undefined}
      onClick={onOpen}
    >
      <span className="notice-new">{isNew && <span className="visually-hidden">{t("notices:new")}</span>}</span>
      <KindMark kind={notice.kind} />
      <span className="notice-text">
        <span className="notice-title">{notice.title}</span>
        {notice.body && <span className="notice-body">{notice.body}</span>}
      </span>
      {brand && (
        <>
          <BrandMark name={brand.name} place={brand.place} small />
          <span className="visually-hidden">{brand.name}</span>
        </>
      )}
      <time dateTime={new Date(notice.at).toISOString()} title={exact(notice.at)}>
        {clock(notice.at)}
      </time>
    </button>
  );
}
