// The links others place to our pages: filtered by how they stand, and one open beside the table.

import { Plus } from "lucide-react";
import { useMemo } from "react";
import { FilterChips } from "../../components/filter-chips";
import { LogFrame } from "../../components/log-frame";
import { Screen } from "../../components/screen";
import { SearchField } from "../../components/search-field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table } from "../../components/table";
import type { Standing } from "../../generated/Standing";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { keptPlace, useKept } from "../../lib/kept";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { openWatchLink } from "../../lib/link-dialogs";
import { STANDINGS } from "../../lib/link-states";
import { useShortcut } from "../../lib/shortcuts";
import { useStretches } from "../../lib/stretches";
import { columns } from "./columns";
import { LinkBeside } from "./detail";
import "./links.css";

interface Props {
  /** What is shown, and which link is open, as the address says. */
  standing: Standing | null;
  link: string | undefined;
  onStanding: (standing: Standing | null) => void;
  onOpen: (id: string | undefined) => void;
  onDeal: (deal: string) => void;
}

const PLACE = keptPlace("links.top");

export function Links({ standing, link, onStanding, onOpen, onDeal }: Props) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const [{ search }, setFilter] = useKept("links.filter", { search: "" });
  const brand = scope?.slug ?? null;
  const links = useStretches("links_page", { brand, standing, deal: null, search: search.trim() || null });
  const counts = new Map(links.reply?.counts.map((one) => [one.standing, one.count]));
  const all = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const narrowed = standing !== null || search.trim() !== "";
  const beside = link !== undefined;
  const head = useMemo(
    () => columns({ now, narrow: beside, brandOf: (slug) => (scope ? null : brandOf(slug)) }),
    [now, beside, scope, brandOf],
  );
  const at = links.find((row) => row.id === link);
  const step = (by: 1 | -1) => {
    const next = links.row(at + by);
    if (next) onOpen(next.id);
  };
  const known = links.total ?? 0;
  useShortcut({ keys: "j", label: t("links:keys.next") }, () => step(1), known > 0);
  useShortcut({ keys: "k", label: t("links:keys.previous") }, () => step(-1), at > 0);
  const reset = () => {
    setFilter({ search: "" });
    onStanding(null);
  };
  const watch = () => openWatchLink({ brand: scope?.slug });
  const shown = standing ?? "all";

  return (
    <Screen
      title={t("links:title")}
      note={known > 0 ? t("links:total", { count: known }) : undefined}
      actions={
        <button type="button" className="button button-primary" onClick={watch}>
          <Plus size={13} aria-hidden="true" />
          {t("links:watch")}
        </button>
      }
    >
      <LogFrame
        bar={
          <>
            <div className="row">
              <SearchField label={t("links:search")} value={search} onChange={(search) => setFilter({ search })} />
              {narrowed && (
                <button type="button" className="link-button" onClick={reset}>
                  {t("links:reset")}
                </button>
              )}
            </div>
            <FilterChips<Standing | "all">
              label={t("links:standings")}
              options={[
                { value: "all", label: t("all"), count: all },
                ...STANDINGS.filter((one) => (counts.get(one) ?? 0) > 0 || one === standing).map((value) => ({
                  value,
                  label: t(`words:standings.${value}`),
                  count: counts.get(value) ?? 0,
                })),
              ]}
              chosen={[shown]}
              // One of them at a time: the one pressed takes the place of the one that was.
              onChange={(chosen) => {
                const next = chosen.find((one) => one !== shown) ?? "all";
                onStanding(next === "all" ? null : next);
              }}
            />
          </>
        }
        beside={
          link !== undefined && <LinkBeside key={link} id={link} onClose={() => onOpen(undefined)} onDeal={onDeal} />
        }
      >
        {links.total === null && !links.error && <Loading what={t("links:loading")} />}
        {links.error && links.total === null && <Trouble error={links.error} retry={links.retry} />}
        {links.total === 0 && <NoLink filtered={narrowed} onReset={reset} onWatch={watch} />}
        {known > 0 && (
          <Table
            label={t("links:title")}
            columns={head}
            count={known}
            row={links.row}
            rowKey={(row) => row.id}
            onRange={links.onRange}
            current={link ?? null}
            onOpen={(row) => onOpen(row.id)}
            place={PLACE}
          />
        )}
      </LogFrame>
    </Screen>
  );
}

function NoLink({ filtered, onReset, onWatch }: { filtered: boolean; onReset: () => void; onWatch: () => void }) {
  if (filtered) {
    return (
      <Empty title={t("links:empty.filtered")}>
        <p>{t("links:empty.filteredWhy")}</p>
        <button type="button" className="button" onClick={onReset}>
          {t("links:reset")}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t("links:empty.title")}>
      <p>{t("links:empty.why")}</p>
      <button type="button" className="button button-primary" onClick={onWatch}>
        {t("links:watch")}
      </button>
    </Empty>
  );
}
