// The made-up outgoing mail: a queue to review, a log, and what stands beside each mail. Texts live in `outgoing`.

import type { EmailContext } from "../../generated/EmailContext";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { EmailState } from "../../generated/EmailState";
import type { Event } from "../../generated/Event";
import type { Fact } from "../../generated/Fact";
import type { GateCheck } from "../../generated/GateCheck";
import type { StateCount } from "../../generated/StateCount";
import { BackendError } from "../backend";
import type { Args, CommandName, Reply } from "../commands";
import { LETTERS, type Letter, letterOfCard } from "./outgoing";
import { hours, minutes } from "./people";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };

const FOOTER =
  "\n\nThe Codeteki Team\n\n-- \nCodeteki, Level 2, 11 Example St, Melbourne\nRather not hear from us? Reply STOP and we will not write again.\nOur reference: ref:k3f9q2m7w4x8y1ab\n";

interface Kept {
  letter: Letter;
  detail: EmailDetail;
}

/** `lively`: more mails wait, and the log has a past. What is asked about a mail that is not told here is left to `others`. */
export function outboxAnswers(world: World, emit: (event: Event) => void, lively: boolean, others: Answers): Answers {
  const kept = new Map<string, Kept>();
  const add = (letter: Letter) => kept.set(letter.row.id, { letter, detail: detailOf(letter) });
  for (const deal of world.cards["codeteki-sales"] ?? []) {
    const letter = letterOfCard(deal.card);
    if (letter) add(letter);
  }
  if (lively) for (const letter of LETTERS) add(letter);
  const all = () => [...kept.values()].sort((a, b) => a.detail.row.created_at - b.detail.row.created_at);
  const waiting = () => all().filter(({ detail }) => detail.row.state === "awaiting_approval");
  const find = (id: string) => {
    const found = kept.get(id);
    if (!found)
      throw new BackendError("not_found", "There is no such mail; its deal may have been undone with its import.");
    return found;
  };
  const changed = () => {
    const brand = world.status.brands.find(({ slug }) => slug === "codeteki");
    world.status.awaiting_approval = waiting().length;
    if (brand) brand.awaiting_approval = waiting().length;
    emit({ kind: "changed" });
  };
  const become = (id: string, state: EmailState, trouble: string | null = null) => {
    const { detail } = find(id);
    detail.row = { ...detail.row, state, trouble };
    detail.approved_hash = state === "queued" ? detail.content_hash : null;
    for (const deals of Object.values(world.cards)) {
      const card = deals.find((deal) => deal.card.id === detail.row.deal_id)?.card;
      if (card) card.email_state = state === "queued" || state === "awaiting_approval" ? state : null;
    }
    changed();
    return detail;
  };
  const approve = (id: string, hash: string | undefined) => {
    const { detail } = find(id);
    if (detail.row.state !== "awaiting_approval" && hash !== undefined)
      throw new BackendError("refused", `The mail does not wait any more, it is ${detail.row.state}.`);
    if (hash !== undefined && hash !== detail.content_hash)
      throw new BackendError("refused", "The text changed after you saw it; read it again.");
    return become(id, "queued");
  };
  /** The deal beside the screen tells of the same mail; what it knows of it changes too. */
  const also = <N extends CommandName>(name: N, args: Args<N>) => {
    try {
      const other: Answers[N] = others[name];
      other?.(args);
    } catch {
      // A mail that only this log tells of.
    }
  };
  if (lively) changed();

  return {
    review_queue: ({ brand, limit }) => {
      const mails = waiting().filter(({ detail }) => !brand || detail.row.brand === brand);
      return structuredClone({
        mails: mails.slice(0, limit ?? 200).map(({ letter, detail }) => ({
          mail: detail.row,
          company: letter.company,
          content_hash: detail.content_hash,
          edited: detail.original !== null,
          opens_at: letter.goes_at ?? world.status.now,
        })),
        total: mails.length,
        next: null,
      });
    },
    email_show: (args) => {
      const told = kept.get(args.id)?.detail;
      const other = told ? undefined : others.email_show?.(args);
      return other ?? structuredClone(find(args.id).detail);
    },
    email_context: ({ id }) => structuredClone(contextOf(find(id), world)),
    email_approve: ({ id, content_hash }) => {
      const { row } = approve(id, content_hash);
      return { done: `The mail to ${row.to_name} goes out in the next free slot.` };
    },
    emails_approve_many: ({ mails }) => {
      const reply: Reply<"emails_approve_many"> = { approved: [], refused: [] };
      for (const { id, content_hash } of mails) {
        try {
          approve(id, content_hash);
          reply.approved.push(id);
        } catch (error) {
          reply.refused.push({
            id,
            who: kept.get(id)?.detail.row.to_name ?? "",
            why: BackendError.from(error).message,
          });
        }
      }
      return reply;
    },
    emails_take_back: ({ ids }) => {
      for (const id of ids) become(id, "awaiting_approval");
      return { done: "Taken back; it waits for you again." };
    },
    email_edit: ({ id, subject, body }) => {
      const { detail } = find(id);
      also("email_edit", { id, subject, body });
      const { now } = world.status;
      const original = detail.original ?? {
        subject: detail.row.subject,
        body: detail.body,
        edited_by: "person",
        edited_at: now,
      };
      detail.original = { ...original, edited_at: now };
      detail.row = { ...detail.row, subject, state: "awaiting_approval" };
      Object.assign(detail, { body, text: body + FOOTER, content_hash: `${detail.content_hash}x` });
      changed();
      return { done: "Changed; it waits for approval." };
    },
    email_reject: ({ id, reason }) => {
      also("email_reject", { id });
      become(id, "rejected", `You rejected it${reason ? `: ${reason}` : ""}`);
      return { done: "Rejected." };
    },
    email_reconsider: ({ id }) => {
      also("email_reconsider", { id });
      become(id, "awaiting_approval");
      return { done: "Taken back; it waits for you again." };
    },
    email_cancel: ({ id }) => {
      become(id, "cancelled", "You cancelled it");
      return { done: "Cancelled." };
    },
    email_settle: ({ id, sent }) => {
      also("email_settle", { id, sent });
      become(id, sent ? "sent" : "failed");
      return { done: sent ? "Settled: it went out." : "Settled: it did not go out. The deal is due again." };
    },
    emails_page: (args) => {
      const fits = all()
        .filter(({ letter, detail }) => matches(args, letter, detail))
        .reverse();
      const mails = fits.filter(({ detail }) => args.states.length === 0 || args.states.includes(detail.row.state));
      const states = new Map<EmailState, number>();
      for (const { detail } of fits) states.set(detail.row.state, (states.get(detail.row.state) ?? 0) + 1);
      return structuredClone({
        mails: mails.map(({ letter, detail }) => ({
          mail: detail.row,
          company: letter.company,
          edited: detail.original !== null,
        })),
        next: null,
        states: [...states].map(([state, count]): StateCount => ({ state, count })),
      });
    },
  };
}

