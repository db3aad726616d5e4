import { expect, test } from "vitest";
import type { Card } from "../../generated/Card";
import type { StageKind } from "../../generated/StageKind";
import type { StageRow } from "../../generated/StageRow";
import { canDrop, drop, type Placed } from "./drop";
import { overlay, placeOf } from "./moves";

const stage = (id: string, kind: StageKind): StageRow => ({
  id,
  key: id,
  name: id,
  kind,
  advance_on: null,
});
const card = (id: string, rest: Partial<Card> = {}) => ({ id, status: "active", value_cents: 100, ...rest }) as Card;
const placed = (id: string, at: string, rest: Partial<Card> = {}): Placed => ({ card: card(id, rest), stage: at });

test.each([
  ["open", "active", { can: true, ask: null, hint: null }],
  ["open", "lost", { can: true, ask: null, hint: "reopens" }],
  ["closed", "active", { can: true, ask: "outcome", hint: "closes" }],
  ["lost", "active", { can: true, ask: "reason", hint: "loses" }],
  ["won", "paused", { can: true, ask: null, hint: "wins" }],
] as const)("a stage that is %s takes a card that is %s", (kind, status, verdict) => {
  expect(canDrop(placed("a", "here", { status }), stage("there", kind))).toEqual(verdict);
});

test("a drop has one outcome, and what is there already stays", () => {
  const cards = [placed("a", "here"), placed("b", "there")];
  expect(drop(cards, null)).toEqual({ kind: "stays" });
  expect(drop([placed("a", "there")], stage("there", "open"))).toEqual({ kind: "stays" });
  expect(drop(cards, stage("there", "open"))).toMatchObject({ kind: "moves", cards: [cards[0]] });
  expect(drop(cards, stage("end", "closed"))).toMatchObject({ kind: "asks", what: "outcome", cards });
});

test("a move is shown before it is confirmed, and only once when it is", () => {
  const known = new Map([
    [0, card("a")],
    [1, card("b")],
    [2, card("c")],
  ]);
  const moves = [
    { card: card("b"), from: "here", to: "there" },
    { card: card("z", { value_cents: 900 }), from: "elsewhere", to: "here" },
  ];
  const here = overlay({ stage: "here", count: 50, value_cents: 5_000, known }, moves);
  expect(here).toMatchObject({ count: 50, value_cents: 5_800, leaving: [1] });
  expect([0, 1, 2, 3].map((index) => placeOf(index, here))).toEqual([-1, 0, 2, 3]);
  const confirmed = new Map([...known, [3, card("z")]]);
  expect(overlay({ stage: "here", count: 51, value_cents: 0, known: confirmed }, moves.slice(1)).arriving).toEqual([]);
});
