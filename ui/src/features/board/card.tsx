// One deal on the board, in three lines: who and score; company and, where it counts, its authority; one status and one fact.

import { Hand, Sparkle } from "lucide-react";
import { type MouseEvent, memo } from "react";
import { Tag } from "../../components/tag";
import type { Card } from "../../generated/Card";
import { t } from "../../lib/i18n";
import { useLiftable } from "./dragging";
import { isOver } from "./drop";
import { actor, cardStatus, needsYou } from "./status";

/** Where the paragraph stands that says which keys a card has. */
export const KEYS_ID = "board-card-keys";

export interface CardActs {
  /** A click, with what was held while clicking. */
  onClick: (id: string, held: { range: boolean; toggle: boolean }) => void;
  onFocus: (id: string) => void;
}

interface Props extends CardActs {
  card: Card;
  now: number;
  /** Backlinks are judged by the authority of their domain. */
  links: boolean;
  open: boolean;
  chosen: boolean;
  /** It is on its way in the person's hand: its place is kept empty. */
  lifted: boolean;
  /** It is the one card of the board that Tab reaches; arrows lead to the others. */
  reachable: boolean;
  /** It changed while the board was on screen. */
  changed: boolean;
}

export const BoardCard = memo(function BoardCard(props: Props) {
  const { card, now, links, open, chosen, lifted, reachable, changed, onClick, onFocus } = props;
  const { liftRef, liftListeners } = useLiftable(card.id);
  const held = (event: MouseEvent) => ({ range: event.shiftKey, toggle: event.ctrlKey || event.metaKey });
  return (
    <button
      ref={liftRef}
      {...liftListeners}
      type="button"
      className="card"
      data-card={card.id}
      data-needs={needsYou(card) || undefined}
      data-over={isOver(card) || undefined}
      data-chosen={chosen || undefined}
      data-lifted={lifted || undefined}
      aria-current={open || undefined}
      aria-describedby={KEYS_ID}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => onClick(card.id, held(event))}
      onFocus={() => onFocus(card.id)}
    >
      {changed && <span key={card.updated_at} className="card-glow" aria-hidden="true" />}
      {chosen && <span className="visually-hidden">{t("board:chosen")}: </span>}
      <CardFace card={card} now={now} links={links} />
    </button>
  );
});

/** What is on a card; also on the one that hangs under the pointer. */
export function CardFace({ card, now, links }: Pick<Props, "card" | "now" | "links">) {
  const status = cardStatus(card, now);
  return (
    <>
      <span className="card-who">
        <span className="cut">{card.name || card.email}</span>
        {card.score !== null && (
          <span className="card-score" title={t("board:score", { score: card.score })}>
            {card.score}
          </span>
        )}
      </span>
      <span className="card-company">
        <span className="cut">{card.company || card.email}</span>
        {links && card.domain_authority !== null && (
          <span className="card-fact" title={t("board:authorityWhy", { authority: card.domain_authority })}>
            {t("board:authority", { authority: card.domain_authority })}
          </span>
        )}
      </span>
      <span className="card-foot">
        <Actor card={card} now={now} quiet={status.tone === null} />
        {status.tone ? <Tag tone={status.tone}>{status.text}</Tag> : <span className="cut">{status.text}</span>}
        {status.fact && <span className="card-fact cut">{status.fact}</span>}
      </span>
    </>
  );
}

/** Who acts next. A coloured status says it by itself; a quiet one has a small mark. */
function Actor({ card, now, quiet }: { card: Card; now: number; quiet: boolean }) {
  const who = actor(card, now);
  if (!who) return null;
  const Mark = who === "you" ? Hand : Sparkle;
  return (
    <>
      <span className="visually-hidden">{t(`board:card.actors.${who}`)}: </span>
      {quiet && who !== "them" && (
        <span className="card-actor" title={t(`board:card.actors.${who}`)} aria-hidden="true">
          <Mark size={11} strokeWidth={1.9} />
        </span>
      )}
    </>
  );
}