function matches(args: Args<"emails_page">, letter: Letter, { row, body }: EmailDetail): boolean {
  const text = `${row.to_name} ${row.to_address} ${row.subject} ${body} ${letter.company}`.toLowerCase();
  const words = (args.search ?? "").toLowerCase().split(/\s+/);
  const writer = row.written_by === "playbook" || row.written_by === "person" ? row.written_by : "model";
  return (
    words.every((word) => text.includes(word)) &&
    (!args.brand || row.brand === args.brand) &&
    (!args.kind || row.kind === args.kind) &&
    (!args.writer || args.writer === writer) &&
    (args.from === null || row.created_at >= args.from)
  );
}

function detailOf({ row, body, company }: Letter): EmailDetail {
  return {
    row,
    from_address: "sales@codeteki.au",
    from_name: "The Codeteki Team",
    reply_to: "",
    text: body + FOOTER,
    html: "",
    body,
    token: "ref:k3f9q2m7w4x8y1ab",
    content_hash: `hash-${row.id}`,
    approved_hash: ["awaiting_approval", "rejected", "cancelled"].includes(row.state) ? null : `hash-${row.id}`,
    provider_message_id: row.sent_at === null ? null : "1732418400123004500",
    wire_message_id: row.sent_at === null ? null : `1f8c2d.${row.id}@mail.zoho.com.au`,
    decision: {
      id: `decision-${row.id}`,
      deal_id: row.deal_id,
      at: row.created_at,
      action: "send_email",
      reason: row.step === 1 ? "New lead, never written to." : `${row.step - 1} mails to ${company} without an answer.`,
      confidence: row.written_by === "playbook" ? 1 : 0.86,
      provider: row.written_by === "playbook" ? "playbook" : "openai",
      model: row.written_by === "playbook" ? "" : row.written_by,
      prompt_version: "decision/1",
      input_hash: "5f0a4b6c",
      tokens_in: row.written_by === "playbook" ? null : 484,
      tokens_out: row.written_by === "playbook" ? null : 128,
      latency_ms: row.written_by === "playbook" ? null : 1_840,
      trouble: null,
    },
    original: null,
    tells_opens: false,
    tells_clicks: false,
    engagement: [],
  };
}

