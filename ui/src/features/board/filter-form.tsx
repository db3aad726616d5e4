// Everything one can filter by, in a small form that acts as it is filled in.

import { Popover } from "@base-ui/react/popover";
import { Plus } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Choice, Segments } from "../../components/choice";
import { Field } from "../../components/field";
import type { BoardFilter } from "../../generated/BoardFilter";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { NEXT_ACTIONS, STATUSES } from "./filter";

const SCORES = ["0", "40", "60", "80"] as const;
/** How long one may stop typing before it is looked for, in milliseconds. */
const PAUSE = 180;

interface Props {
  pipeline: string;
  filter: BoardFilter;
  onFilter: (filter: BoardFilter) => void;
}

export function FilterForm(props: Props) {
  const [open, setOpen] = useState(false);
  const text = useRef<HTMLInputElement>(null);
  useShortcut({ keys: "f", label: t("board:keys.filter") }, () => setOpen(true));
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="chip">
        <Plus size={11} aria-hidden="true" />
        {t("board:filters.add")}
        <kbd>F</kbd>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" className="layer">
          <Popover.Popup className="menu filter-form" initialFocus={text} aria-label={t("board:filters.label")}>
            <Fields {...props} text={text} onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Fields({
  pipeline,
  filter,
  onFilter,
  text,
  onDone,
}: Props & { text: React.RefObject<HTMLInputElement | null>; onDone: () => void }) {
  const set = (change: Partial<BoardFilter>) => onFilter({ ...filter, ...change });
  const score = SCORES.find((score) => score === String(filter.score_from)) ?? "0";
  return (
    <>
      <TextField text={text} value={filter.text} onChange={(text) => set({ text })} onDone={onDone} />
      <fieldset className="filter-group">
        <legend className="field-label">{t("board:filters.status")}</legend>
        {STATUSES.map((status) => (
          <Check
            key={status}
            label={t(`words:deals.${status}`)}
            checked={filter.statuses.includes(status)}
            onChange={() => set({ statuses: toggled(filter.statuses, status) })}
          />
        ))}
      </fieldset>
      <div className="filter-line">
        <span className="field-label" aria-hidden="true">
          {t("board:filters.score")}
        </span>
        <Segments
          label={t("board:filters.score")}
          value={score}
          options={SCORES.map((value) => ({ value, label: value === "0" ? t("board:filters.anyScore") : value }))}
          onChange={(value) => set({ score_from: Number(value) || null })}
        />
      </div>
      <div className="filter-line">
        <span className="field-label" aria-hidden="true">
          {t("board:filters.next")}
        </span>
        <Choice
          label={t("board:filters.next")}
          value={filter.next ?? "any"}
          options={[
            { value: "any", label: t("board:filters.anyNext") },
            ...NEXT_ACTIONS.map((value) => ({ value, label: t(`board:filters.nexts.${value}`) })),
          ]}
          onChange={(value) => set({ next: value === "any" ? null : value })}
        />
      </div>
      <Tags pipeline={pipeline} chosen={filter.tags} onChange={(tags) => set({ tags })} />
    </>
  );
}

/** Looked for as soon as one stops typing. */
function TextField({
  text,
  value,
  onChange,
  onDone,
}: {
  text: React.RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (text: string) => void;
  onDone: () => void;
}) {
  const [typed, setTyped] = useState(value);
  const look = useEffectEvent(() => {
    if (typed.trim() !== value) onChange(typed.trim());
  });
  useEffect(() => {
    const timer = setTimeout(() => look(), typed === "" ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <Field label={t("board:filters.text")}>
      {(ids) => (
        <input
          {...ids}
          ref={text}
          className="input"
          type="search"
          placeholder={t("board:filters.textHint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            look();
            onDone();
          }}
        />
      )}
    </Field>
  );
}

function Tags({
  pipeline,
  chosen,
  onChange,
}: {
  pipeline: string;
  chosen: readonly string[];
  onChange: (tags: string[]) => void;
}) {
  const tags = useAsk("board_tags", { pipeline });
  const known = tags.data ?? [];
  // A saved view may ask for a tag that nobody here has now.
  const more = chosen.filter((tag) => !known.some((one) => one.tag === tag)).map((tag) => ({ tag, count: 0 }));
  if (tags.data && known.length + more.length === 0) {
    return <p className="field-hint">{t("board:filters.noTags")}</p>;
  }
  return (
    <fieldset className="filter-group filter-tags">
      <legend className="field-label">{t("board:filters.tags")}</legend>
      {[...more, ...known].map(({ tag, count }) => (
        <Check
          key={tag}
          label={tag}
          note={String(count)}
          checked={chosen.includes(tag)}
          onChange={() => onChange(toggled(chosen, tag))}
        />
      ))}
    </fieldset>
  );
}

function Check({
  label,
  note,
  checked,
  onChange,
}: {
  label: string;
  note?: string;
  checked: boolean;
  onChange: () => void;
}) {
  return (
    <label className="filter-check">
      <input type="checkbox" checked={checked} onChange={onChange} />
      <span className="cut">{label}</span>
      {note && <span className="faint">{note}</span>}
    </label>
  );
}

function toggled<V>(all: readonly V[], one: V): V[] {
  return all.includes(one) ? all.filter((other) => other !== one) : [...all, one];
}
