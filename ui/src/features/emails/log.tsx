// The log of mails: searched, filtered, and one open beside it.

import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { Choice } from "../../components/choice";
import { FilterChips } from "../../components/filter-chips";
import { LogFrame } from "../../components/log-frame";
import { Screen } from "../../components/screen";
import { SearchField } from "../../components/search-field";
import { Empty, Loading, Trouble } from "../../components/states";
import { Table } from "../../components/table";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { keptPlace, useKept } from "../../lib/kept";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { usePages } from "../../lib/pages";
import { useShortcut } from "../../lib/shortcuts";
import { SPANS } from "../../lib/span";
import { ColumnChoice, columns, FIRST, NARROW } from "./columns";
import { MailBeside } from "./detail";
import "./emails.css";
import { EVERYTHING, KINDS, narrows, question, STATES, WRITERS } from "./filter";

interface Props {
  /** The mail that is open, as the address says. */
  mail: string | undefined;
  onOpen: (id: string | undefined) => void;
  onDeal: (deal: string) => void;
}

const PLACE = keptPlace("emails.top");

export function EmailLog({ mail, onOpen, onDeal }: Props) {
  const now = useNow();
  const scope = useBrandInScope();
  const brandOf = useBrandOf();
  const [filter, setFilter] = useKept("emails.filter", EVERYTHING);
  const [shown, setShown] = useKept("emails.columns", { keys: FIRST });
  const pages = usePages("emails_page", question(filter, scope?.slug ?? null, now));
  const mails = useMemo(() => pages.pages.flatMap((page) => page.mails), [pages.pages]);
  const counts = new Map(pages.pages[0]?.states.map(({ state, count }) => [state, count]));
  const total = [...counts].reduce(
    (sum, [state, n]) => (filter.states.length === 0 || filter.states.includes(state) ? sum + n : sum),
    0,
  );
  const keys = mail === undefined ? shown.keys : NARROW;
  const head = useMemo(
    () =>
      columns(keys.includes("to") ? keys : [...keys, "to"], { now, brandOf: (slug) => (scope ? null : brandOf(slug)) }),
    [keys, now, scope, brandOf],
  );

  const at = mails.findIndex((line) => line.mail.id === mail);
  const step = (by: 1 | -1) => {
    const next = mails[at + by];
    if (next) onOpen(next.mail.id);
  };
  useShortcut({ keys: "j", label: t("emails:keys.next") }, () => step(1), mails.length > 0);
  useShortcut({ keys: "k", label: t("emails:keys.previous") }, () => step(-1), at > 0);

  return (
    <Screen title={t("emails:title")} note={total > 0 ? t("emails:total", { count: total }) : undefined}>
      <LogFrame
        bar={
          <>
            <div className="row">
              <SearchField
                label={t("emails:search")}
                value={filter.search}
                onChange={(search) => setFilter({ ...filter, search })}
              />
              <Choice
                label={t("emails:kind")}
                value={filter.kind}
                options={[
                  { value: "any", label: t("emails:anyKind") },
                  ...KINDS.map((kind) => ({ value: kind, label: t(`words:mails.${kind}`) })),
                ]}
                onChange={(kind) => setFilter({ ...filter, kind })}
              />
              <Choice
                label={t("emails:writer")}
                value={filter.writer}
                options={[
                  { value: "any", label: t("emails:anyWriter") },
                  ...WRITERS.map((writer) => ({ value: writer, label: t(`emails:writers.${writer}`) })),
                ]}
                onChange={(writer) => setFilter({ ...filter, writer })}
              />
              <Choice
                label={t("emails:span")}
                value={filter.span}
                options={SPANS.map((span) => ({ value: span, label: t(`spans.${span}`) }))}
                onChange={(span) => setFilter({ ...filter, span })}
              />
              {narrows(filter) && (
                <button type="button" className="link-button" onClick={() => setFilter(EVERYTHING)}>
                  {t("emails:reset")}
                </button>
              )}
              <span className="push">
                <ColumnChoice chosen={shown.keys} onChange={(keys) => setShown({ keys })} />
              </span>
            </div>
            <FilterChips
              label={t("emails:states")}
              options={STATES.filter((state) => (counts.get(state) ?? 0) > 0 || filter.states.includes(state)).map(
                (state) => ({
                  value: state,
                  label: t(`words:emailStates.${state}`),
                  count: counts.get(state) ?? 0,
                }),
              )}
              chosen={filter.states}
              onChange={(states) => setFilter({ ...filter, states })}
            />
          </>
        }
        beside={
          mail !== undefined && <MailBeside key={mail} id={mail} onClose={() => onOpen(undefined)} onDeal={onDeal} />
        }
      >
        {pages.isPending && <Loading what={t("emails:loading")} />}
        {pages.error && !pages.data && <Trouble error={pages.error} retry={() => void pages.refetch()} />}
        {pages.data && mails.length === 0 && (
          <NoMail filtered={narrows(filter)} onReset={() => setFilter(EVERYTHING)} />
        )}
        {mails.length > 0 && (
          <Table
            label={t("emails:title")}
            columns={head}
            count={mails.length}
            row={(index) => mails[index]}
            rowKey={(line) => line.mail.id}
            onRange={(_first, last) => pages.more(last, mails.length)}
            current={mail ?? null}
            onOpen={(line) => onOpen(line.mail.id)}
            place={PLACE}
          />
        )}
      </LogFrame>
    </Screen>
  );
}

function NoMail({ filtered, onReset }: { filtered: boolean; onReset: () => void }) {
  if (filtered) {
    return (
      <Empty title={t("emails:empty.filtered")}>
        <p>{t("emails:empty.filteredWhy")}</p>
        <button type="button" className="button" onClick={onReset}>
          {t("emails:reset")}
        </button>
      </Empty>
    );
  }
  return (
    <Empty title={t("emails:empty.title")}>
      <p>{t("emails:empty.why")}</p>
      <Link to="/import" className="button button-primary">
        {t("emails:empty.step")}
      </Link>
    </Empty>
  );
}