function contextOf({ letter, detail }: Kept, world: World): EmailContext {
  const { row } = detail;
  const waits = row.state === "awaiting_approval" || row.state === "queued";
  const check = (gate: GateCheck["gate"], pass: boolean, why: string, next: number | null = null): GateCheck => ({
    gate,
    pass,
    why,
    next,
  });
  const facts: Fact[] = [
    { source: "name", value: row.to_name },
    { source: "company", value: letter.company },
    ...letter.facts,
    { source: "mails_sent", value: String(row.step - 1) },
    { source: "offer", value: "Codeteki builds AI and web solutions for growing businesses." },
  ];
  return {
    contact_id: `${row.deal_id}-contact`,
    company: letter.company,
    score: letter.score,
    facts,
    facts_recorded: true,
    grounds: {
      leans_on: [
        ...letter.leans_on,
        { phrase: row.to_name.split(" ")[0] ?? row.to_name, source: "name" },
        { phrase: letter.company, source: "company" },
      ],
      unknown: letter.unknown,
    },
    checks: waits
      ? [
          check("suppression", true, "Nobody asked not to be mailed"),
          check("replied_since", true, "No reply since it was written"),
          check(
            "paused",
            world.status.paused === null,
            world.status.paused ? "The autopilot is paused: you paused it" : "Nothing is paused",
          ),
          check(
            "approval",
            row.state === "queued",
            row.state === "queued" ? "Approved exactly as it stands" : "Waits for your approval",
          ),
          check("cross_brand", true, "No other brand of ours wrote to them lately"),
          check("legal_footer", true, "Says who we are and how to opt out"),
          check(
            "window",
            letter.goes_at === null,
            letter.goes_at === null
              ? "Inside Mon-Fri 09:00-17:00, Australia/Melbourne"
              : "Outside Mon-Fri 09:00-17:00, Australia/Perth",
            letter.goes_at,
          ),
          check("daily_cap", true, "23 of 50 in 24 hours"),
        ]
      : [],
    goes_at: waits && !world.status.paused ? (letter.goes_at ?? world.status.now) : null,
    zone: letter.goes_at === null ? "Australia/Melbourne" : "Australia/Perth",
    zone_from: letter.goes_at === null ? null : "their time zone",
    life: {
      approved_by: detail.approved_hash ? "person" : null,
      approved_at: detail.approved_hash ? row.created_at + 9 * 60_000 : null,
      edited_at: detail.original?.edited_at ?? null,
      attempted_at: row.attempts > 0 ? (row.sent_at ?? minutes(-50)) : null,
      looks: row.state === "unconfirmed" ? 2 : 0,
      next_look_at: row.state === "unconfirmed" ? minutes(9) : null,
      answer_id: row.state === "replied" ? `message-${row.deal_id}` : null,
      answer_at: row.state === "replied" ? hours(-5) : null,
      answer_class: row.state === "replied" ? "interested" : null,
    },
  };
}
