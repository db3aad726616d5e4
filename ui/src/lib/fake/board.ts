// The made-up board: its columns, filters, acts on deals with their way back, and saved views.

import type { BoardFilter } from "../../generated/BoardFilter";
import type { Card } from "../../generated/Card";
import type { DealAct } from "../../generated/DealAct";
import type { DealRefusal } from "../../generated/DealRefusal";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { SavedView } from "../../generated/SavedView";
import type { StageRow } from "../../generated/StageRow";
import { BackendError } from "../backend";
import type { Args, CommandName, Reply } from "../commands";
import { mayWin } from "./detail";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };
type Deal = World["cards"][string][number];

const DAY = 86_400_000;
const EVERYTHING: BoardFilter = {
  statuses: [],
  tags: [],
  score_from: null,
  next: null,
  needs_you: false,
  replied: false,
  text: "",
};
const TAGS = ["vip", "melbourne", "trade fair", "cafe"];

export function boardAnswers(world: World, changed: () => void): Answers {
  const before = new Map<string, Deal>();
  const views: SavedView[] = [
    { kind: "board", name: "Hot and answered", filter: JSON.stringify({ score_from: 60, replied: true }) },
  ];
  const all = (ids: readonly string[], each: (id: string) => void) => {
    const refused: DealRefusal[] = [];
    for (const id of ids) {
      try {
        each(id);
      } catch (error) {
        refused.push({ id, who: find(world, id)?.deal.card.name ?? "", why: BackendError.from(error).message });
      }
    }
    changed();
    return { done: ids.length - refused.length, refused, note: null };
  };
  const put = (id: string, act: DealAct) => {
    const found = find(world, id);
    if (!found) throw new BackendError("not_found", "There is no such deal.");
    const former = structuredClone(found.deal);
    perform(world, found, act);
    before.set(id, former);
  };
  return {
    board: (args) => board(world, args),
    board_column: ({ stage: id, from, limit, filter = EVERYTHING }) => {
      const pipeline = world.pipelines.find(({ stages }) => stages.some((stage) => stage.id === id));
      const stage = pipeline?.stages.find((stage) => stage.id === id);
      if (!pipeline || !stage) throw new BackendError("not_found", "There is no such stage.");
      return structuredClone(cardsOf(world, pipeline, stage, filter).slice(from, from + limit));
    },
    board_tags: ({ pipeline }) => {
      const cards = (world.cards[pipeline] ?? []).map((deal) => deal.card);
      const counted = TAGS.map((tag) => ({ tag, count: cards.filter((card) => tagsOf(card).includes(tag)).length }));
      return counted.filter(({ count }) => count > 0);
    },
    deals_bulk: ({ ids, act }) => all(ids, (id) => put(id, act)),
    deals_undo: ({ ids }) =>
      all(ids, (id) => {
        const [found, former] = [find(world, id), before.get(id)];
        if (!found || !former) throw new BackendError("refused", "It lies too far back to be taken back.");
        Object.assign(found.deal, former);
        found.deal.card.updated_at = world.status.now;
        before.delete(id);
      }),
    views_list: ({ kind }) => structuredClone(views.filter((view) => view.kind === kind)),
    view_save: (view) => {
      const old = views.find(({ kind, name }) => kind === view.kind && name === view.name);
      if (old) old.filter = view.filter;
      else views.push(view);
      changed();
      return { done: `“${view.name}” is saved.` };
    },
    view_remove: ({ kind, name }) => {
      const place = views.findIndex((view) => view.kind === kind && view.name === name);
      if (place < 0) throw new BackendError("not_found", "There is no such saved view.");
      views.splice(place, 1);
      changed();
      return { done: `“${name}” is removed.` };
    },
  };
}

function board(world: World, { pipeline: id, limit, filter = EVERYTHING }: Args<"board">): Reply<"board"> {
  const pipeline = world.pipelines.find((pipeline) => pipeline.id === id);
  if (!pipeline) throw new BackendError("not_found", "There is no such pipeline.");
  const columns = pipeline.stages.map((stage) => {
    const cards = cardsOf(world, pipeline, stage, filter);
    const value_cents = cards.reduce((sum, card) => sum + card.value_cents, 0);
    return { stage, count: cards.length, value_cents, cards: cards.slice(0, limit) };
  });
  return structuredClone({
    pipeline,
    columns,
    deals: columns.reduce((sum, column) => sum + column.count, 0),
    value_cents: columns.reduce((sum, column) => sum + column.value_cents, 0),
    needs_you: (world.cards[id] ?? []).filter(({ card }) => needsYou(card)).length,
  });
}

