// Contacts as a table of any size: what is filtered, what is in sight, what is selected.

import { useEffect, useRef, useState } from "react";
import { Loading, Trouble } from "../../components/states";
import { Table } from "../../components/table";
import type { ContactLine } from "../../generated/ContactLine";
import { useAsk, useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { useShortcut } from "../../lib/shortcuts";
import { useStretches } from "../../lib/stretches";
import { columnsOf, nameOf, sortOf } from "./columns";
import "./contacts.css";
import { Nobody } from "./empty";
import { Filters } from "./filters";
import { SelectionBar } from "./selection";
import { filterOf, isFiltered, sorted, type View } from "./view";

/** The engine looks for a text in so many contacts. */
const FOUND = 20_000;

/** Where each view was scrolled to. */
const places = new Map<string, number>();

interface Props {
  view: View;
  onView: (view: View) => void;
  onOpen: (contact: string) => void;
  onDeal: (deal: string) => void;
  onTotal: (total: number) => void;
  onAdd: () => void;
  onImport: () => void;
}

export function ContactList({ view, onView, onOpen, onDeal, onTotal, onAdd, onImport }: Props) {
  const now = useNow();
  const brand = useBrandInScope();
  const brandOf = useBrandOf();
  const filter = filterOf(view, brand?.slug ?? null);
  const pages = useStretches("contacts_page", { filter, sort: view.sort, down: view.down });
  const facets = useAsk("contact_facets", { brand: brand?.slug ?? null }, { keep: true });
  const imports = useAsk("imports_list", {}, { keep: true });
  const [selected, setSelected] = useState<ReadonlyMap<string, ContactLine>>(new Map());
  const [all, setAll] = useState(false);
  const clear = () => {
    setSelected(new Map());
    setAll(false);
  };
  useShortcut({ keys: "Escape" }, clear, selected.size > 0);
  const known = pages.total;
  useEffect(() => {
    if (known !== null) onTotal(known);
  }, [known, onTotal]);

  const place = JSON.stringify(filter) + view.sort + view.down;
  const table = useRef<HTMLDivElement>(null);
  const shown = useRef(place);
  useEffect(() => {
    // Another filter or order begins where it was left, else at its top.
    if (shown.current === place) return;
    shown.current = place;
    const box = table.current?.firstElementChild;
    if (box) box.scrollTop = places.get(place) ?? 0;
  }, [place]);
  const onSelect = (keys: ReadonlySet<string>) => {
    const next = new Map<string, ContactLine>();
    for (const [id, line] of selected) if (keys.has(id)) next.set(id, line);
    for (let at = 0; at < (known ?? 0) && next.size < keys.size; at += 1) {
      const line = pages.row(at);
      if (line && keys.has(line.id)) next.set(line.id, line);
    }
    setSelected(next);
    setAll(false);
  };
  return (
    <div className="contacts" data-selecting={selected.size > 0 || undefined}>
      <Filters
        view={view}
        onView={(next) => {
          clear();
          onView(next);
        }}
        facets={facets.data ?? { tags: [], countries: [] }}
        imports={imports.data ?? []}
      />
      {pages.reply?.more && <p className="contact-note">{t("contacts:tooMany", { count: FOUND })}</p>}
      {pages.error && known === null && <Trouble error={pages.error} retry={pages.retry} />}
      {!pages.error && known === null && (
        <Loading what={t(view.sort === "created" ? "contacts:fetching" : "contacts:ordering")} />
      )}
      {known === 0 && !pages.stale && (
        <Nobody
          filtered={isFiltered(view)}
          onClear={() => onView({ ...view, text: "", chosen: {} })}
          onAdd={onAdd}
          onImport={onImport}
        />
      )}
      {known !== null && pages.stale && (
        <p className="contact-wait loading" role="status">
          <span className="loading-bar" aria-hidden="true" />
          {t(view.sort === "created" ? "contacts:fetching" : "contacts:ordering")}
        </p>
      )}
      {known !== null && known > 0 && (
        <div className="contact-table" ref={table} aria-busy={pages.stale || undefined}>
          <Table
            label={t("contacts:title")}
            columns={columnsOf(view.columns, { now, brandOf: brand ? null : brandOf, onDeal })}
            count={known}
            row={pages.row}
            rowKey={(line) => line.id}
            nameOf={nameOf}
            onRange={pages.onRange}
            onOpen={(line) => onOpen(line.id)}
            selected={new Set(selected.keys())}
            onSelect={onSelect}
            sort={{ key: columnOf(view), down: view.down }}
            onSort={(column) => {
              const by = sortOf(column);
              if (by) onView(sorted(view, by));
            }}
            place={{ read: () => places.get(place) ?? 0, write: (top) => void places.set(place, top) }}
          />
        </div>
      )}
      {selected.size > 0 && (
        <SelectionBar
          selected={[...selected.values()]}
          all={all}
          total={known ?? 0}
          filter={filter}
          view={view}
          tags={facets.data?.tags ?? []}
          onAll={() => setAll(true)}
          onClear={clear}
        />
      )}
    </div>
  );
}

const columnOf = ({ sort }: View) => sort;
