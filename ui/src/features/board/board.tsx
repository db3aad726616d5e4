// The board of one pipeline: what is where, and everything a person does with it by mouse, touch and keyboard.

import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Board as BoardReply } from "../../generated/Board";
import type { BoardFilter } from "../../generated/BoardFilter";
import type { Card } from "../../generated/Card";
import type { StageRow } from "../../generated/StageRow";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { openVouch } from "../../lib/link-dialogs";
import type { Way } from "../../lib/say";
import { useShortcut } from "../../lib/shortcuts";
import { useActs, type Wish } from "./acts";
import "./board.css";
import { BulkBar } from "./bulk-bar";
import { BoardCard, CardFace, KEYS_ID } from "./card";
import { useCarry } from "./carry";
import { type Asking, CloseDialog } from "./close-dialog";
import { BoardColumn } from "./column";
import { elementOf, useColumns } from "./columns";
import { DragArea } from "./dragging";
import { drop, type Outcome, type Placed } from "./drop";
import { hintOf, MoveMenu } from "./move-menu";
import { places } from "./places";
import { useSelection } from "./selection";
import { closing, moving, pausing, resuming } from "./wishes";

interface Props {
  board: BoardReply;
  filter: BoardFilter;
  now: number;
  /** The deal that is open beside it. */
  open: string | null;
  onOpen: (deal: string) => void;
}

