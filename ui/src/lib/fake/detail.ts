// The made-up details of a deal: its mails, messages, decisions and gates.

import type { ActivityKind } from "../../generated/ActivityKind";
import type { Card } from "../../generated/Card";
import type { DealDetail } from "../../generated/DealDetail";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailRow } from "../../generated/EmailRow";
import type { Gate } from "../../generated/Gate";
import type { GateCheck } from "../../generated/GateCheck";
import type { MessageRow } from "../../generated/MessageRow";
import type { WhyReply } from "../../generated/WhyReply";
import { BackendError } from "../backend";
import { decisionRows } from "./decision";
import { hours } from "./people";
import type { World, Written } from "./world";

/** A backlink is won by the notary, or by a person who signs for it. */
export function mayWin(purpose: string, won: boolean): void {
  if (purpose !== "backlink" || !won) return;
  throw new BackendError(
    "refused",
    "only the notary verifies a link, or you with your name, after you saw it yourself.",
  );
}

export function dealDetail(world: World, id: string): DealDetail {
  const { card, pipeline, stage, mail } = find(world, id);
  return structuredClone({
    // As the engine says them: in words.
    deal: {
      card,
      brand: pipeline.brand,
      pipeline: pipeline.name,
      stage: pipeline.stages.find(({ key }) => key === stage)?.name ?? stage,
    },
    notes: world.notes[id] ?? "",
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
    emails: [...(mail ? [mail] : []), ...past(card)],
    messages: card.last_reply ? [message(card)] : [],
    decisions: decisionRows(world, id),
    engagement: [],
  });
}

const BASE_LINE = { brand: "codeteki", deal_id: null, who: null };

export function whyReply(world: World, id: string): WhyReply {
  const { card } = find(world, id);
  const mail = card.email_state === "awaiting_approval";
  const written = find(world, id).mail;
  const check = (gate: Gate, pass: boolean, why: string, next: number | null = null): GateCheck => ({
    gate,
    pass,
    why,
    next,
  });
  const held = card.hold_until !== null && card.hold_until > world.status.now;
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
    check(
      "hold",
      !held,
      held ? "You took this deal over; the autopilot holds back" : "No hold",
      held ? card.hold_until : null,
    ),
    check("approval", !mail, mail ? "Waits for your approval" : "Approved exactly as it stands"),
    check("window", true, "Inside Mon-Fri 09:00-17:00, Australia/Melbourne"),
    check("daily_cap", true, "23 of 50 in 24 hours"),
    check("min_gap", true, "Enough time since the last mail"),
  ];
  const stop = checks.find((check) => !check.pass && check.next === null) ?? checks.find((check) => !check.pass);
  return {
    deal_id: id,
    summary: stop ? `${stop.why}.` : "Nothing stands in the way of the next mail.",
    email_id: written ? written.id : null,
    email_state: card.email_state,
    verdict: { checks, allowed: !stop, next: null },
  };
}

export function emailDetail(world: World, id: string): EmailDetail {
  const past = id.startsWith("past-");
  const { card, mail } = find(world, id.replace(/^(email|past)-/, ""));
  const row = past ? sent(card) : (mail ?? email(card, undefined));
  const own = past ? undefined : world.written[card.id];
  const body =
    own?.body ??
    `Hi ${card.name.split(" ")[0]},

I saw that ${card.company} books its site visits by phone. We build small assistants that take those calls and fill the calendar.

Would a ten-minute call on Thursday or Friday be useful?`;
  return {
    row,
    from_address: "sales@codeteki.au",
    from_name: "The Codeteki Team",
    reply_to: "",
    text: `${body}\n\n${BELOW}`,
    html: "",
    body,
    token: "ref:k3f9a7c2m5p8q4w6",
    content_hash: "9d1e",
    approved_hash: null,
    provider_message_id: null,
    wire_message_id: null,
    decision: null,
    original: null,
    tells_opens: false,
    tells_clicks: false,
    engagement: [],
  };
}

/** Signature and footer. */
export const BELOW = `Best regards,
The Codeteki Team

--
Codeteki, Level 2, 11 Example St, Melbourne
We have your address from: cafe-list.csv.
Rather not hear from us? Reply STOP and we will not write again.
Our reference: ref:…`;

function email(card: Card, written: Written | undefined): EmailRow {
  return {
    id: `email-${card.id}`,
    deal_id: card.id,
    brand: "codeteki",
    step: card.emails_sent + 1,
    kind: kindAfter(card.emails_sent),
    state: card.email_state ?? "awaiting_approval",
    to_address: card.email,
    to_name: card.name,
    subject: written?.subject ?? `Cutting the paperwork at ${card.company}`,
    written_by: written?.by ?? "playbook",
    created_at: card.updated_at,
    sent_at: null,
    not_before: null,
    attempts: 0,
    trouble: null,
  };
}

/** The last mail that left, where one did. */
function past(card: Card): EmailRow[] {
  return card.emails_sent > 0 && card.last_sent_at !== null ? [sent(card)] : [];
}

function sent(card: Card): EmailRow {
  return {
    ...email(card, undefined),
    id: `past-${card.id}`,
    step: card.emails_sent,
    kind: kindAfter(card.emails_sent - 1),
    state: card.last_reply && card.last_reply !== "bounce_hard" ? "replied" : "sent",
    sent_at: card.last_sent_at,
    created_at: card.last_sent_at ?? card.updated_at,
  };
}

function kindAfter(emails: number): EmailRow["kind"] {
  const kinds = ["initial", "first_follow_up", "second_follow_up"] as const;
  return kinds[emails] ?? "later_follow_up";
}

/** Why no mail can be written now. */
export function refusal(card: Card): string | null {
  if (card.status === "won" || card.status === "lost") return "The deal is closed; move it to an open stage first";
  return card.email_state === null ? null : "A mail of this deal is on its way; settle that one first";
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

export function find(world: World, id: string) {
  for (const pipeline of world.pipelines) {
    const deal = world.cards[pipeline.id]?.find((deal) => deal.card.id === id);
    const stage = pipeline.stages.find((stage) => stage.key === deal?.stage);
    if (!deal || !stage) continue;
    const { card } = deal;
    const mail = card.email_state === null ? null : email(card, world.written[id]);
    return { deal, card, pipeline, stage: stage.key, mail };
  }
  throw new BackendError("not_found", "There is no such deal; it may have been undone with its import.");
}

export function cardOf(world: World, id: string): Card {
  return find(world, id).card;
}

/** Keeps a line by the person in the timeline and says that something changed. */
export type Change = (card: Card, kind: ActivityKind, summary: string) => void;
