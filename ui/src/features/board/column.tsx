// One stage: its name, count and sum from the database, and its cards. Only those in sight exist; what lies ahead is fetched before it
// comes into sight.

import { type UseQueryResult, useQueries } from "@tanstack/react-query";
import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BoardFilter } from "../../generated/BoardFilter";
import type { Card } from "../../generated/Card";
import type { Column } from "../../generated/Column";
import { useBackend } from "../../lib/ask";
import { count, money, moneyShort } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useDropPlace } from "./dragging";
import { isFiltered } from "./filter";
import { type Move, overlay, placeOf, type Shown } from "./moves";

/** Cards that are asked for at a time. */
export const PAGE = 40;
/** Height of a card with the gap below it, in pixels; see `.card`. */
const CARD = 90;
/** Cards drawn beyond the edge. */
const BEYOND = 4;
/** Cards that are known beyond those in sight. */
const AHEAD = 24;

/** How the board reaches into a column, which alone knows its cards. */
export interface ColumnHandle {
  count: number;
  cardAt: (index: number) => Card | undefined;
  indexOf: (card: string) => number;
  reveal: (index: number) => void;
}

interface Props {
  column: Column;
  filter: BoardFilter;
  moves: readonly Move[];
  /** Something is held over this column: it shows the place it will take, and what that means. */
  hole: { hint: string | null } | null;
  /** Cards that stay drawn wherever one scrolls: the one with the focus, and what is lifted. */
  pinned: ReadonlySet<string>;
  /** Where the column was scrolled to when it was last seen, and where it is now. */
  place: { read: () => number; write: (top: number) => void };
  register: (stage: string, handle: ColumnHandle | null) => void;
  /** Called after each drawing, for whoever waits for a card to come. */
  onDrawn: () => void;
  children: (card: Card) => ReactNode;
}

export function BoardColumn({ column, filter, moves, hole, pinned, place, register, onDrawn, children }: Props) {
  const { stage } = column;
  const body = useRef<HTMLDivElement>(null);
  const dropPlace = useDropPlace(stage.id);
  const heading = `stage-${stage.id}`;
  const [pages, setPages] = useState({ from: 0, to: 0 });
  const known = useCards(column, filter, pages);
  const shown = useMemo(
    () => overlay({ stage: stage.id, count: column.count, value_cents: column.value_cents, known }, moves),
    [stage.id, column.count, column.value_cents, known, moves],
  );
  const cardAt = useCallback(
    (index: number) => shown.arriving[index] ?? known.get(placeOf(index, shown)),
    [shown, known],
  );
  const indexOf = useMemo(() => indexes(shown, known), [shown, known]);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const pins = [...pinned].map((id) => indexOf.get(id)).filter((index) => index !== undefined);
      return [...new Set([...defaultRangeExtractor(range), ...pins])].sort((one, other) => one - other);
    },
    [pinned, indexOf],
  );
  const virtual = useVirtualizer({
    count: shown.count,
    getScrollElement: () => body.current,
    estimateSize: () => CARD,
    overscan: BEYOND,
    rangeExtractor,
    initialOffset: place.read(),
    // Before the first layout, and where nothing is laid out at all, a screenful is drawn.
    initialRect: { width: 264, height: 640 },
  });
  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
  const from = Math.floor(Math.max(0, startIndex - AHEAD) / PAGE);
  const to = Math.floor((endIndex + AHEAD) / PAGE);

  useEffect(() => setPages({ from, to }), [from, to]);
  useEffect(() => {
    const reveal = (index: number) => virtual.scrollToIndex(index, { align: "auto" });
    register(stage.id, { count: shown.count, cardAt, indexOf: (card) => indexOf.get(card) ?? -1, reveal });
    return () => register(stage.id, null);
  }, [register, stage.id, shown.count, cardAt, indexOf, virtual]);
  useEffect(onDrawn);

  return (
    <section
      ref={dropPlace}
      className="column"
      data-empty={shown.count === 0 || undefined}
      data-hole={hole ? true : undefined}
      aria-labelledby={heading}
    >
      <header className="column-head">
        <h2 id={heading} className="cut">
          {stage.name}
        </h2>
        <span className="column-count">{count(shown.count)}</span>
        {shown.value_cents > 0 && (
          <span className="column-sum" title={money(shown.value_cents)}>
            {moneyShort(shown.value_cents)}
          </span>
        )}
      </header>
      <div className="column-body" ref={body} onScroll={(event) => place.write(event.currentTarget.scrollTop)}>
        {hole && <div className="card-hole">{hole.hint}</div>}
        {shown.count === 0 && !hole && (
          <p className="column-empty">{t(isFiltered(filter) ? "board:emptyFiltered" : "board:emptyStage")}</p>
        )}
        {shown.count > 0 && (
          <ul className="cards" style={{ height: shown.count * CARD }}>
            {virtual.getVirtualItems().map((item) => {
              const card = cardAt(item.index);
              return (
                <li
                  key={card?.id ?? `place-${item.index}`}
                  style={{ transform: `translateY(${item.start}px)` }}
                  aria-setsize={shown.count}
                  aria-posinset={item.index + 1}
                >
                  {card ? children(card) : <div className="card card-unknown" aria-hidden="true" />}
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}

/** The cards that are known, by place: those that came with the board, and the pages around what is in sight. */
function useCards(column: Column, filter: BoardFilter, { from, to }: { from: number; to: number }) {
  const backend = useBackend();
  const last = Math.ceil(column.count / PAGE) - 1;
  // The first page came with the board.
  const first = Math.max(1, from);
  const pages = Array.from({ length: Math.max(0, Math.min(to, last) - first + 1) }, (_, nth) => first + nth);
  const answers = useQueries({
    queries: pages.map((page) => {
      const args = { stage: column.stage.id, from: page * PAGE, limit: PAGE, filter };
      return { queryKey: ["board_column", args], queryFn: () => backend.call("board_column", args) };
    }),
    combine: dataOf,
  });
  return useMemo(() => {
    const known = new Map(column.cards.map((card, place) => [place, card]));
    answers.forEach((cards, nth) => {
      cards?.forEach((card, row) => {
        known.set((first + nth) * PAGE + row, card);
      });
    });
    return known;
  }, [column.cards, first, answers]);
}

const dataOf = (answers: UseQueryResult<Card[]>[]) => answers.map((answer) => answer.data);

/** Where each known card is shown. */
function indexes(shown: Shown, known: ReadonlyMap<number, Card>): ReadonlyMap<string, number> {
  const all = new Map(shown.arriving.map((card, index) => [card.id, index]));
  for (const [place, card] of known) {
    if (shown.leaving.includes(place)) continue;
    const before = shown.leaving.filter((gap) => gap < place).length;
    all.set(card.id, place - before + shown.arriving.length);
  }
  return all;
}