/** Mounted anew for each pipeline, so that nothing glows merely because another board came. */
export function Board({ board, filter, now, open, onOpen }: Props) {
  const { pipeline } = board;
  const { stages } = pipeline;
  const links = pipeline.purpose === "backlink";
  const [since] = useState(() => newest(board));
  const [visited, setVisited] = useState<string | null>(null);
  const [asking, setAsking] = useState<(Asking & { to: StageRow | null }) | null>(null);
  const [menu, setMenu] = useState<{ cards: readonly Placed[]; anchor: HTMLElement } | null>(null);
  const [announced, announce] = useState("");
  const root = useRef<HTMLElement>(null);
  const columns = useColumns(root, stages);
  const { find, focus } = columns;
  const { moves, progress, act: perform, stop } = useActs();
  // A backlink is won when the notary has seen it; a person may vouch for it instead.
  const act = useCallback(
    (wish: Wish) => perform(links && wish.change?.status === "won" ? { ...wish, wayOut: vouching } : wish),
    [perform, links],
  );
  const { selection, toggle, extend, selectColumn, clear } = useSelection(columns.span, filter);
  // Where they stand now, as far as it is known.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns know better after each answer
  const chosen = useMemo(
    () => [...selection.values()].map((one) => find(one.card.id) ?? one),
    [selection, find, board],
  );

  const first = board.columns.find((column) => column.cards.length > 0)?.cards[0]?.id;
  const known = (id: string | null) => id !== null && (find(id) !== null || id === first);
  const reachable = [visited, open].find(known) ?? first;
  // Opened by a key from another card, the focus comes along; from elsewhere it stays.
  useEffect(() => {
    if (open && document.activeElement?.matches("[data-card]")) focus({ id: open });
  }, [open, focus]);
  useEffect(() => {
    if (selection.size > 0) announce(t("board:announce.selected", { count: selection.size }));
  }, [selection]);

  /** The cards an act is about: all that are selected, if the one at hand is among them or there is none at hand. */
  const about = useCallback(
    (id: string | null): readonly Placed[] => {
      if (selection.size > 0 && (id === null || selection.has(id))) return chosen;
      const placed = id === null ? null : find(id);
      return placed ? [placed] : [];
    },
    [selection, chosen, find],
  );

  const settle = useCallback(
    (outcome: Outcome): boolean => {
      if (outcome.kind === "asks") setAsking(outcome);
      if (outcome.kind !== "moves") return false;
      void act(moving(outcome.cards, outcome.to, now));
      clear();
      const [card] = outcome.cards;
      if (card) queueMicrotask(() => focus({ id: card.card.id }));
      return true;
    },
    [act, clear, focus, now],
  );
  const move = useCallback((cards: readonly Placed[], to: StageRow) => settle(drop(cards, to)), [settle]);
  const { carry, lift, over, release, putBack, onKey } = useCarry({ columns: board.columns, about, settle, announce });
  const pinned = useMemo(
    () => new Set([visited, ...(carry?.cards.map(({ card }) => card.id) ?? [])].filter((id) => id !== null)),
    [visited, carry],
  );

  const onClick = useCallback(
    (id: string, held: { range: boolean; toggle: boolean }) => {
      const placed = find(id);
      if (placed && held.range) void extend(placed);
      else if (placed && held.toggle) toggle(placed);
      else onOpen(id);
    },
    [find, extend, toggle, onOpen],
  );

  const openMenu = useCallback(
    (id: string | null) => {
      const cards = about(id);
      const anchor = elementOf(root.current, id ?? cards[0]?.card.id ?? "") ?? root.current;
      if (cards.length > 0 && anchor) setMenu({ cards, anchor });
    },
    [about],
  );
  useShortcut({ keys: "m", label: t("board:keys.move") }, () => openMenu(selection.size > 0 ? null : open));
  // Not the card's own, as M is: what is open beside the board may mean something else by it, and shows so.
  useShortcut({ keys: "x", label: t("board:keys.select") }, () => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.card;
    const placed = id === undefined ? null : find(id);
    if (placed) toggle(placed);
  });
  // The card that has the focus takes these itself.
  useShortcut({ keys: "mod+a", label: t("board:keys.selectColumn") }, null);
  useShortcut({ keys: " ", label: t("board:keys.lift") }, null);

  const onKeyDown = (event: KeyboardEvent) => {
    if (onKey(event)) return;
    const id = (event.target as HTMLElement).dataset.card;
    if (id === undefined || event.altKey) return;
    const chord = event.ctrlKey || event.metaKey;
    if (chord && event.key === "a") void selectColumn(id);
    else if (chord) return;
    else if (event.key === " ") lift(id, "keys");
    else if (event.key === "m") openMenu(id);
    else if (!columns.walk(id, event.key)) return;
    event.preventDefault();
  };

  const bulk = (wish: ReturnType<typeof moving>) => {
    clear();
    void act(wish);
  };

  return (
    <DragArea
      onLift={(id) => lift(id, "pointer")}
      onOver={over}
      onDrop={release}
      lifted={carry?.by === "pointer" ? <Lifted cards={carry.cards} now={now} links={links} /> : null}
    >
      <div className="board-frame">
        <section
          className="board"
          data-board
          data-carrying={carry ? true : undefined}
          ref={root}
          aria-label={t("board:label", { pipeline: pipeline.name })}
          onKeyDown={onKeyDown}
          onKeyUp={(event) => event.key === " " && event.preventDefault()}
          onBlur={(event) => carry?.by === "keys" && !root.current?.contains(event.relatedTarget) && putBack()}
        >
          {board.columns.map((column) => (
            <BoardColumn
              key={column.stage.id}
              column={column}
              filter={filter}
              moves={moves}
              hole={
                carry?.over === column.stage.id && drop(carry.cards, column.stage).kind !== "stays"
                  ? { hint: hintOf(carry.cards, column.stage) }
                  : null
              }
              pinned={pinned}
              place={places(column.stage.id)}
              register={columns.register}
              onDrawn={columns.settle}
            >
              {(card) => (
                <BoardCard
                  card={card}
                  now={now}
                  links={links}
                  open={card.id === open}
                  chosen={selection.has(card.id)}
                  lifted={carry?.cards.some((one) => one.card.id === card.id) ?? false}
                  reachable={card.id === reachable}
                  changed={card.updated_at > since}
                  onClick={onClick}
                  onFocus={setVisited}
                />
              )}
            </BoardColumn>
          ))}
        </section>
        <p id={KEYS_ID} hidden>
          {t("board:cardKeys")}
        </p>
        <p className="visually-hidden" aria-live="assertive">
          {announced}
        </p>
        {(chosen.length > 0 || progress) && (
          <BulkBar
            cards={chosen}
            stages={stages}
            progress={progress}
            onMove={(to) => move(chosen, to)}
            onPause={() => bulk(pausing(chosen))}
            onResume={() => bulk(resuming(chosen))}
            onClose={() => setAsking({ cards: chosen, what: "outcome", to: null })}
            onClear={clear}
            onStop={stop}
          />
        )}
      </div>
      {menu && (
        <MoveMenu stages={stages} {...menu} onMove={(to) => void move(menu.cards, to)} onClose={() => setMenu(null)} />
      )}
      {asking && (
        <CloseDialog
          asking={asking}
          onCancel={() => setAsking(null)}
          onClose={(won, reason) => {
            setAsking(null);
            bulk(closing(asking.cards, { won, reason, to: asking.to, stages }));
          }}
        />
      )}
    </DragArea>
  );
}

function vouching(card: Card): Way {
  return { label: t("board:vouch"), act: () => openVouch({ deal: card.id, who: card.name || card.email }) };
}

/** What hangs under the pointer: the first card, and how many go along. */
function Lifted({ cards, now, links }: { cards: readonly Placed[]; now: number; links: boolean }) {
  const card = cards[0]?.card;
  if (!card) return null;
  return (
    <div className="card card-lifted" data-many={cards.length > 1 || undefined}>
      <CardFace card={card} now={now} links={links} />
      {cards.length > 1 && <span className="card-lifted-count">{count(cards.length)}</span>}
    </div>
  );
}

function newest(board: BoardReply): number {
  return Math.max(0, ...board.columns.flatMap((column) => column.cards.map((card) => card.updated_at)));
}
