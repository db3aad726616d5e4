// What was done with mails, by label: in how many of them, and by whom as far as it can be told. Labels prove little, and that is said.

import { BY } from "../../components/engagement";
import { Figure } from "../../components/figure";
import type { Analytics } from "../../generated/Analytics";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { percent, share, total } from "./figures";

export function EngagementFigure({ data }: { data: Analytics }) {
  const { sent } = total(data.rates);
  const rows = data.engagement;
  const titles = [t("analytics:engagement.what"), t("analytics:engagement.who"), t("analytics:engagement.mails")];
  return (
    <Figure
      title={t("analytics:engagement.title")}
      about={t("analytics:engagement.about")}
      sheet={{ titles, rows: rows.map((row) => [row.said, BY[row.by], row.mails]) }}
      file={`engagement-${data.from}-${data.to}`}
      empty={rows.length === 0 && t(data.relay ? "analytics:engagement.empty" : "analytics:engagement.noRelay")}
    >
      <table className="sheet-table rates">
        <thead>
          <tr>
            <th scope="col">{titles[0]}</th>
            <th scope="col">{titles[1]}</th>
            <th scope="col" className="sheet-number">
              {titles[2]}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.kind} ${row.nature} ${row.by}`}>
              <th scope="row">{row.said}</th>
              <td>{BY[row.by]}</td>
              <td className="sheet-number">
                {count(row.mails)} <span className="faint">{percent(share(row.mails, sent))}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}
