// The rows of a preview with what becomes of each, and why.

import { type ReactNode, useMemo } from "react";
import { Table, type TableColumn } from "../../components/table";
import { Tag } from "../../components/tag";
import type { ImportReport } from "../../generated/ImportReport";
import type { ImportRowVerdict } from "../../generated/ImportRowVerdict";
import type { ImportVerdict } from "../../generated/ImportVerdict";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { countOf, TONES } from "./words";

/** Rows below this many are so few that a table of their own height looks better than one that fills the screen. */
const FEW = 12;

export function Rows({ report, only, most }: { report: ImportReport; only: ImportVerdict | null; most?: number }) {
  const rows = useMemo(() => {
    const wanted = only ? report.rows.filter((row) => row.verdict === only) : report.rows;
    return most ? wanted.slice(0, most) : wanted;
  }, [report.rows, only, most]);
  const all = only ? countOf(report, only) : report.rows_in;
  if (rows.length === 0) return <p className="muted">{t("imports:preview.none")}</p>;
  return (
    <>
      <div
        className="boxed rows-box"
        data-few={rows.length <= FEW || undefined}
        style={{ "--rows": rows.length } as React.CSSProperties}
      >
        <Table
          key={only ?? "all"}
          label={t("imports:preview.table")}
          columns={columns()}
          count={rows.length}
          row={(index) => rows[index]}
          rowKey={(row) => String(row.row)}
        />
      </div>
      {!most && rows.length < all && <p className="faint">{t("imports:preview.some", { shown: rows.length, all })}</p>}
    </>
  );
}

function columns(): TableColumn<ImportRowVerdict>[] {
  const plain = (text: string): ReactNode => <span title={text}>{text}</span>;
  return [
    {
      key: "line",
      title: t("imports:preview.row"),
      width: "64px",
      cell: (row) => <span className="faint">{count(row.line)}</span>,
    },
    { key: "email", title: t("imports:preview.email"), width: "minmax(140px, 2fr)", cell: (row) => plain(row.email) },
    { key: "name", title: t("imports:preview.name"), width: "minmax(100px, 1.3fr)", cell: (row) => plain(row.name) },
    {
      key: "company",
      title: t("imports:preview.company"),
      width: "minmax(100px, 1.3fr)",
      cell: (row) => plain(row.company),
    },
    {
      key: "verdict",
      title: t("imports:preview.verdict"),
      width: "84px",
      cell: (row) => <Tag tone={TONES[row.verdict]}>{t(`imports:verdicts.${row.verdict}`)}</Tag>,
    },
    {
      key: "why",
      title: t("imports:preview.why"),
      width: "minmax(140px, 2fr)",
      cell: (row) => <span className="muted">{plain(row.why)}</span>,
    },
  ];
}
