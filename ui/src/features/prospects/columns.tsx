// The columns of the table of prospects; three of them give its order.

import { BrandMark } from "../../components/brand-mark";
import type { TableColumn } from "../../components/table";
import { Tag } from "../../components/tag";
import { Time } from "../../components/time";
import type { ProspectRow } from "../../generated/ProspectRow";
import type { ProspectSort } from "../../generated/ProspectSort";
import { count, day } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Around {
  now: number;
  /** A mark where prospects of several brands are in the list. */
  brandOf: (slug: string) => { name: string; place: number } | null;
  /** Something is open beside the table. */
  narrow: boolean;
}

/** Columns are called by the order they give. */
const SORTS: readonly string[] = ["priority", "authority", "site"] satisfies ProspectSort[];

export const SORTED_BY = (key: string) => (SORTS.includes(key) ? (key as ProspectSort) : "priority");

export function columns({ now, brandOf, narrow }: Around): TableColumn<ProspectRow>[] {
  const all: (TableColumn<ProspectRow> & { wide?: boolean })[] = [
    {
      key: "site",
      title: t("prospects:columns.site"),
      width: "minmax(150px, 1.4fr)",
      cell: (one) => <Site one={one} brandOf={brandOf} />,
    },
    {
      key: "priority",
      title: t("prospects:columns.priority"),
      width: "96px",
      cell: ({ priority, reasons }) => <Priority priority={priority} reasons={reasons} />,
    },
    {
      key: "authority",
      title: t("prospects:columns.authority"),
      width: "72px",
      numeric: true,
      wide: true,
      cell: (one) =>
        one.authority === null ? (
          <span className="faint">—</span>
        ) : (
          <span title={authorityFrom(one, now)}>{count(one.authority)}</span>
        ),
    },
    {
      key: "contact",
      title: t("prospects:columns.contact"),
      width: "minmax(130px, 1.2fr)",
      wide: true,
      cell: (one) => <Contact one={one} />,
    },
    {
      key: "contacted",
      title: t("prospects:columns.contacted"),
      width: "116px",
      wide: true,
      cell: (one) => <Contacted one={one} now={now} />,
    },
    { key: "state", title: t("prospects:columns.state"), width: "132px", cell: (one) => <State one={one} /> },
    {
      key: "links",
      title: t("prospects:columns.links"),
      width: "48px",
      numeric: true,
      wide: true,
      cell: ({ links }) => (links > 0 ? count(links) : <span className="faint">—</span>),
    },
    {
      key: "rival",
      title: t("prospects:columns.rival"),
      width: "minmax(90px, 1fr)",
      wide: true,
      cell: ({ rival }) => rival && <span title={rival}>{rival.replace(/^https?:\/\/(www\.)?/i, "")}</span>,
    },
  ];
  const shown = all.filter((column) => !narrow || !column.wide);
  return shown.map((column) => ({ ...column, sortable: SORTS.includes(column.key) }));
}

/** Whose number it is, and of when. */
export function authorityFrom({ authority_source, authority_at }: ProspectRow, now: number): string {
  return authority_at === null
    ? t("prospects:authoritySource", { source: authority_source })
    : t("prospects:authorityFrom", { source: authority_source, at: day(authority_at, now) });
}

function Site({ one, brandOf }: { one: ProspectRow; brandOf: Around["brandOf"] }) {
  const brand = brandOf(one.brand);
  return (
    <span className="prospect-site">
      {brand && <BrandMark name={brand.name} place={brand.place} small />}
      <b className="cut" title={one.page} dir="ltr">
        {one.site}
      </b>
    </span>
  );
}

function Priority({ priority, reasons }: Pick<ProspectRow, "priority" | "reasons">) {
  return (
    <span className="prospect-priority" title={reasons.join("\n")}>
      <span className="prospect-number">{count(priority)}</span>
      <span className="prospect-bar" aria-hidden="true">
        <span style={{ inlineSize: `${priority}%` }} />
      </span>
    </span>
  );
}

function Contact({ one }: { one: ProspectRow }) {
  if (one.contact_id === null) return <span className="faint">{t("prospects:noContact")}</span>;
  return (
    <span title={one.contact_email}>
      {one.contact_name || one.contact_email}
      {one.contacts > 1 && <span className="faint"> {t("prospects:moreContacts", { count: one.contacts - 1 })}</span>}
    </span>
  );
}

export function Contacted({ one, now }: { one: ProspectRow; now: number }) {
  if (one.last_contacted_at === null) return <span className="faint">{t("prospects:never")}</span>;
  if (!one.contacted_lately) return <Time at={one.last_contacted_at} now={now} />;
  return (
    <span className="prospect-lately">
      <span className="prospect-dot" title={t("prospects:lately")}>
        <span className="visually-hidden">{t("prospects:lately")}</span>
      </span>
      <Time at={one.last_contacted_at} now={now} />
    </span>
  );
}

/** A deal says its stage; only what is reached has a colour. */
export function State({ one: { state, stage } }: { one: Pick<ProspectRow, "state" | "stage"> }) {
  const word = t(`words:prospectStates.${state}`);
  if (state === "linked") return <Tag tone="good">{word}</Tag>;
  if (state === "in_outreach") return <span title={word}>{stage ?? word}</span>;
  return <span className={state === "new" ? undefined : "faint"}>{word}</span>;
}
