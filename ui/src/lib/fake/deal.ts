// What a person does with a deal, and the deal's details, in the made-up engine.

import type { Card } from "../../generated/Card";
import type { ContactRow } from "../../generated/ContactRow";
import type { DealStatus } from "../../generated/DealStatus";
import type { EmailFrame } from "../../generated/EmailFrame";
import { BackendError } from "../backend";
import type { Args, CommandName, Reply } from "../commands";
import { decisionDetail } from "./decision";
import { BELOW, type Change, cardOf, find, mayWin, refusal } from "./detail";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };

const DAY = 86_400_000;

/** `change` keeps a line of the timeline and says that something changed. */
export function dealAnswers(world: World, change: Change): Answers {
  const open = (id: string): Card => {
    const card = cardOf(world, id);
    if (card.status === "won" || card.status === "lost") {
      throw new BackendError("refused", "The deal is closed; move it to an open stage first.");
    }
    return card;
  };
  const cards = (): Card[] =>
    Object.values(world.cards)
      .flat()
      .map((deal) => deal.card);
  return {
    deal_move: ({ id, stage, won, reason }) => {
      const { card, pipeline, deal } = find(world, id);
      const target = pipeline.stages.find((one) => one.key === stage || one.name === stage);
      if (!target) throw new BackendError("not_found", `There is no stage in this pipeline “${stage}”.`);
      mayWin(pipeline.purpose, target.kind === "won" && won !== false);
      if (target.kind !== "open") return end(card, won ?? true, reason, change, () => moved(deal, target.key));
      moved(deal, target.key);
      card.status = card.status === "paused" ? "paused" : "active";
      card.question = null;
      card.hold_until = world.status.now + 7 * DAY;
      change(card, "moved", `Moved to ${target.name}`);
      return { done: `Moved to ${target.name}.` };
    },
    deal_close: ({ id, won, reason }) => {
      const { card, pipeline, deal } = find(world, id);
      mayWin(pipeline.purpose, won);
      const target = pipeline.stages.find((one) => one.kind !== "open");
      return end(card, won, reason, change, () => target && moved(deal, target.key));
    },
    deal_pause: ({ id, reason }) => {
      const card = open(id);
      card.status = "paused";
      card.reason = reason || "you paused it";
      change(card, "paused", `Paused: ${card.reason}`);
      return { done: "The deal is paused." };
    },
    deal_resume: ({ id }) => {
      const card = open(id);
      Object.assign(card, { status: "active", reason: null, hold_until: null, question: null, last_reply: null });
      card.next_action_at = world.status.now;
      change(card, "paused", "Gave the deal back to the autopilot");
      return { done: "The autopilot works on this deal again." };
    },
    deal_hold: ({ id, until }) => {
      const card = open(id);
      card.hold_until = until;
      card.next_action_at = until ?? world.status.now;
      if (until !== null) card.question = null;
      change(card, "paused", until === null ? "Lifted the hold" : "Holds the autopilot back");
      return { done: until === null ? "The hold is lifted." : "The autopilot holds back." };
    },
    deal_next_action: ({ id, at }) => {
      const card = open(id);
      card.next_action_at = at;
      change(card, "edited", at === null ? "No next step is planned" : "The next step has another time");
      return { done: at === null ? "The autopilot does not look at it by itself." : "The next step is planned." };
    },
    deal_edit: ({ id, value_cents, notes }) => {
      const card = cardOf(world, id);
      if (value_cents !== null) card.value_cents = value_cents;
      if (notes !== null) world.notes[id] = notes.trim();
      change(
        card,
        "edited",
        value_cents !== null ? "Edited the deal: its value" : "Edited the deal: its notes are new",
      );
      return { done: "Changed." };
    },
    note_add: ({ id, text }) => {
      change(cardOf(world, id), "noted", text.trim());
      return { done: "Noted." };
    },
    deal_email: ({ id, kind }) => {
      const card = open(id);
      card.email_state = "awaiting_approval";
      change(card, "drafted", "Had a mail written (playbook), waits for approval");
      const mail = find(world, id).mail;
      if (!mail) throw new BackendError("failed", "The mail was not written.");
      return kind ? { ...mail, kind } : mail;
    },
    email_frame: ({ id }) => frame(world, id),
    email_write: ({ deal, subject, body, send }) => {
      const refused = refusal(cardOf(world, deal));
      if (refused) throw new BackendError("refused", `${refused}.`);
      const card = cardOf(world, deal);
      world.written[deal] = { subject: subject.trim(), body: body.trim(), by: "person" };
      card.email_state = send ? "queued" : "awaiting_approval";
      if (send) card.question = null;
      card.next_action_at = null;
      change(card, "drafted", `Wrote “${subject.trim()}” by hand, ${send ? "queued" : "kept as a draft"}`);
      const id = `email-${deal}`;
      return send
        ? { id, state: "queued", done: "Queued. Its mail waits for Tue 24 Nov 2026, 10:42 (Australia/Melbourne)." }
        : { id, state: "awaiting_approval", done: "Kept as a draft; it waits for your approval." };
    },
    email_edit: ({ id, subject, body }) => {
      const card = cardOf(world, id.replace(/^email-/, ""));
      const before = world.written[card.id];
      world.written[card.id] = { subject, body, by: before?.by ?? "playbook" };
      card.email_state = "awaiting_approval";
      change(card, "edited", `Edited “${subject}”; it waits for approval`);
      return { done: "Changed; it waits for approval." };
    },
    email_reject: ({ id }) => {
      const card = cardOf(world, id.replace(/^email-/, ""));
      card.email_state = null;
      card.question = "You rejected the mail. What should happen instead?";
      change(card, "cancelled", "Rejected the mail");
      return { done: "Rejected." };
    },
    email_reconsider: ({ id }) => {
      const card = cardOf(world, id.replace(/^email-/, ""));
      card.email_state = "awaiting_approval";
      card.question = null;
      change(card, "edited", "Took the no back");
      return { done: "Taken back; it waits for you again." };
    },
    email_settle: ({ id, sent }) => {
      const card = cardOf(world, id.replace(/^email-/, ""));
      card.email_state = null;
      change(card, sent ? "sent" : "trouble", sent ? "Sent, as you said" : "You said that it did not go out");
      return { done: sent ? "Settled: it went out." : "Settled: it did not go out. The deal is due again." };
    },
    decision_show: ({ id }) => decisionDetail(world, id),
    contact_show: ({ contact }) => {
      const card = cards().find((card) => card.contact_id === contact || card.email === contact);
      if (!card) throw new BackendError("not_found", `There is no contact “${contact}”.`);
      return contactOf(card);
    },
    contacts_list: ({ search, limit }) => {
      const wanted = search?.toLowerCase().split(/\s+/).filter(Boolean) ?? [];
      const fits = (card: Card) =>
        wanted.every((word) => `${card.name} ${card.company} ${card.email}`.toLowerCase().includes(word));
      const found = new Map(
        cards()
          .filter(fits)
          .map((card) => [card.email, contactOf(card)]),
      );
      return [...found.values()].slice(0, limit ?? 200);
    },
    deal_new: (asked) => made(world, asked, change),
  };
}

