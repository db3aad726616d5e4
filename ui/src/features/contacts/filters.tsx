// The line above the table: search, filters as chips, views that were kept, columns.

import { Columns3, ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import { Menu } from "../../components/menu";
import type { ContactFacets } from "../../generated/ContactFacets";
import type { ImportRow } from "../../generated/ImportRow";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import {
  BUILT_IN,
  type Chosen,
  COLUMNS,
  FILTERS,
  type FilterKey,
  isFiltered,
  KINDS,
  MARKS,
  PLAIN,
  sameView,
  toggled,
  type View,
  without,
} from "./view";
import { type SavedView, useSavedViews } from "./views";

/** How long typing may pause before the engine is asked, in milliseconds. */
const PAUSE = 150;

interface Props {
  view: View;
  onView: (view: View) => void;
  facets: ContactFacets;
  imports: ImportRow[];
}

export function Filters({ view, onView, facets, imports }: Props) {
  const chips = FILTERS.filter((filter) => filter in view.chosen);
  const options = optionsOf(facets, imports);
  const set = (filter: FilterKey, value: string) =>
    onView({ ...view, chosen: { ...view.chosen, [filter]: understood(filter, value) } as Chosen });
  return (
    <div className="contact-bar">
      <SearchField text={view.text} onText={(text) => onView({ ...view, text })} />
      {chips.map((filter) => (
        <Chip
          key={filter}
          filter={filter}
          value={String(view.chosen[filter])}
          options={options[filter]}
          onChange={(value) => set(filter, value)}
          onRemove={() => onView(without(view, filter))}
        />
      ))}
      <Menu
        className="link-button contact-add-filter"
        button={
          <>
            <ListFilter size={13} aria-hidden="true" />
            {t("contacts:filter.add")}
          </>
        }
        groups={[
          FILTERS.filter((filter) => !(filter in view.chosen) && options[filter].length > 0).map((filter) => ({
            key: filter,
            label: t(`contacts:filter.${filter}`),
            act: () => set(filter, options[filter][0]?.value ?? ""),
          })),
        ]}
      />
      {isFiltered(view) && (
        <button type="button" className="link-button" onClick={() => onView({ ...view, text: "", chosen: {} })}>
          {t("contacts:filter.clear")}
        </button>
      )}
      <span className="push row">
        <Views view={view} onView={onView} />
        <Menu
          className="icon-button"
          label={t("contacts:columns.label")}
          button={<Columns3 size={14} aria-hidden="true" />}
          align="end"
          groups={[
            COLUMNS.filter((column) => column !== "name").map((column) => ({
              key: column,
              label: t(`contacts:columns.${column}`),
              chosen: view.columns.includes(column),
              hint: view.columns.includes(column) ? "✓" : undefined,
              act: () => onView(toggled(view, column)),
            })),
          ]}
        />
      </span>
    </div>
  );
}

function SearchField({ text, onText }: { text: string; onText: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  const said = useRef(text);
  // Another view, or "clear", changes it from outside.
  if (said.current !== text) {
    said.current = text;
    setTyped(text);
  }
  useEffect(() => {
    if (typed === said.current) return;
    const timer = setTimeout(() => {
      said.current = typed;
      onText(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, onText]);
  useShortcut({ keys: "/", label: t("contacts:searchKey") }, () => field.current?.focus());
  return (
    <span className="contact-search">
      <Search size={13} aria-hidden="true" />
      <input
        ref={field}
        type="search"
        className="input"
        aria-label={t("contacts:search")}
        placeholder={t("contacts:searchHint")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && typed !== "") {
            event.stopPropagation();
            setTyped("");
          } else if (event.key === "Escape") event.currentTarget.blur();
          else if (event.key === "ArrowDown") document.querySelector<HTMLElement>(".table-row[tabindex='0']")?.focus();
        }}
      />
      {typed === "" && <kbd>/</kbd>}
    </span>
  );
}

interface Option {
  value: string;
  label: string;
}

function Chip({
  filter,
  value,
  options,
  onChange,
  onRemove,
}: {
  filter: FilterKey;
  value: string;
  options: Option[];
  onChange: (value: string) => void;
  onRemove: () => void;
}) {
  const name = t(`contacts:filter.${filter}`);
  // What was kept in a view may not be in use any more.
  const all = options.some((option) => option.value === value) ? options : [{ value, label: value }, ...options];
  return (
    <span className="contact-chip">
      <span className="faint">{name}</span>
      <Choice label={name} value={value} options={all} onChange={onChange} />
      <button
        type="button"
        className="icon-button"
        aria-label={t("contacts:filter.remove", { name })}
        onClick={onRemove}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}

function Views({ view, onView }: Pick<Props, "view" | "onView">) {
  const { views: saved, save, remove } = useSavedViews();
  const [naming, setNaming] = useState(false);
  const builtIn = BUILT_IN.find((one) => sameView(one.view, view));
  const own = saved.find((one) => sameView(one.view, view));
  const name = own?.name ?? (builtIn ? t(`contacts:views.${builtIn.key}`) : t("contacts:views.label"));
  return (
    <>
      <Menu
        className="button contact-views"
        label={`${name}. ${t("contacts:views.label")}`}
        align="end"
        button={name}
        groups={[
          BUILT_IN.map((one) => ({
            key: one.key,
            label: t(`contacts:views.${one.key}`),
            chosen: one === builtIn,
            act: () => onView({ ...one.view, columns: view.columns }),
          })),
          saved.map((one) => ({ key: one.name, label: one.name, chosen: one === own, act: () => onView(one.view) })),
          [
            {
              key: "+save",
              label: t("contacts:views.save"),
              disabled: sameView(view, PLAIN) || own !== undefined,
              act: () => setNaming(true),
            },
            ...(own
              ? [{ key: "+remove", label: t("contacts:views.remove", { name: own.name }), act: () => remove(own) }]
              : []),
          ],
        ]}
      />
      {naming && <NameView view={view} onSave={save} onClose={() => setNaming(false)} />}
    </>
  );
}

function NameView({ view, onSave, onClose }: { view: View; onSave: (saved: SavedView) => void; onClose: () => void }) {
  const [name, setName] = useState("");
  const save = () => {
    onSave({ name: name.trim(), view });
    onClose();
  };
  return (
    <Dialog
      title={t("contacts:views.save")}
      open
      onClose={onClose}
      act={
        <button type="submit" form="name-view" className="button button-primary" disabled={name.trim() === ""}>
          {t("contacts:views.saveAct")}
        </button>
      }
    >
      <form
        id="name-view"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) save();
        }}
      >
        <Field label={t("contacts:views.name")} hint={t("contacts:views.nameHint")}>
          {(ids) => <input {...ids} className="input" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}

function optionsOf(facets: ContactFacets, imports: ImportRow[]): Record<FilterKey, Option[]> {
  const plain = (value: string) => ({ value, label: value });
  return {
    kind: KINDS.map((kind) => ({ value: kind, label: t(`words:contactTypes.${kind}`) })),
    tag: facets.tags.map(plain),
    suppressed: [
      { value: "true", label: t("contacts:filter.suppressedYes") },
      { value: "false", label: t("contacts:filter.suppressedNo") },
    ],
    open_deal: [
      { value: "true", label: t("contacts:filter.dealYes") },
      { value: "false", label: t("contacts:filter.dealNo") },
    ],
    mark: MARKS.map((mark) => ({ value: mark, label: t(`words:addressMarks.${mark}`) })),
    authority: [10, 20, 30, 40, 50, 60, 70, 80, 90].map((least) => plain(String(least))),
    country: facets.countries.map(plain),
    import: imports.map((one) => ({ value: one.id, label: one.file_name })),
  };
}

function understood(filter: FilterKey, value: string): Chosen[FilterKey] {
  if (filter === "suppressed" || filter === "open_deal") return value === "true";
  if (filter === "authority") return Number(value);
  return value;
}
