// The log of decisions: searched, filtered, with what the models took, and one open beside it.

import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { BrandMark } from "../../components/brand-mark";
import { Choice } from "../../components/choice";
import { FilterChips } from "../../components/filter-chips";
import { LogFrame } from "../../components/log-frame";
import { Screen } from "../../components/screen";
import { SearchField } from "../../components/search-field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table, type TableColumn } from "../../components/table";
import { Time } from "../../components/time";
import type { LoggedDecision } from "../../generated/LoggedDecision";
import { useNow } from "../../lib/ask";
import { count, isGuess } from "../../lib/format";
import { t } from "../../lib/i18n";
import { keptPlace, useKept } from "../../lib/kept";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { usePages } from "../../lib/pages";
import { useShortcut } from "../../lib/shortcuts";
import { SPANS, type Span, since } from "../../lib/span";
import "./decisions.css";
import { DecisionBeside } from "./detail";
import { actionName, PROVIDERS, type ProviderName, providerName } from "./words";

interface Props {
  /** The decision that is open, as the address says. */
  decision: string | undefined;
  onOpen: (id: string | undefined) => void;
  onDeal: (deal: string) => void;
}

interface Filter {
  search: string;
  actions: string[];
  provider: ProviderName | "any";
  span: Span;
}

const EVERYTHING: Filter = { search: "", actions: [], provider: "any", span: "all" };
const PLACE = keptPlace("decisions.top");

export function DecisionLog({ decision, onOpen, onDeal }: Props) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const [filter, setFilter] = useKept("decisions.filter", EVERYTHING);
  const pages = usePages("decisions_page", {
    brand: scope?.slug ?? null,
    search: filter.search.trim() || null,
    actions: filter.actions,
    provider: filter.provider === "any" ? null : filter.provider,
    from: since(filter.span, now),
    until: null,
  });
  const lines = useMemo(() => pages.pages.flatMap((page) => page.decisions), [pages.pages]);
  const sums = pages.pages[0]?.actions ?? [];
  const inView = sums.filter((sum) => filter.actions.length === 0 || filter.actions.includes(sum.action));
  const total = inView.reduce((sum, one) => sum + one.count, 0);
  const tokens = inView.reduce((sum, one) => sum + one.tokens_in + one.tokens_out, 0);
  const narrowed =
    filter.search.trim() !== "" || filter.actions.length > 0 || filter.provider !== "any" || filter.span !== "all";
  const beside = decision !== undefined;
  const head = useMemo(
    () => columns(beside, now, (slug) => (scope ? null : brandOf(slug))),
    [beside, now, scope, brandOf],
  );

  const at = lines.findIndex((line) => line.row.id === decision);
  const step = (by: 1 | -1) => {
    const next = lines[at + by];
    if (next) onOpen(next.row.id);
  };
  useShortcut({ keys: "j", label: t("decisions:keys.next") }, () => step(1), lines.length > 0);
  useShortcut({ keys: "k", label: t("decisions:keys.previous") }, () => step(-1), at > 0);

  const counted = t("decisions:total", { count: total });
  const note =
    tokens > 0
      ? t("decisions:note", { decisions: counted, tokens: t("decisions:tokens", { count: tokens }) })
      : counted;
  return (
    <Screen title={t("decisions:title")} note={total > 0 ? note : undefined}>
      <LogFrame
        bar={
          <>
            <div className="row">
              <SearchField
                label={t("decisions:search")}
                value={filter.search}
                onChange={(search) => setFilter({ ...filter, search })}
              />
              <Choice
                label={t("decisions:provider")}
                value={filter.provider}
                options={[
                  { value: "any", label: t("decisions:anyProvider") },
                  ...PROVIDERS.map((provider) => ({ value: provider, label: providerName(provider) })),
                ]}
                onChange={(provider) => setFilter({ ...filter, provider })}
              />
              <Choice
                label={t("decisions:span")}
                value={filter.span}
                options={SPANS.map((span) => ({ value: span, label: t(`spans.${span}`) }))}
                onChange={(span) => setFilter({ ...filter, span })}
              />
              {narrowed && (
                <button type="button" className="link-button" onClick={() => setFilter(EVERYTHING)}>
                  {t("decisions:reset")}
                </button>
              )}
            </div>
            <FilterChips
              label={t("decisions:actionsLabel")}
              options={sums.map((sum) => ({ value: sum.action, label: actionName(sum.action), count: sum.count }))}
              chosen={filter.actions}
              onChange={(actions) => setFilter({ ...filter, actions })}
            />
          </>
        }
        beside={
          decision !== undefined && (
            <DecisionBeside
              key={decision}
              id={decision}
              line={lines[at]}
              onClose={() => onOpen(undefined)}
              onDeal={onDeal}
            />
          )
        }
      >
        {pages.isPending && <Loading what={t("decisions:loading")} />}
        {pages.error && !pages.data && <Trouble error={pages.error} retry={() => void pages.refetch()} />}
        {pages.data && lines.length === 0 && <NoDecision filtered={narrowed} onReset={() => setFilter(EVERYTHING)} />}
        {lines.length > 0 && (
          <Table
            label={t("decisions:title")}
            columns={head}
            count={lines.length}
            row={(index) => lines[index]}
            rowKey={(line) => line.row.id}
            onRange={(_first, last) => pages.more(last, lines.length)}
            current={decision ?? null}
            onOpen={(line) => onOpen(line.row.id)}
            place={PLACE}
          />
        )}
      </LogFrame>
    </Screen>
  );
}

