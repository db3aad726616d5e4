// Moves the engine has not confirmed yet, laid over what it said last: the card is shown where it will be. Pure.

import type { Card } from "../../generated/Card";

/** One card on its way; the stages by id. */
export interface Move {
  card: Card;
  from: string;
  to: string;
}

/** A column as it is shown: the engine's, without those that leave and with those that come, at the top. */
export interface Shown {
  count: number;
  value_cents: number;
  arriving: Card[];
  /** Places (in the engine's order) of cards that leave, ascending. */
  leaving: number[];
}

interface Told {
  stage: string;
  count: number;
  value_cents: number;
  /** The cards that are known, by place. */
  known: ReadonlyMap<number, Card>;
}

export function overlay({ stage, count, value_cents, known }: Told, moves: readonly Move[]): Shown {
  const here = new Set([...known.values()].map((card) => card.id));
  const arriving = moves.filter((move) => move.to === stage && move.from !== stage && !here.has(move.card.id));
  const gone = new Set(moves.filter((move) => move.from === stage && move.to !== stage).map((move) => move.card.id));
  const leaving = [...known].filter(([, card]) => gone.has(card.id));
  const sum = (cards: readonly Card[]) => cards.reduce((total, card) => total + card.value_cents, 0);
  const came = arriving.map((move) => move.card).reverse();
  return {
    count: count + came.length - leaving.length,
    value_cents: value_cents + sum(came) - sum(leaving.map(([, card]) => card)),
    arriving: came,
    leaving: leaving.map(([place]) => place).sort((one, other) => one - other),
  };
}

/** The engine's place of the card that is shown at `index`; negative for one that arrives. */
export function placeOf(index: number, { arriving, leaving }: Pick<Shown, "arriving" | "leaving">): number {
  let place = index - arriving.length;
  if (place < 0) return place;
  for (const gap of leaving) if (gap <= place) place += 1;
  return place;
}
