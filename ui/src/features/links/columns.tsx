// The columns of the table of links.

import { Address } from "../../components/address";
import { BrandMark } from "../../components/brand-mark";
import { LinkStanding, Looks } from "../../components/link-state";
import type { TableColumn } from "../../components/table";
import { Time } from "../../components/time";
import type { LinkRow } from "../../generated/LinkRow";
import { exact, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Around {
  now: number;
  /** A mark where links of several brands are in the list. */
  brandOf: (slug: string) => { name: string; place: number } | null;
  /** Something is open beside the table. */
  narrow: boolean;
}

export function columns({ now, brandOf, narrow }: Around): TableColumn<LinkRow>[] {
  const all: (TableColumn<LinkRow> & { wide?: boolean })[] = [
    {
      key: "source",
      title: t("links:columns.source"),
      width: "minmax(190px, 3fr)",
      cell: (link) => <Source link={link} brandOf={brandOf} />,
    },
    {
      key: "standing",
      title: t("links:columns.standing"),
      width: "minmax(168px, 190px)",
      cell: ({ standing, state }) => <LinkStanding standing={standing} state={state} />,
    },
    {
      key: "target",
      title: t("links:columns.target"),
      width: "minmax(76px, 1fr)",
      wide: true,
      cell: ({ target }) => <Target address={target} />,
    },
    {
      key: "why",
      title: t("links:columns.why"),
      width: "minmax(130px, 2fr)",
      wide: true,
      cell: ({ why }) => <span title={why}>{why}</span>,
    },
    {
      key: "verified",
      title: t("links:columns.verified"),
      width: "84px",
      wide: true,
      cell: ({ verified_by, verified_at }) =>
        verified_by === null ? (
          <span className="faint">—</span>
        ) : (
          <span title={verified_at === null ? undefined : exact(verified_at)}>{verifier(verified_by)}</span>
        ),
    },
    {
      key: "checked",
      title: t("links:columns.checked"),
      width: "76px",
      wide: true,
      cell: ({ checked_at }) =>
        checked_at === null ? <span className="faint">—</span> : <Time at={checked_at} now={now} />,
    },
    {
      key: "next",
      title: t("links:columns.next"),
      width: "84px",
      wide: true,
      cell: ({ next_check_at }) =>
        next_check_at === null ? (
          <span className="faint">—</span>
        ) : (
          <span title={exact(next_check_at)}>{upcoming(next_check_at, now)}</span>
        ),
    },
    {
      key: "history",
      title: t("links:columns.history"),
      width: "92px",
      cell: ({ history }) => <Looks history={history} />,
    },
  ];
  return all.filter((column) => !narrow || !column.wide);
}

/** Who says that the link is there. */
export function verifier(by: string): string {
  return by === "notary" ? t("links:notary") : by;
}

function Source({ link, brandOf }: { link: LinkRow; brandOf: Around["brandOf"] }) {
  const brand = brandOf(link.brand);
  return (
    <span className="link-source">
      {brand && <BrandMark name={brand.name} place={brand.place} small />}
      <span className="cut">
        <Address address={link.source} />
      </span>
    </span>
  );
}

/** Our own host says nothing new: the path does. */
function Target({ address }: { address: string }) {
  const path = address.replace(/^[a-z]+:\/\/[^/?#]*/i, "");
  return (
    <span title={address} dir="ltr">
      {path === "" ? "/" : path}
    </span>
  );
}
