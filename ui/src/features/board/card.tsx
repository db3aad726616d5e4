// One deal on the board: three lines at most.

import { memo } from "react";
import { Tag } from "../../components/tag";
import type { Card } from "../../generated/Card";
import { texts } from "../../lib/texts";
import { cardStatus, needsYou } from "./status";

interface Props {
  card: Card;
  now: number;
  selected: boolean;
  /** It is the one card of the board that Tab reaches; arrows lead to the others. */
  reachable: boolean;
  /** It changed while the board was on screen. */
  changed: boolean;
  onOpen: (id: string) => void;
  onFocus: (id: string) => void;
}

export const BoardCard = memo(function BoardCard({ card, now, selected, reachable, changed, onOpen, onFocus }: Props) {
  const status = cardStatus(card, now);
  const name = card.name || card.email;
  return (
    <button
      type="button"
      className="card"
      data-card={card.id}
      data-needs={needsYou(card) || undefined}
      data-over={card.status === "won" || card.status === "lost" || undefined}
      aria-current={selected || undefined}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onOpen(card.id)}
      onFocus={() => onFocus(card.id)}
    >
      {changed && <span key={card.updated_at} className="card-glow" aria-hidden="true" />}
      <span className="card-who">
        <span className="cut">{name}</span>
        {card.score !== null && (
          <span className="card-score" title={texts.board.score(card.score)}>
            {card.score}
          </span>
        )}
      </span>
      <span className="card-company cut">{card.company || card.email}</span>
      <span className="card-foot">
        {status.tone ? <Tag tone={status.tone}>{status.text}</Tag> : <span className="cut">{status.text}</span>}
        {status.fact && <span className="card-fact cut">{status.fact}</span>}
      </span>
    </button>
  );
});
