// The made-up log of decisions: one or two for each deal of the world.

import type { Action } from "../../generated/Action";
import type { Card } from "../../generated/Card";
import type { DecisionRow } from "../../generated/DecisionRow";
import type { LoggedDecision } from "../../generated/LoggedDecision";
import type { Args, CommandName, Reply } from "../commands";
import { decisionDetail } from "./decision";
import { hours } from "./people";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };

/** What a deal that stands like this was decided to be due for, and why. */
function choice(card: Card): [Action, string] {
  if (card.status === "lost") return [{ action: "close_lost", reason: "said no" }, "They said no, kindly and clearly."];
  if (card.question !== null)
    return [
      { action: "flag_for_review", question: card.question },
      "The reply asks for a price, and prices are for a person to give.",
    ];
  if (card.hold_until !== null)
    return [{ action: "wait", days: 5 }, "You took this deal over, so it is looked at again in a week."];
  if (card.last_reply === "out_of_office")
    return [{ action: "wait", days: 6 }, "Away until 2 December; writing before would not be read."];
  if (card.domain_authority !== null && card.emails_sent === 0)
    return [{ action: "move_stage", stage: "researching" }, "New prospect: look for a pitch before the first mail."];
  if (card.emails_sent === 0) return [{ action: "send_email", kind: "initial" }, "New lead, never written to."];
  if (card.emails_sent === 1)
    return [
      { action: "send_email", kind: "first_follow_up" },
      "No answer to the first mail: a gentle reminder is due.",
    ];
  return [
    { action: "send_email", kind: "second_follow_up" },
    "Still no answer: a second follow-up from a different angle is due.",
  ];
}

export function decisionLogAnswers(world: World, others: Answers): Answers {
  const made = new Map<string, { line: LoggedDecision; action: Action; deal: string }>();
  let place = 0;
  for (const [pipeline, deals] of Object.entries(world.cards)) {
    for (const { card } of deals) {
      place += 1;
      const byModel = place % 3 === 0;
      const [action, reason] = choice(card);
      const id = `decided-${card.id}`;
      const row: DecisionRow = {
        id,
        deal_id: card.id,
        at: hours(-place * 1.7),
        action: action.action,
        reason,
        confidence: byModel ? 0.7 + (place % 5) * 0.06 : 1,
        provider: byModel ? "openai" : place % 7 === 0 ? "rule" : "playbook",
        model: byModel ? "gpt-5-mini" : "",
        prompt_version: byModel ? "decision/1" : "",
        input_hash: "9d1e5f0a4b6c7d8e0192f0c17b3a7c52",
        tokens_in: byModel ? 1_100 + place * 7 : null,
        tokens_out: byModel ? 90 + place : null,
        latency_ms: byModel ? 1_700 + place * 11 : 1,
        trouble: null,
      };
      const email_id = action.action === "send_email" && card.email_state !== null ? `email-${card.id}` : null;
      const brand = pipeline.split("-")[0] ?? "codeteki";
      made.set(id, { line: { row, brand, who: card.name, company: card.company, email_id }, action, deal: card.id });
    }
  }
  const lines = () => [...made.values()].map(({ line }) => line).sort((a, b) => b.row.at - a.row.at);
  return {
    decisions_page: (args) => {
      const text = (args.search ?? "").toLowerCase();
      const fits = lines().filter(
        ({ row, brand, who, company }) =>
          `${row.reason} ${who} ${company}`.toLowerCase().includes(text) &&
          (!args.brand || brand === args.brand) &&
          (!args.provider || row.provider === args.provider) &&
          (args.from === null || row.at >= args.from),
      );
      const sums = new Map<string, { count: number; tokens_in: number; tokens_out: number }>();
      for (const { row } of fits) {
        const sum = sums.get(row.action) ?? { count: 0, tokens_in: 0, tokens_out: 0 };
        sum.count += 1;
        sum.tokens_in += row.tokens_in ?? 0;
        sum.tokens_out += row.tokens_out ?? 0;
        sums.set(row.action, sum);
      }
      return structuredClone({
        decisions: fits.filter(({ row }) => args.actions.length === 0 || args.actions.includes(row.action)),
        next: null,
        actions: [...sums].map(([action, sum]) => ({ action, ...sum })),
      });
    },
    decision_show: (args) => {
      const found = made.get(args.id);
      const other = found ? undefined : others.decision_show?.(args);
      if (other || !found) return other ?? decisionDetail(world, args.id);
      return { ...decisionDetail(world, `decision-${found.deal}`), row: found.line.row, action: found.action };
    },
  };
}
