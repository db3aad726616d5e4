// The palette: search in everything, or do anything, without leaving the keyboard.

import { Dialog } from "@base-ui/react/dialog";
import { type KeyboardEvent, useDeferredValue, useId, useLayoutEffect, useRef, useState } from "react";
import { BrandMark } from "../../components/brand-mark";
import { useAsk, useNow } from "../../lib/ask";
import { when } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { type Entry, entriesOf, type Follow, matching, type PaletteAct } from "./entries";
import "./palette.css";

/** Hits of each kind. */
const HITS = 6;
/** One letter is in nearly everything. */
const SHORTEST = 2;

interface Props {
  open: boolean;
  onClose: () => void;
  acts: PaletteAct[];
  onFollow: (follow: Follow) => void;
}

export function Palette({ open, onClose, acts, onFollow }: Props) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog palette" data-wide aria-label={t("shell:palette.label")}>
          <Body acts={acts} onClose={onClose} onFollow={onFollow} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body({ acts, onClose, onFollow }: Omit<Props, "open">) {
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  // Before it is drawn: the dialog would do it a moment later, and what is typed meanwhile would be lost.
  useLayoutEffect(() => field.current?.focus(), []);
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const sought = useDeferredValue(text.trim());
  const brand = useBrandInScope();
  const long = sought.length >= SHORTEST;
  const found = useAsk("find", { text: sought, brand: brand?.slug ?? null, limit: HITS }, { keep: true, when: long });
  const groups = [
    { title: t("shell:palette.actions"), entries: matching(acts, text) },
    ...(long && found.data ? entriesOf(found.data) : []),
  ].filter((group) => group.entries.length > 0);
  const entries = groups.flatMap((group) => group.entries);
  const at = Math.min(place, entries.length - 1);

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    if (entry.follow) onFollow(entry.follow);
    else entry.act?.();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setPlace((at + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === "Enter") choose(entries[at]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        ref={field}
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={entries[at] ? `${list}-${at}` : undefined}
        aria-label={t("shell:palette.label")}
        placeholder={t("shell:palette.placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" role="listbox" id={list} aria-label={t("shell:palette.label")}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of a listbox is no fieldset
          <div key={group.title} role="group" aria-label={group.title}>
            <p className="palette-title">{group.title}</p>
            {group.entries.map((entry) => {
              const index = entries.indexOf(entry);
              return (
                <Line
                  key={entry.key}
                  id={`${list}-${index}`}
                  entry={entry}
                  chosen={index === at}
                  onPoint={() => setPlace(index)}
                  onChoose={() => choose(entry)}
                />
              );
            })}
          </div>
        ))}
      </div>
      {entries.length === 0 && (
        <p className="palette-nothing">
          {text.trim() === "" ? t("shell:palette.nothingYet") : t("shell:palette.nothing", { text: text.trim() })}
        </p>
      )}
    </>
  );
}

interface LineProps {
  id: string;
  entry: Entry;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
}

function Line({ id, entry, chosen, onPoint, onChoose }: LineProps) {
  const now = useNow();
  const brandOf = useBrandOf();
  const brand = entry.brand ? brandOf(entry.brand) : null;
  const reveal = (line: HTMLElement | null) => {
    if (chosen) line?.scrollIntoView?.({ block: "nearest" });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
    // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active one
    <div
      id={id}
      ref={reveal}
      role="option"
      aria-selected={chosen}
      className="palette-line"
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <span className="cut">{entry.title}</span>
      {entry.detail && <span className="faint cut">{entry.detail}</span>}
      <span className="palette-end">
        {brand && <BrandMark name={brand.name} place={brand.place} small />}
        {entry.at !== undefined && <span className="faint">{when(entry.at, now)}</span>}
        {entry.keys?.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </span>
    </div>
  );
}
