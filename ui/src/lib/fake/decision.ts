// A made-up decision with what it was made on.

import type { DecisionDetail } from "../../generated/DecisionDetail";
import type { DecisionRow } from "../../generated/DecisionRow";
import { find } from "./detail";
import { hours } from "./people";
import type { World } from "./world";

export function decisionRows(world: World, deal: string): DecisionRow[] {
  const { card } = find(world, deal);
  const first: DecisionRow = {
    id: `decision-${deal}`,
    deal_id: deal,
    at: hours(-96),
    action: "send_email",
    reason: "Never written to: time for the first mail",
    confidence: 1,
    provider: "playbook",
    model: "",
    prompt_version: "",
    input_hash: "5f0a4b6c7d8e9d1e7c520192f0c17b3a",
    tokens_in: null,
    tokens_out: null,
    latency_ms: 2,
    trouble: null,
  };
  if (card.question === null) return [first];
  const asked: DecisionRow = {
    ...first,
    id: `decision-${deal}-asked`,
    at: hours(-2),
    action: "flag_for_review",
    reason: "The reply asks for a price, and prices are for a person to give.",
    confidence: 0.93,
    provider: "openai",
    model: "gpt-5-mini",
    prompt_version: "decision/1",
    input_hash: "9d1e5f0a4b6c7d8e0192f0c17b3a7c52",
    tokens_in: 1_184,
    tokens_out: 96,
    latency_ms: 2_140,
  };
  return [asked, first];
}

export function decisionDetail(world: World, id: string): DecisionDetail {
  const deal = id.replace(/^decision-/, "").replace(/-asked$/, "");
  const { card, pipeline, stage } = find(world, deal);
  const rows = decisionRows(world, deal);
  const row = rows.find((row) => row.id === id) ?? rows[0];
  if (!row) throw new Error("a deal has a decision");
  return {
    row,
    action:
      row.action === "send_email"
        ? { action: "send_email", kind: "initial" }
        : { action: "flag_for_review", question: card.question ?? "What now?" },
    facts: {
      recipient_name: card.name,
      recipient_first_name: card.name.split(" ")[0] ?? null,
      recipient_company: card.company,
      recipient_website: card.email.split("@")[1] ?? "",
      domain_authority: card.domain_authority,
      tags: [],
      notes: "",
      pipeline: pipeline.name,
      purpose: pipeline.purpose,
      stage,
      emails_sent: card.emails_sent,
      max_per_deal: 4,
      days_since_last_mail: card.last_sent_at === null ? null : 4,
      last_reply: row.action === "send_email" ? null : card.last_reply,
      suppressed: false,
      sender_name: "The Codeteki Team",
    },
    raw: null,
  };
}
