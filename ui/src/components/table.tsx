// A table for any number of rows: only those in sight exist, which no real table can do, so roles say what it is.

import { observeElementRect, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../lib/i18n";
import "./table.css";

/** Height of a row in pixels. */
const ROW = 32;
/** Pixels between columns, and at both ends; as in the style. */
const GAP = 12;
const EDGE = 20;
/** Rows drawn beyond the edge. */
const BEYOND = 12;

export interface TableColumn<R> {
  key: string;
  title: string;
  /** A CSS grid track: "minmax(120px, 2fr)", "90px". */
  width: string;
  cell: (row: R) => ReactNode;
  numeric?: boolean;
  /** The order to ask for when its title is pressed. */
  sortable?: boolean;
}

interface Props<R> {
  /** What the rows are, for those who do not see them. */
  label: string;
  columns: readonly TableColumn<R>[];
  /** How many rows there are, known or not. */
  count: number;
  /** The row at a place, if it is known yet. */
  row: (index: number) => R | undefined;
  rowKey: (row: R) => string;
  /** These rows are in sight: whoever has the rows sees to it that they are known. */
  onRange?: (first: number, last: number) => void;
  /** The row that is open beside the table. */
  current?: string | null;
  onOpen?: (row: R) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (keys: ReadonlySet<string>) => void;
  /** What a row is called when it is selected. */
  nameOf?: (row: R) => string;
  sort?: { key: string; down: boolean };
  onSort?: (key: string) => void;
  /** Where the table was scrolled to when it was last seen, and where it is now. */
  place?: { read: () => number; write: (top: number) => void };
}

export function Table<R>(props: Props<R>) {
  const { label, columns, count, row, rowKey, onRange, current, selected, onSelect, place } = props;
  const box = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const anchor = useRef(0);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: BEYOND,
    initialOffset: place?.read() ?? 0,
    // Before the first layout, and where nothing is laid out at all, a screenful is drawn.
    initialRect: { width: 1000, height: 640 },
    observeElementRect: (instance, told) => observeElementRect(instance, (rect) => rect.height > 0 && told(rect)),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (last >= first) onRange?.(first, last);
  }, [first, last, onRange]);

  const tracks = [onSelect ? "32px" : null, ...columns.map((column) => column.width)].filter(Boolean).join(" ");
  // Head and rows are grids of their own; one width for all keeps their columns under each other.
  const width = { minWidth: leastWidth(tracks) };
  const reachable = Math.min(cursor, Math.max(0, count - 1));

  const toggle = (index: number, range: boolean) => {
    if (!onSelect || !selected) return;
    const next = new Set(selected);
    const here = row(index);
    if (!here) return;
    if (range) {
      for (let at = Math.min(anchor.current, index); at <= Math.max(anchor.current, index); at += 1) {
        const one = row(at);
        if (one) next.add(rowKey(one));
      }
    } else if (!next.delete(rowKey(here))) next.add(rowKey(here));
    anchor.current = index;
    onSelect(next);
  };

  const moveTo = (index: number) => {
    const to = Math.max(0, Math.min(count - 1, index));
    setCursor(to);
    virtual.scrollToIndex(to, { align: "auto" });
    // At once where the row is there: the next key must not reach the one that was left. A far row exists only some frames after the jump.
    const focus = (frames: number) => {
      const there = box.current?.querySelector<HTMLElement>(`[data-index="${to}"]`);
      if (there) there.focus({ preventScroll: true });
      else if (frames > 0) requestAnimationFrame(() => focus(frames - 1));
    };
    focus(10);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const at = Number((event.target as HTMLElement).closest<HTMLElement>("[data-index]")?.dataset.index ?? Number.NaN);
    if (Number.isNaN(at)) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? ROW * 10) / ROW) - 2);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    const here = row(at);
    if (to !== undefined) moveTo(to);
    else if (
      event.key === "Enter" &&
      here &&
      event.target === event.currentTarget.querySelector(`[data-index="${at}"]`)
    )
      props.onOpen?.(here);
    else if (event.key === " " && onSelect) toggle(at, event.shiftKey);
    else return;
    event.preventDefault();
  };

  return (
    <div
      className="table"
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable={onSelect ? true : undefined}
      ref={box}
      onKeyDown={onKeyDown}
      onScroll={(event) => place?.write(event.currentTarget.scrollTop)}
    >
      <Head {...props} tracks={tracks} minWidth={width.minWidth} />
      <div className="table-body" role="rowgroup" style={{ height: virtual.getTotalSize(), ...width }}>
        {items.map((item) => {
          const value = row(item.index);
          const key = value ? rowKey(value) : null;
          return (
            <div
              key={item.key}
              className="table-row"
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={key !== null && selected ? selected.has(key) : undefined}
              aria-current={key !== null && key === current ? true : undefined}
              data-index={item.index}
              tabIndex={item.index === reachable ? 0 : -1}
              style={{ gridTemplateColumns: tracks, transform: `translateY(${item.start}px)` }}
              onFocus={() => setCursor(item.index)}
              onClick={(event) => {
                if (event.shiftKey || event.ctrlKey || event.metaKey) toggle(item.index, event.shiftKey);
                else if (value) props.onOpen?.(value);
              }}
            >
              {onSelect && (
                <span role="gridcell" className="table-check">
                  {value && (
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={t("selectRow", { name: props.nameOf?.(value) ?? "" })}
                      checked={key !== null && (selected?.has(key) ?? false)}
                      onClick={(event) => event.stopPropagation()}
                      onChange={() => toggle(item.index, false)}
                    />
                  )}
                </span>
              )}
              {columns.map((column) => (
                <span key={column.key} role="gridcell" className={`cut ${column.numeric ? "table-number" : ""}`}>
                  {value ? column.cell(value) : <span className="table-unknown" aria-hidden="true" />}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head<R>({
  columns,
  count,
  row,
  rowKey,
  selected,
  onSelect,
  sort,
  onSort,
  tracks,
  minWidth,
}: Props<R> & { tracks: string; minWidth: number }) {
  const known = () => {
    const keys = new Set<string>();
    for (let at = 0; at < count; at += 1) {
      const one = row(at);
      if (one) keys.add(rowKey(one));
    }
    return keys;
  };
  const chosen = selected?.size ?? 0;
  return (
    <div className="table-head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks, minWidth }}>
      {onSelect && (
        <span role="columnheader" className="table-check">
          <input
            type="checkbox"
            aria-label={t("selectAll")}
            checked={chosen > 0}
            ref={(box) => {
              if (box) box.indeterminate = chosen > 0 && chosen < count;
            }}
            onChange={(event) => onSelect(event.target.checked ? known() : new Set())}
          />
        </span>
      )}
      {columns.map((column) => {
        const sorted = sort?.key === column.key;
        const order = sorted ? (sort.down ? "descending" : "ascending") : undefined;
        return (
          <span key={column.key} role="columnheader" aria-sort={order} className={column.numeric ? "table-number" : ""}>
            {column.sortable && onSort ? (
              <button type="button" className="table-sort" onClick={() => onSort(column.key)}>
                {column.title}
                {sorted &&
                  (sort.down ? <ArrowDown size={11} aria-hidden="true" /> : <ArrowUp size={11} aria-hidden="true" />)}
              </button>
            ) : (
              column.title
            )}
          </span>
        );
      })}
    </div>
  );
}

/** What the tracks need at least: their first lengths, the gaps between them, and the edges. */
function leastWidth(tracks: string): number {
  const lengths = tracks.replace(/,[^)]*\)/g, ")").match(/\d+(?=px)/g) ?? [];
  return lengths.reduce((sum, length) => sum + Number(length), 0) + (lengths.length - 1) * GAP + 2 * EDGE;
}