type BrandOf = (slug: string) => { name: string; place: number } | null;

function columns(narrow: boolean, now: number, brandOf: BrandOf): TableColumn<LoggedDecision>[] {
  const all: (TableColumn<LoggedDecision> & { wide?: boolean })[] = [
    { key: "at", title: t("decisions:columns.at"), width: "92px", cell: ({ row }) => <Time at={row.at} now={now} /> },
    {
      key: "action",
      title: t("decisions:columns.action"),
      width: "116px",
      cell: ({ row }) => <b>{actionName(row.action)}</b>,
    },
    {
      key: "who",
      title: t("decisions:columns.who"),
      width: "minmax(110px, 1.1fr)",
      cell: (line) => <Who line={line} brandOf={brandOf} />,
    },
    {
      key: "company",
      title: t("decisions:columns.company"),
      width: "minmax(110px, 1.1fr)",
      wide: true,
      cell: ({ company }) => company,
    },
    {
      key: "reason",
      title: t("decisions:columns.reason"),
      width: "minmax(160px, 3fr)",
      cell: ({ row }) => <span title={row.reason}>{row.reason}</span>,
    },
    {
      key: "by",
      title: t("decisions:columns.by"),
      width: "112px",
      wide: true,
      cell: ({ row }) => row.model || providerName(row.provider),
    },
    {
      key: "sure",
      title: t("decisions:columns.sure"),
      width: "56px",
      numeric: true,
      wide: true,
      cell: ({ row }) =>
        isGuess(row.confidence) ? `${Math.round(row.confidence * 100)}%` : <span className="faint">—</span>,
    },
    {
      key: "tokens",
      title: t("decisions:columns.tokens"),
      width: "64px",
      numeric: true,
      wide: true,
      cell: ({ row }) =>
        row.tokens_in === null && row.tokens_out === null ? (
          <span className="faint">—</span>
        ) : (
          count((row.tokens_in ?? 0) + (row.tokens_out ?? 0))
        ),
    },
  ];
  return all.filter((column) => !narrow || !column.wide);
}

function Who({ line, brandOf }: { line: LoggedDecision; brandOf: BrandOf }) {
  const brand = brandOf(line.brand);
  return (
    <span className="decisions-who">
      {brand && <BrandMark name={brand.name} place={brand.place} small />}
      <span className="cut">{line.who}</span>
    </span>
  );
}

function NoDecision({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title={t("decisions:empty.filtered")}>
        <p>{t("decisions:empty.filteredWhy")}</p>
        <button type="button" className="button" onClick={onReset}>
          {t("decisions:reset")}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t("decisions:empty.title")}>
      <p>{t("decisions:empty.why")}</p>
      <Link to="/board" className="button button-primary">
        {t("decisions:empty.step")}
      </Link>
    </Empty>
  );
}
