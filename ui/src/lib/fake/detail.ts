// The made-up details of a deal: its mails, messages, decisions and gates.

import type { Card } from "../../generated/Card";
import type { DealDetail } from "../../generated/DealDetail";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailRow } from "../../generated/EmailRow";
import type { Gate } from "../../generated/Gate";
import type { GateCheck } from "../../generated/GateCheck";
import type { MessageRow } from "../../generated/MessageRow";
import type { WhyReply } from "../../generated/WhyReply";
import { BackendError } from "../backend";
import { hours } from "./people";
import type { World } from "./world";

export function dealDetail(world: World, id: string): DealDetail {
  const { card, pipeline, stage } = find(world, id);
  return structuredClone({
    deal: { card, brand: pipeline.brand, pipeline: pipeline.key, stage },
    score_reasons: [
      { points: 30, why: "an open deal" },
      { points: 28, why: "asked a question" },
      { points: 8, why: "heard from them in the last three days" },
      { points: -6, why: "1 mails without an answer" },
    ],
    timeline: [
      ...world.feed.filter((row) => row.deal_id === id),
      {
        ...BASE_LINE,
        id: `${id}-b`,
        at: hours(-96),
        kind: "decided",
        author: "autopilot",
        summary: "Decided: send the first mail",
      },
      {
        ...BASE_LINE,
        id: `${id}-a`,
        at: hours(-97),
        kind: "created",
        author: "person",
        summary: "Imported from cafe-list.csv, row 2",
      },
    ],
    emails: card.email_state === "awaiting_approval" ? [email(card)] : [],
    messages: card.last_reply ? [message(card)] : [],
    decisions: [
      {
        id: `${id}-decision`,
        deal_id: id,
        at: hours(-1),
        action: card.question ? "flag_for_review" : "send_email",
        reason: card.question ? "The reply asks for a price." : "New lead, never written to.",
        confidence: 0.93,
        provider: "playbook",
        model: "playbook",
        prompt_version: "1",
        input_hash: "5f0a4b6c",
        tokens_in: null,
        tokens_out: null,
        latency_ms: 2,
        trouble: null,
      },
    ],
  });
}

const BASE_LINE = { brand: "codeteki", deal_id: null, who: null };

export function whyReply(world: World, id: string): WhyReply {
  const { card } = find(world, id);
  const mail = card.email_state === "awaiting_approval";
  const check = (gate: Gate, pass: boolean, why: string): GateCheck => ({ gate, pass, why, next: null });
  const checks = [
    check("suppression", true, "Nobody asked not to be mailed"),
    check(
      "replied_since",
      card.question === null,
      card.question ? "They replied after this mail was written" : "No reply since it was written",
    ),
    check(
      "paused",
      world.status.paused === null,
      world.status.paused ? "The autopilot is paused: you paused it" : "Nothing is paused",
    ),
    check("approval", !mail, mail ? "Waits for your approval" : "Approved exactly as it stands"),
    check("window", true, "Inside Mon-Fri 09:00-17:00, Australia/Melbourne"),
    check("daily_cap", true, "23 of 50 in 24 hours"),
    check("min_gap", true, "Enough time since the last mail"),
  ];
  const stop = checks.find((check) => !check.pass);
  return {
    deal_id: id,
    summary: stop ? `${stop.why}.` : "Nothing stands in the way of the next mail.",
    email_id: mail ? `email-${id}` : null,
    email_state: card.email_state,
    verdict: { checks, allowed: !stop, next: null },
  };
}

export function emailDetail(world: World, id: string): EmailDetail {
  const { card } = find(world, id.replace(/^email-/, ""));
  const body = `Hi ${card.name.split(" ")[0]},

I saw that ${card.company} books its site visits by phone. We build small assistants that take those calls and fill the calendar.

Would a ten-minute call on Thursday or Friday be useful?`;
  const text = `${body}\n\nThe Codeteki Team\nCodeteki, Level 2, 11 Example St, Melbourne\nRather not hear from us? Reply STOP.`;
  return {
    row: email(card),
    from_address: "sales@codeteki.au",
    from_name: "The Codeteki Team",
    reply_to: "",
    text,
    html: "",
    body,
    token: "k3f9",
    content_hash: "9d1e",
    approved_hash: null,
    provider_message_id: null,
    wire_message_id: null,
    decision: null,
  };
}

function email(card: Card): EmailRow {
  return {
    id: `email-${card.id}`,
    deal_id: card.id,
    brand: "codeteki",
    step: 1,
    kind: "initial",
    state: "awaiting_approval",
    to_address: card.email,
    to_name: card.name,
    subject: `Cutting the paperwork at ${card.company}`,
    written_by: "playbook",
    created_at: card.updated_at,
    sent_at: null,
    not_before: null,
    attempts: 0,
    trouble: null,
  };
}

function message(card: Card): MessageRow {
  return {
    id: `message-${card.id}`,
    brand: "codeteki",
    deal_id: card.id,
    from_address: card.email,
    from_name: card.name,
    subject: "Re: Cutting the paperwork",
    received_at: card.last_reply_at ?? card.updated_at,
    nature: "human",
    class: card.last_reply,
    confidence: 0.93,
    classified_by: "rules",
    why: "ends with a question mark and names a price",
    evidence: "references",
  };
}

function find(world: World, id: string) {
  for (const pipeline of world.pipelines) {
    const deal = world.cards[pipeline.id]?.find((deal) => deal.card.id === id);
    const stage = pipeline.stages.find((stage) => stage.key === deal?.stage);
    if (deal && stage) return { card: deal.card, pipeline, stage: stage.key };
  }
  throw new BackendError("not_found", "There is no such deal; it may have been undone with its import.");
}
