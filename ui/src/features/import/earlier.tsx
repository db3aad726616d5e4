// What was imported before, newest first, each to be undone.

import { BrandMark } from "../../components/brand-mark";
import { Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import { useAsk, useNow } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { UndoImport } from "./undo";

const NUMBERS = ["rows_in", "created", "updated", "skipped", "rejected", "deals"] as const;

export function EarlierImports() {
  const list = useAsk("imports_list", {});
  const scope = useBrandInScope();
  const now = useNow();
  const brandOf = useBrandOf();
  const rows = list.data?.filter((row) => !scope || row.brand === scope.slug);
  return (
    <section className="earlier" aria-labelledby="earlier-imports">
      <h3 id="earlier-imports">{t("imports:earlier.heading")}</h3>
      {list.error ? (
        <Trouble error={list.error} retry={() => void list.refetch()} />
      ) : !rows ? (
        <Loading what={t("loading", { what: t("imports:earlier.what") })} />
      ) : rows.length === 0 ? (
        <p className="muted">{t("imports:earlier.none")}</p>
      ) : (
        <div className="boxed scroll-x">
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t("imports:earlier.file")}</th>
                <th scope="col">{t("imports:earlier.brand")}</th>
                <th scope="col">{t("imports:earlier.when")}</th>
                {NUMBERS.map((what) => (
                  <th key={what} scope="col" className="number">
                    {t(`imports:earlier.${what === "rows_in" ? "rows" : what}`)}
                  </th>
                ))}
                <th scope="col">{t("imports:earlier.state")}</th>
                <th scope="col">
                  <span className="visually-hidden">{t("undo")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const brand = brandOf(row.brand);
                return (
                  <tr key={row.id}>
                    <th scope="row" className="cut" title={row.file_name}>
                      {row.file_name}
                    </th>
                    <td>
                      <span className="row">
                        {brand && <BrandMark name={brand.name} place={brand.place} small />}
                        <span className="cut">{brand?.name ?? row.brand}</span>
                      </span>
                    </td>
                    <td className="muted">
                      <Time at={row.created_at} now={now} />
                    </td>
                    {NUMBERS.map((what) => (
                      <td key={what} className={`number ${row[what] === 0 ? "faint" : ""}`}>
                        {count(row[what])}
                      </td>
                    ))}
                    <td>
                      <span className={row.state === "undone" ? "faint" : ""}>
                        {t(row.state === "undone" ? "imports:earlier.undone" : "imports:earlier.done")}
                      </span>
                    </td>
                    <td className="number">{row.state !== "undone" && <UndoImport row={row} quiet />}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
