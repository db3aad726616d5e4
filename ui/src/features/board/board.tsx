// The board of one pipeline, read-only: what is where, and what each deal waits for.

import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Command, Empty } from "../../components/states";
import type { Board as BoardReply } from "../../generated/Board";
import { texts } from "../../lib/texts";
import { step } from "./arrows";
import "./board.css";
import { BoardCard } from "./card";
import { BoardColumn } from "./column";

interface Props {
  board: BoardReply;
  now: number;
  selected: string | null;
  onOpen: (deal: string) => void;
  onMore: () => void;
}

/** Mounted anew for each pipeline, so that nothing glows merely because another board came. */
export function Board({ board, now, selected, onOpen, onMore }: Props) {
  const [opened] = useState(() => newest(board));
  const [visited, setVisited] = useState<string | null>(null);
  const root = useRef<HTMLElement>(null);
  const rows = useMemo(() => board.columns.map((column) => column.cards.map((card) => card.id)), [board]);
  const ids = rows.flat();
  const reachable = [visited, selected].find((id) => id !== null && ids.includes(id)) ?? ids[0];

  useEffect(() => {
    if (!selected) return;
    const card = reveal(root.current, selected);
    // Opened by a key from another card, the focus comes along; from elsewhere it stays.
    if (document.activeElement?.matches("[data-card]")) card?.focus({ preventScroll: true });
  }, [selected]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const id = (event.target as HTMLElement).dataset.card;
      const column = rows.findIndex((cards) => id !== undefined && cards.includes(id));
      if (id === undefined || column < 0) return;
      const from = { column, row: rows[column]?.indexOf(id) ?? 0 };
      const to = step(
        rows.map((cards) => cards.length),
        from,
        event.key,
      );
      if (!to) return;
      event.preventDefault();
      const next = rows[to.column]?.[to.row];
      if (next) reveal(root.current, next)?.focus({ preventScroll: true });
    },
    [rows],
  );

  if (board.deals === 0) return <EmptyBoard board={board} />;
  return (
    <section className="board" ref={root} aria-label={texts.board.label(board.pipeline.name)} onKeyDown={onKeyDown}>
      {board.columns.map((column) => (
        <BoardColumn key={column.stage.id} column={column} onMore={onMore}>
          {column.cards.map((card) => (
            <li key={card.id}>
              <BoardCard
                card={card}
                now={now}
                selected={card.id === selected}
                reachable={card.id === reachable}
                changed={card.updated_at > opened}
                onOpen={onOpen}
                onFocus={setVisited}
              />
            </li>
          ))}
        </BoardColumn>
      ))}
    </section>
  );
}

function EmptyBoard({ board: { pipeline } }: { board: BoardReply }) {
  return (
    <Empty title={texts.board.empty(pipeline.name)}>
      <p>{texts.board.emptyWhy}</p>
      <p className="faint">{texts.board.emptyStep}</p>
      <Command
        words={[
          "autopilot import list.csv",
          `--brand ${pipeline.brand}`,
          "--create-deals",
          `--pipeline ${pipeline.key}`,
        ]}
      />
    </Empty>
  );
}

function newest(board: BoardReply): number {
  return Math.max(0, ...board.columns.flatMap((column) => column.cards.map((card) => card.updated_at)));
}

function reveal(board: HTMLElement | null, deal: string): HTMLElement | null {
  const card = board?.querySelector<HTMLElement>(`[data-card="${deal}"]`) ?? null;
  card?.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  return card;
}
