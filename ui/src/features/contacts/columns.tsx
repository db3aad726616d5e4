// The columns of the table: what each shows of a contact, and by which it can be ordered.

import { BrandMark } from "../../components/brand-mark";
import type { TableColumn } from "../../components/table";
import { Tag } from "../../components/tag";
import { Time } from "../../components/time";
import type { AddressMark } from "../../generated/AddressMark";
import type { ContactLine } from "../../generated/ContactLine";
import type { ContactSort } from "../../generated/ContactSort";
import { t } from "../../lib/i18n";
import type { ColumnKey } from "./view";

interface Around {
  now: number;
  /** All brands are shown, so each row says whose it is. */
  brandOf: ((slug: string) => { name: string; place: number } | null) | null;
  onDeal: (deal: string) => void;
}

const SORTABLE: Partial<Record<ColumnKey, ContactSort>> = {
  name: "name",
  company: "company",
  email: "email",
  authority: "authority",
  created: "created",
  updated: "updated",
};

/** What a column is ordered by, and back. */
export const sortOf = (column: string): ContactSort | undefined => SORTABLE[column as ColumnKey];

const WIDTHS: Record<ColumnKey, string> = {
  name: "minmax(140px, 1.4fr)",
  company: "minmax(110px, 1.2fr)",
  email: "minmax(160px, 1.6fr)",
  state: "108px",
  tags: "minmax(100px, 1fr)",
  kind: "104px",
  authority: "36px",
  country: "64px",
  source: "minmax(100px, 1fr)",
  basis: "minmax(130px, 1fr)",
  website: "minmax(130px, 1fr)",
  created: "84px",
  updated: "84px",
};

export const nameOf = (one: Pick<ContactLine, "name" | "email">) => one.name || one.email;

export function columnsOf(keys: readonly ColumnKey[], around: Around): TableColumn<ContactLine>[] {
  return keys.map((key) => ({
    key,
    title: t(`contacts:columns.${key}`),
    width: WIDTHS[key],
    sortable: key in SORTABLE,
    numeric: key === "authority",
    cell: (one) => cell(key, one, around),
  }));
}

function cell(key: ColumnKey, one: ContactLine, { now, brandOf, onDeal }: Around) {
  switch (key) {
    case "name": {
      const brand = brandOf?.(one.brand);
      return (
        <span className="contact-name">
          {brand && <BrandMark name={brand.name} place={brand.place} small />}
          <span className="cut">{nameOf(one)}</span>
        </span>
      );
    }
    case "state":
      return <State one={one} onDeal={onDeal} />;
    case "tags":
      return <Labels tags={one.tags} />;
    case "kind":
      return t(`words:contactTypes.${one.kind}`);
    case "authority":
      return one.domain_authority ?? <span className="faint">–</span>;
    case "basis":
      return <span className={one.basis === "none" ? "faint" : undefined}>{t(`contacts:basis.${one.basis}`)}</span>;
    case "created":
      return (
        <span className="muted">
          <Time at={one.created_at} now={now} />
        </span>
      );
    case "updated":
      return (
        <span className="muted">
          <Time at={one.updated_at} now={now} />
        </span>
      );
    default:
      return <span className={key === "email" || key === "website" ? "muted" : undefined}>{one[key]}</span>;
  }
}

function State({ one, onDeal }: { one: ContactLine; onDeal: (deal: string) => void }) {
  if (one.suppressed !== null)
    return (
      <span title={one.suppressed}>
        <Tag tone="danger">{t("contacts:state.silent")}</Tag>
      </span>
    );
  const deal = one.open_deal;
  if (deal === null) return <Marks marks={one.marks} />;
  return (
    <button
      type="button"
      className="contact-deal"
      tabIndex={-1}
      title={t("contacts:state.openDeal", { name: nameOf(one) })}
      onClick={(event) => {
        event.stopPropagation();
        onDeal(deal);
      }}
    >
      {t("contacts:state.deal")}
    </button>
  );
}

/** What is to be known of an address: the gravest of it, and all of it for who points there. */
function Marks({ marks }: { marks: AddressMark[] }) {
  const gravest = marks.at(-1);
  if (gravest === undefined) return null;
  return (
    <span title={marks.map((mark) => t(`words:addressMarks.${mark}`)).join(", ")}>
      <Tag tone="warn">{t(`words:addressMarks.${gravest}`)}</Tag>
    </span>
  );
}

/** The first label, and how many more there are. */
function Labels({ tags }: { tags: string[] }) {
  const [first, ...rest] = tags;
  if (first === undefined) return null;
  return (
    <span className="contact-tags" title={tags.join(", ")}>
      <span className="contact-tag cut">{first}</span>
      {rest.length > 0 && <span className="faint">+{rest.length}</span>}
    </span>
  );
}
