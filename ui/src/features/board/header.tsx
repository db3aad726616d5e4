// The line above the board: how much is in it and what of it waits for the person.

import type { Board } from "../../generated/Board";
import { money } from "../../lib/format";
import { useKey } from "../../lib/keys";
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
  const needs = board.columns.flatMap((column) => column.cards.filter(needsYou).map((card) => card.id));
  const partly = board.columns.some((column) => column.count > column.cards.length);
  const openNext = () => {
    const next = needs[(needs.indexOf(selected ?? "") + 1) % needs.length];
    if (next) onOpen(next);
  };
  useKey("n", openNext);
  return (
    <div className="board-head">
      {needs.length > 0 && (
        <button type="button" className="chip chip-wait" onClick={openNext} title={texts.board.nextNeed}>
          {texts.board.needsYou(needs.length, partly)} <kbd>N</kbd>
        </button>
      )}
      <span className="board-totals">
        {texts.board.totals(board.deals, board.value_cents > 0 ? money(board.value_cents) : null)}
      </span>
    </div>
  );
}
