// The line above the board: how much is in it and what of it waits for the person.

import type { Board } from "../../generated/Board";
import { money } from "../../lib/format";
import { useShortcut } from "../../lib/shortcuts";
import { texts } from "../../lib/texts";
import { needsYou } from "./status";

/** `selected` is where "next" starts from; after the last one it begins again. */
export function BoardHeader({
  board,
  selected,
  onOpen,
}: {
  board: Board;
  selected: string | null;
  onOpen: (deal: string) => void;
}) {
  const cards = board.columns.flatMap((column) => column.cards);
  const needs = cards.filter(needsYou).length;
  const partly = board.columns.some((column) => column.count > column.cards.length);
  const openNext = () => {
    // The open one may have been settled just now: what counts is its place, not whether it still waits.
    const after = cards.findIndex((card) => card.id === selected) + 1;
    const next = [...cards.slice(after), ...cards.slice(0, after)].find(needsYou);
    if (next) onOpen(next.id);
  };
  useShortcut({ keys: "n" }, openNext);
  return (
    <div className="board-head">
      {needs > 0 && (
        <button type="button" className="chip chip-wait" onClick={openNext} title={texts.board.nextNeed}>
          {texts.board.needsYou(needs, partly)} <kbd>N</kbd>
        </button>
      )}
      <span className="board-totals">
        {texts.board.totals(board.deals, board.value_cents > 0 ? money(board.value_cents) : null)}
      </span>
    </div>
  );
}