function cardsOf(world: World, pipeline: PipelineRow, stage: StageRow, filter: BoardFilter): Card[] {
  const here = (world.cards[pipeline.id] ?? []).filter((deal) => deal.stage === stage.key).map((deal) => deal.card);
  const fit = here.filter((card) => fits(card, filter, stage, world.status.now));
  return fit.sort((one, other) => other.updated_at - one.updated_at);
}

function fits(card: Card, filter: BoardFilter, stage: StageRow, now: number): boolean {
  const { statuses, tags, score_from, next, text } = filter;
  const open = card.status === "active" || card.status === "paused";
  const due = card.status === "active" ? card.next_action_at : Number.NaN;
  const words = `${card.name} ${card.company} ${card.email}`.toLowerCase();
  return (
    (statuses.length > 0 ? statuses.includes(card.status) : open || stage.kind !== "open") &&
    (tags.length === 0 || tagsOf(card).some((tag) => tags.includes(tag))) &&
    (score_from === null || (card.score ?? 0) >= score_from) &&
    (next !== "nothing" || (due === null && card.email_state === null)) &&
    (next !== "overdue" || (due !== null && due < now)) &&
    (next !== "today" || (due !== null && due < now + DAY / 2)) &&
    (!filter.needs_you || needsYou(card)) &&
    (!filter.replied || (card.last_reply_at !== null && card.last_reply_at >= (card.last_sent_at ?? 0))) &&
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => words.includes(word))
  );
}

function needsYou(card: Card): boolean {
  return card.question !== null || card.email_state === "awaiting_approval" || card.email_state === "unconfirmed";
}

/** Cards carry no tags; made-up people have them by their names. */
function tagsOf(card: Card): string[] {
  return TAGS.filter((_, place) => (card.name.length + place) % 4 === 0);
}

interface Found {
  deal: Deal;
  pipeline: PipelineRow;
}

function find(world: World, id: string): Found | null {
  for (const pipeline of world.pipelines) {
    const deal = world.cards[pipeline.id]?.find((deal) => deal.card.id === id);
    if (deal) return { deal, pipeline };
  }
  return null;
}

function perform(world: World, { deal, pipeline }: Found, act: DealAct): void {
  const { card } = deal;
  const { now } = world.status;
  const open = card.status === "active" || card.status === "paused";
  if (act.kind === "pause" || act.kind === "resume") {
    if (!open) throw new BackendError("refused", "The deal is closed; move it to an open stage first.");
    Object.assign(card, act.kind === "pause" ? { status: "paused", reason: "you paused it" } : RESUMED);
  } else {
    const won = act.won;
    const stage =
      act.kind === "move"
        ? pipeline.stages.find(({ key, name }) => [key, name].includes(act.stage))
        : pipeline.stages.find(({ kind }) => kind === "closed" || kind === (won ? "won" : "lost"));
    if (act.kind === "move" && !stage) throw new BackendError("not_found", "There is no such stage.");
    if (stage?.key === deal.stage && won === null)
      throw new BackendError("bad_request", `The deal is already in ${stage.name}.`);
    if (stage?.kind === "closed" && won === null)
      throw new BackendError("bad_request", `${stage.name} closes the deal: say whether it is won or lost.`);
    const ends = stage?.kind !== "open";
    mayWin(pipeline.purpose, ends && won !== false);
    deal.stage = stage?.key ?? deal.stage;
    card.question = null;
    card.reason = act.reason;
    card.email_state = ends ? null : card.email_state;
    card.status = ends ? (won === false ? "lost" : "won") : "active";
    card.hold_until = ends ? null : now + 7 * DAY;
  }
  card.updated_at = now;
}

const RESUMED: Partial<Card> = { status: "active", reason: null, hold_until: null, question: null, last_reply: null };
