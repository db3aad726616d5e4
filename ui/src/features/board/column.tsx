// One stage: its name, count and sum from the database, and the cards that are loaded.

import type { ReactNode } from "react";
import type { Column } from "../../generated/Column";
import { count, money, moneyShort } from "../../lib/format";
import { texts } from "../../lib/texts";

export function BoardColumn({ column, onMore, children }: { column: Column; onMore: () => void; children: ReactNode }) {
  const { stage, cards } = column;
  const heading = `stage-${stage.id}`;
  const hidden = column.count - cards.length;
  return (
    <section className="column" data-empty={column.count === 0 || undefined} aria-labelledby={heading}>
      <header className="column-head">
        <h2 id={heading} className="cut">
          {stage.name}
        </h2>
        <span className="column-count">{count(column.count)}</span>
        {column.value_cents > 0 && (
          <span className="column-sum" title={money(column.value_cents)}>
            {moneyShort(column.value_cents)}
          </span>
        )}
      </header>
      <div className="column-body">
        {cards.length > 0 ? (
          <ul className="cards">{children}</ul>
        ) : (
          <p className="column-empty">{texts.board.emptyStage}</p>
        )}
        {hidden > 0 && (
          <button
            type="button"
            className="column-more"
            onClick={onMore}
            title={texts.board.showMore(hidden, stage.name)}
          >
            {texts.board.more(hidden)}
          </button>
        )}
      </div>
    </section>
  );
}
