// Sites that could link to us: filtered by how they stand, ordered by who to write to first, and one open beside the table.

import { Link } from "@tanstack/react-router";
import { Upload } from "lucide-react";
import { useMemo } from "react";
import { Choice } from "../../components/choice";
import { FilterChips } from "../../components/filter-chips";
import { LogFrame } from "../../components/log-frame";
import { Screen } from "../../components/screen";
import { SearchField } from "../../components/search-field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table } from "../../components/table";
import type { ProspectRow } from "../../generated/ProspectRow";
import type { ProspectSort } from "../../generated/ProspectSort";
import type { ProspectState } from "../../generated/ProspectState";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { keptPlace, useKept } from "../../lib/kept";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { useShortcut } from "../../lib/shortcuts";
import { useStretches } from "../../lib/stretches";
import { columns, SORTED_BY } from "./columns";
import { ProspectBeside } from "./detail";
import "./prospects.css";

interface Props {
  /** The prospect that is open, as the address says. */
  prospect: string | undefined;
  onOpen: (prospect: string | undefined) => void;
  onDeal: (deal: string) => void;
}

interface Filter {
  search: string;
  state: ProspectState | "all";
  sort: ProspectSort;
}

const EVERYTHING: Filter = { search: "", state: "all", sort: "priority" };
const STATES = ["new", "in_outreach", "linked", "closed", "set_aside"] as const satisfies readonly ProspectState[];
const SORTS = ["priority", "authority", "site", "added"] as const satisfies readonly ProspectSort[];
const PLACE = keptPlace("prospects.top");

/** What the address calls a prospect: a site may be one of several brands. */
const nameOf = ({ brand, site }: Pick<ProspectRow, "brand" | "site">) => `${brand}/${site}`;

export function Prospects({ prospect, onOpen, onDeal }: Props) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const [filter, setFilter] = useKept("prospects.filter", EVERYTHING);
  const { search, state, sort } = filter;
  const prospects = useStretches("prospects_page", {
    brand: scope?.slug ?? null,
    state: state === "all" ? null : state,
    search: search.trim() || null,
    sort,
  });
  const counts = new Map(prospects.reply?.counts.map((one) => [one.state, one.count]));
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const narrowed = state !== "all" || search.trim() !== "";
  const beside = prospect !== undefined;
  const head = useMemo(
    () => columns({ now, narrow: beside, brandOf: (slug) => (scope ? null : brandOf(slug)) }),
    [now, beside, scope, brandOf],
  );
  const at = prospects.find((row) => nameOf(row) === prospect);
  const step = (by: 1 | -1) => {
    const next = prospects.row(at + by);
    if (next) onOpen(nameOf(next));
  };
  const known = prospects.total ?? 0;
  useShortcut({ keys: "j", label: t("prospects:keys.next") }, () => step(1), known > 0);
  useShortcut({ keys: "k", label: t("prospects:keys.previous") }, () => step(-1), at > 0);
  const reset = () => setFilter({ ...EVERYTHING, sort });

  return (
    <Screen
      title={t("prospects:title")}
      note={known > 0 ? t("prospects:total", { count: known }) : undefined}
      actions={
        <Link to="/import" className="button">
          <Upload size={13} aria-hidden="true" />
          {t("prospects:import")}
        </Link>
      }
    >
      <LogFrame
        bar={
          <>
            <div className="row">
              <SearchField
                label={t("prospects:search")}
                value={search}
                onChange={(search) => setFilter({ ...filter, search })}
              />
              <Choice
                label={t("prospects:sort")}
                value={sort}
                options={SORTS.map((value) => ({ value, label: t(`prospects:sorts.${value}`) }))}
                onChange={(sort) => setFilter({ ...filter, sort })}
              />
              {narrowed && (
                <button type="button" className="link-button" onClick={reset}>
                  {t("prospects:reset")}
                </button>
              )}
            </div>
            <FilterChips<ProspectState | "all">
              label={t("prospects:states")}
              options={[
                { value: "all", label: t("all"), count: all },
                ...STATES.filter((one) => (counts.get(one) ?? 0) > 0 || one === state).map((value) => ({
                  value,
                  label: t(`words:prospectStates.${value}`),
                  count: counts.get(value) ?? 0,
                })),
              ]}
              chosen={[state]}
              // One of them at a time: the one pressed takes the place of the one that was.
              onChange={(chosen) => setFilter({ ...filter, state: chosen.find((one) => one !== state) ?? "all" })}
            />
          </>
        }
        beside={
          prospect !== undefined && (
            <ProspectBeside key={prospect} name={prospect} onClose={() => onOpen(undefined)} onDeal={onDeal} />
          )
        }
      >
        {prospects.total === null && !prospects.error && <Loading what={t("prospects:loading")} />}
        {prospects.error && prospects.total === null && <Trouble error={prospects.error} retry={prospects.retry} />}
        {prospects.total === 0 && <Nobody filtered={narrowed} onReset={reset} />}
        {known > 0 && (
          <Table
            label={t("prospects:title")}
            columns={head}
            count={known}
            row={prospects.row}
            rowKey={nameOf}
            onRange={prospects.onRange}
            current={prospect ?? null}
            onOpen={(row) => onOpen(nameOf(row))}
            sort={{ key: sort, down: sort !== "site" }}
            onSort={(key) => setFilter({ ...filter, sort: SORTED_BY(key) })}
            place={PLACE}
          />
        )}
      </LogFrame>
    </Screen>
  );
}

function Nobody({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title={t("prospects:empty.filtered")}>
        <p>{t("prospects:empty.filteredWhy")}</p>
        <button type="button" className="button" onClick={onReset}>
          {t("prospects:reset")}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t("prospects:empty.title")}>
      <p>{t("prospects:empty.why")}</p>
      <Link to="/import" className="button button-primary">
        {t("prospects:import")}
      </Link>
    </Empty>
  );
}
