// A made-up engine in memory, for tests and for the page in a plain browser. It knows only what the page asks now.

import type { ActivityRow } from "../../generated/ActivityRow";
import type { Card } from "../../generated/Card";
import type { DealMade } from "../../generated/DealMade";
import type { Event } from "../../generated/Event";
import { type Backend, BackendError } from "../backend";
import { dropsOfBrowser, pickInBrowser, saveInBrowser } from "../browser-files";
import type { Args, CommandName, Reply } from "../commands";
import { analyticsAnswers } from "./analytics";
import { boardAnswers } from "./board";
import { contactAnswers } from "./contacts";
import { dealAnswers } from "./deal";
import { decisionLogAnswers } from "./decision-log";
import { type Change, cardOf, dealDetail, emailDetail, whyReply } from "./detail";
import { findAnswers } from "./find";
import { chosen, importAnswers } from "./imports";
import { inboxAnswers } from "./inbox";
import { linkAnswers } from "./links";
import { noticeAnswers } from "./notices";
import { outboxAnswers } from "./outbox";
import { START } from "./people";
import { pipelineAnswers } from "./pipelines";
import { programAnswers } from "./program";
import { prospectAnswers } from "./prospects";
import { senderAnswers } from "./sender";
import { settingsAnswers } from "./settings";
import { taskAnswers } from "./tasks";
import { todayAnswers } from "./today";
import { wordingAnswers } from "./wordings";
import { newWorld, type World } from "./world";

export { cardOf };

export type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };

export interface FakeBackend extends Backend {
  world: World;
  /** Every call, in order. */
  calls: { name: CommandName; args: unknown }[];
  /** Says something to the page, as the engine would. */
  emit(event: Event): void;
  /** The next call of this name is refused or fails. */
  refuse(name: CommandName, error: BackendError): void;
}

/** `lively`: time goes on and things happen by themselves, for looking at. */
export function fakeBackend({ lively = false } = {}): FakeBackend {
  const world = newWorld();
  const listeners = new Set<(event: Event) => void>();
  const refusals = new Map<CommandName, BackendError>();
  const calls: FakeBackend["calls"] = [];
  const emit = (event: Event) => {
    for (const listener of listeners) listener(event);
  };
  const change: Change = (card, kind, summary) => {
    happens(world, card, { kind, author: "person", summary });
    emit({ kind: "changed" });
  };
  const changed = () => emit({ kind: "changed" });
  const answers: Answers = {
    ...analyticsAnswers(world),
    ...taskAnswers(world, changed),
    ...wordingAnswers(world, changed),
    ...pipelineAnswers(world, changed),
    ...findAnswers(world),
    ...todayAnswers(world),
    ...dealAnswers(world, change),
    ...contactAnswers(world),
    ...importAnswers(world, emit, lively),
    ...programAnswers(world, changed),
    ...noticeAnswers(world, changed),
    pipelines: () => structuredClone(world.pipelines),
    ...boardAnswers(world, () => emit({ kind: "changed" })),
    feed: ({ limit }) => structuredClone(world.feed.slice(0, limit)),
    deal_show: ({ id }) => dealDetail(world, id),
    why: ({ id }) => whyReply(world, id),
    email_show: ({ id }) => emailDetail(world, id),
    ...inboxAnswers(world),
    email_approve: ({ id }) => {
      const card = cardOf(world, id.replace(/^email-/, ""));
      card.email_state = "queued";
      happens(world, card, { kind: "approved", author: "person", summary: "Approved the first mail" });
      emit({ kind: "changed" });
      return { done: `The mail to ${card.name} goes out in the next free slot.` };
    },
    run_task: async ({ task }) => {
      const row = world.status.tasks.find((row) => row.name === task);
      if (!row?.last_run) throw new BackendError("not_found", "There is no such task.");
      row.running = true;
      emit({ kind: "changed" });
      if (lively) await new Promise((resolve) => setTimeout(resolve, 900));
      row.running = false;
      row.last_run = { ...row.last_run, started_at: world.status.now, finished_at: world.status.now, cause: "person" };
      emit({ kind: "task", run: row.last_run });
      return row.last_run;
    },
    ...settingsAnswers(world),
    ...senderAnswers(world, changed),
    brand_resume: ({ brand }) => {
      const row = world.status.brands.find(({ slug }) => slug === brand);
      if (!row) throw new BackendError("not_found", "There is no such brand.");
      row.paused = null;
      emit({ kind: "changed" });
      return { done: `${row.name} goes on.` };
    },
  };
  Object.assign(answers, linkAnswers(world, change, changed, lively));
  Object.assign(
    answers,
    prospectAnswers(world, changed, (asked) => dealAnswers(world, change).deal_new?.(asked) as DealMade, lively),
  );
  Object.assign(answers, decisionLogAnswers(world, { ...answers }));
  Object.assign(answers, outboxAnswers(world, emit, lively, { ...answers }));
  if (lively) startLife(world, emit);
  return {
    world,
    calls,
    emit,
    refuse: (name, error) => void refusals.set(name, error),
    async call(name, args) {
      calls.push({ name, args });
      const refusal = refusals.get(name);
      refusals.delete(name);
      if (refusal) throw refusal;
      const answer: Answers[typeof name] = answers[name];
      if (!answer) throw new BackendError("bad_request", `There is no request “${name}” in the made-up engine.`);
      return answer(args);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    chooseFile: async (_title, extensions) => {
      if (!lively) return chosen("conference-2026.csv", 1_948_220);
      const file = await pickInBrowser(extensions);
      return file && chosen(file.name, file.size);
    },
    onFileDrop: (listener) => dropsOfBrowser(async ({ name, size }) => chosen(name, size), listener),
    saveFile: async (_title, { name }) => {
      if (lively) saveInBrowser(name, new Blob(["email,reason,line\nn/a,no e-mail address,4\n"]));
      return name;
    },
  };
}
function happens(world: World, card: Card, line: Pick<ActivityRow, "kind" | "author" | "summary">): ActivityRow {
  const at = world.status.now;
  card.updated_at = at;
  const id = `activity-${world.feed.length}`;
  const activity: ActivityRow = { ...line, id, at, brand: "codeteki", deal_id: card.id, who: card.name };
  world.feed.unshift(activity);
  return activity;
}

/** Half a minute passes each second, and every few seconds somebody does something. */
function startLife(world: World, emit: (event: Event) => void): void {
  const began = Date.now();
  let turn = 0;
  setInterval(() => {
    world.status.now = START + 30 * (Date.now() - began);
  }, 500);
  setInterval(() => {
    const deals = world.cards["codeteki-sales"] ?? [];
    const card = deals[(turn * 5) % deals.length]?.card;
    turn += 1;
    if (!card || world.status.paused) return;
    const summary = "Looked at it; the next step is not due yet";
    emit({ kind: "activity", activity: happens(world, card, { kind: "decided", author: "autopilot", summary }) });
  }, 6_000);
}