function moved(deal: { stage: string }, stage: string): void {
  deal.stage = stage;
}

function end(card: Card, won: boolean, reason: string | null, change: Change, move: () => unknown) {
  if (!won && !reason) throw new BackendError("bad_request", "say why the deal is lost");
  const status: DealStatus = won ? "won" : "lost";
  Object.assign(card, { status, reason, question: null, email_state: null, next_action_at: null });
  move();
  const told = `Closed as ${status}${reason ? `: ${reason}` : ""}`;
  change(card, "closed", told);
  return { done: `${told}.` };
}

function frame(world: World, id: string): EmailFrame {
  const { card, pipeline } = find(world, id);
  const held = card.hold_until !== null && card.hold_until > world.status.now;
  const brand = world.status.brands.find(({ slug }) => slug === pipeline.brand);
  return {
    deal_id: id,
    from_name: `The ${brand?.name} Team`,
    from_address: brand?.from_email ?? "",
    to_name: card.name,
    to_address: card.email,
    subject: card.emails_sent > 0 ? `Re: Cutting the paperwork at ${card.company}` : "",
    below: BELOW,
    tells_opens: false,
    tells_clicks: false,
    refused: refusal(card),
    waits: held ? "You took this deal over; the autopilot holds back" : null,
    next: held ? card.hold_until : null,
  };
}

function contactOf(card: Card): ContactRow {
  return {
    id: card.contact_id,
    brand: card.id.startsWith("desifirms") ? "desifirms" : "codeteki",
    email: card.email,
    name: card.name,
    company: card.company,
    website: card.email.split("@")[1] ?? "",
    domain_authority: card.domain_authority,
    notes: "",
    tags: card.value_cents > 500_000 ? ["priority"] : [],
    kind: card.id.includes("links") ? "backlink_target" : "lead",
    source: "cafe-list.csv",
    country: "AU",
    timezone: "Australia/Melbourne",
    basis: "none",
    basis_note: "",
    suppressed: card.last_reply === "unsubscribe" ? "asked not to be mailed" : null,
    marks: [],
  };
}

function made(world: World, asked: Args<"deal_new">, change: Change): Reply<"deal_new"> {
  const pipeline = world.pipelines.find(
    ({ brand, key }) => brand === (asked.brand ?? "codeteki") && key === asked.pipeline,
  );
  if (!pipeline) throw new BackendError("not_found", `There is no pipeline “${asked.pipeline}”.`);
  const here = world.cards[pipeline.id] ?? [];
  world.cards[pipeline.id] = here;
  const everybody = Object.values(world.cards)
    .flat()
    .map((deal) => deal.card);
  const known = everybody.find((card) => card.contact_id === asked.contact || card.email === asked.contact);
  const twin = here.find(({ card }) => card.email === (known?.email ?? asked.contact) && card.status === "active");
  if (twin) {
    const stage = pipeline.stages.find(({ key }) => key === twin.stage)?.name;
    const message = `${twin.card.name} already has an open deal in ${pipeline.name}, in ${stage}; close that one first, or go on with it.`;
    throw new BackendError("refused", message);
  }
  const model = everybody[0];
  if (!model) throw new BackendError("failed", "The made-up world is empty.");
  const id = `new-${everybody.length}`;
  const card: Card = {
    ...model,
    id,
    contact_id: known?.contact_id ?? `${id}-contact`,
    name: known?.name ?? asked.name ?? "",
    company: known?.company ?? asked.company ?? "",
    email: known?.email ?? asked.contact,
    domain_authority: null,
    value_cents: asked.value_cents,
    score: null,
    emails_sent: 0,
    next_action_at: world.status.now,
    email_state: null,
    question: null,
    last_reply: null,
  };
  here.unshift({ stage: asked.stage ?? pipeline.stages[0]?.key ?? "", card });
  change(card, "created", "Made the deal by hand");
  return { id, done: `${card.name || card.email} is in ${pipeline.name}; the next step is due now.` };
}
