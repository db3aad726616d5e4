// What the open value may come to: by stage, with how often deals that were there were won so far. What is not known is said.

import { Figure } from "../../components/figure";
import type { Analytics } from "../../generated/Analytics";
import { count, money } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandOf } from "../../lib/known";
import { chance, ENOUGH, expected, percent } from "./figures";

export function Forecast({ data }: { data: Analytics }) {
  const brandOf = useBrandOf();
  // What has no value cannot be expected to bring any.
  const rows = data.forecast.filter((row) => row.value_cents > 0);
  const sum = expected(rows);
  const many = new Set(rows.map(({ pipeline_id }) => pipeline_id)).size > 1;
  const brands = new Set(rows.map(({ brand }) => brand)).size > 1;
  const most = Math.max(1, ...rows.map(({ value_cents }) => value_cents));
  const titles = ["brand", "pipeline", "stage", "deals", "value", "chance", "expected"] as const;
  return (
    <Figure
      title={t("analytics:forecast.title")}
      note={rows.length > 0 && t("analytics:forecast.sums", { open: money(sum.open), expected: money(sum.expected) })}
      about={[
        t("analytics:forecast.about", { n: ENOUGH }),
        sum.unknown > 0 ? t("analytics:forecast.unknown", { value: money(sum.unknown) }) : "",
      ].join(" ")}
      sheet={{
        titles: titles.map((title) => t(`analytics:columns.${title}`)),
        rows: rows.map((row) => {
          const known = chance(row);
          return [
            row.brand,
            row.pipeline,
            row.name,
            row.deals,
            row.value_cents / 100,
            known === null ? null : percent(known),
            known === null ? null : Math.round(row.value_cents * known) / 100,
          ];
        }),
      }}
      file={`forecast-${data.to}`}
      empty={rows.length === 0 && t("analytics:forecast.empty")}
    >
      <table className="sheet-table rates">
        <thead>
          <tr>
            <th scope="col">{t("analytics:columns.stage")}</th>
            <th scope="col" className="sheet-number">
              {t("analytics:columns.deals")}
            </th>
            <th scope="col">{t("analytics:columns.value")}</th>
            <th scope="col" className="sheet-number">
              {t("analytics:columns.chance")}
            </th>
            <th scope="col" className="sheet-number">
              {t("analytics:columns.expected")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const known = chance(row);
            return (
              <tr key={row.stage_id}>
                <th scope="row">
                  {row.name}
                  {many && <span className="faint"> · {row.pipeline}</span>}
                  {brands && <span className="faint"> · {brandOf(row.brand)?.name ?? row.brand}</span>}
                </th>
                <td className="sheet-number">{count(row.deals)}</td>
                <td>
                  <span className="rate rate-wide">
                    <span className="rate-track" aria-hidden="true">
                      <span
                        className="rate-bar rate-value"
                        style={{ inlineSize: `${(100 * row.value_cents) / most}%` }}
                      />
                    </span>
                    <span>{money(row.value_cents)}</span>
                  </span>
                </td>
                <td
                  className="sheet-number"
                  title={t("analytics:forecast.of", { won: count(row.won), closed: count(row.closed) })}
                >
                  {percent(known)}
                </td>
                <td className="sheet-number">{known === null ? "–" : money(row.value_cents * known)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Figure>
  );
}
