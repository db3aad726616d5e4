// The made-up inbox: what people of the made-up world answered, what robots wrote, and mail that belongs to nobody yet.

import type { DealRow } from "../../generated/DealRow";
import type { InboxPart } from "../../generated/InboxPart";
import type { InboxRow } from "../../generated/InboxRow";
import type { MessageDetail } from "../../generated/MessageDetail";
import type { MessageHtml } from "../../generated/MessageHtml";
import type { ReplyKind } from "../../generated/ReplyKind";
import { BackendError } from "../backend";
import type { Args, Reply } from "../commands";
import type { Answers } from "./backend";
import { LETTERS, type Letter, QUOTED, STRANGERS } from "./letters";
import type { World } from "./world";

interface Kept extends MessageDetail {
  name: string;
  company: string;
}

const ASKING: ReadonlySet<ReplyKind> = new Set([
  "interested",
  "question",
  "link_placed",
  "wrong_person",
  "left_company",
  "payment_request",
  "unclear",
]);
const ROBOTS: ReadonlySet<ReplyKind> = new Set(["out_of_office", "auto_reply", "bounce_hard", "bounce_soft"]);

export function inboxAnswers(world: World): Answers {
  let all: Kept[] | null = null;
  const mails = () => {
    all ??= [...fromDeals(world), ...STRANGERS.map(stranger)].sort((a, b) => b.row.received_at - a.row.received_at);
    return all;
  };
  const find = (id: string) => {
    const kept = mails().find((mail) => mail.row.id === id);
    if (!kept)
      throw new BackendError("not_found", "There is no such message; it may have gone with the person it was from.");
    return kept;
  };
  const count = () => {
    world.status.inbox_waiting = mails().filter(needsYou).length;
    for (const brand of world.status.brands) {
      brand.inbox_waiting = mails().filter((mail) => needsYou(mail) && mail.row.brand === brand.slug).length;
    }
  };
  count();
  return {
    messages_page: (args) => page(mails(), args),
    message_show: ({ id }) => structuredClone(find(id)),
    message_html: ({ id, dark }) => html(find(id), dark),
    message_pictures: ({ id, dark }) => ({ ...html(find(id), dark), remote_pictures: 0 }),
    message_candidates: ({ id, search }) => candidates(world, find(id), search ?? ""),
    message_done: ({ id, done }) => {
      find(id).done_at = done ? world.status.now : null;
      count();
      return { done: done ? "Dealt with." : "It waits for you again." };
    },
    message_reclassify: ({ id, class: kind, until, referral }) => {
      const mail = find(id);
      const { class: was, confidence, classified_by: by } = mail.row;
      mail.before ??= { class: was, by, confidence, at: world.status.now };
      mail.class = { kind, until, referral, url: null };
      mail.row = { ...mail.row, class: kind, confidence: 1, classified_by: "person", why: "You said so." };
      count();
      return { done: `Read as “${kind.replaceAll("_", " ")}” from now on.` };
    },
    message_link: ({ id, deal }) => {
      const mail = find(id);
      const found = deals(world, mail.row.brand).find(({ card }) => card.id === deal);
      if (!found) throw new BackendError("not_found", "There is no such deal.");
      mail.name = found.card.name;
      mail.company = found.card.company;
      mail.row = { ...mail.row, deal_id: deal, evidence: "person", class: mail.row.class ?? "unclear" };
      count();
      return { done: `It belongs to ${found.card.name} now. What waited for them was stopped.` };
    },
  };
}

function page(all: Kept[], args: Args<"messages_page">): Reply<"messages_page"> {
  const words = (args.search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const mine = all.filter((mail) => !args.brand || mail.row.brand === args.brand);
  const text = (mail: Kept) =>
    `${mail.row.from_name} ${mail.row.from_address} ${mail.row.subject} ${mail.text}`.toLowerCase();
  const narrowed = mine.filter(
    (mail) => (!args.class || mail.row.class === args.class) && words.every((word) => text(mail).includes(word)),
  );
  const part = narrowed.filter(IN[args.part]);
  const from = args.before ? part.findIndex((mail) => mail.row.id === args.before) + 1 : 0;
  const limit = args.limit ?? 200;
  const classes = new Map<ReplyKind, number>();
  for (const { row } of mine) if (row.class) classes.set(row.class, (classes.get(row.class) ?? 0) + 1);
  const sum = (of: InboxPart) => narrowed.filter(IN[of]).length;
  return structuredClone({
    rows: part.slice(from, from + limit).map(inList),
    more: part.length > from + limit,
    counts: { needs_you: sum("needs_you"), all: sum("all"), robots: sum("robots"), unmatched: sum("unmatched") },
    classes: [...classes].sort(([, a], [, b]) => b - a).map(([kind, count]) => ({ class: kind, count })),
  });
}

const IN: Record<InboxPart, (mail: Kept) => boolean> = {
  needs_you: needsYou,
  all: () => true,
  robots: ({ row }) => row.nature !== "human" || (row.class !== null && ROBOTS.has(row.class)),
  unmatched: ({ row }) => row.deal_id === null,
};

function needsYou({ row, done_at }: Kept): boolean {
  if (done_at !== null) return false;
  return row.class ? ASKING.has(row.class) : row.nature === "human" && row.deal_id === null && row.evidence !== "";
}

function inList(mail: Kept): InboxRow {
  return {
    message: mail.row,
    contact_id: null,
    name: mail.name,
    company: mail.company,
    beginning: mail.text.replaceAll(/\s+/g, " ").slice(0, 160),
    folder: mail.folder,
    needs_you: needsYou(mail),
    corrected: mail.before !== null,
    done_at: mail.done_at,
  };
}

function fromDeals(world: World): Kept[] {
  return world.pipelines.flatMap((pipeline) =>
    (world.cards[pipeline.id] ?? [])
      .filter(({ card }) => card.last_reply !== null)
      .map(({ card }) => {
        const letter: Letter = LETTERS[card.name] ?? { text: "Thanks for the note. Let me get back to you on that." };
        const kind = card.last_reply;
        const robot = kind !== null && ROBOTS.has(kind);
        return {
          row: {
            id: `message-${card.id}`,
            brand: pipeline.brand,
            deal_id: card.id,
            from_address: letter.from ?? card.email,
            from_name: robot && kind === "bounce_hard" ? "Mail Delivery Subsystem" : card.name,
            subject: letter.subject ?? `Re: Cutting the paperwork at ${card.company}`,
            received_at: card.last_reply_at ?? card.updated_at,
            nature: robot ? "auto_reply" : "human",
            class: kind,
            confidence: letter.confidence ?? 1,
            classified_by: letter.by ?? "rule",
            why: letter.why ?? "",
            evidence: letter.evidence ?? "in_reply_to",
          },
          text: letter.text,
          quoted: robot ? "" : QUOTED,
          folder: "inbox",
          has_html: letter.html !== undefined || !robot,
          class: kind && {
            kind,
            until: letter.until ?? null,
            referral: letter.referral ?? null,
            url: letter.url ?? null,
          },
          done_at: null,
          before: null,
          name: card.name,
          company: card.company,
        };
      }),
  );
}

function stranger(letter: Letter & { id: string; from: string; name: string; at: number }): Kept {
  return {
    row: {
      id: letter.id,
      brand: "codeteki",
      deal_id: null,
      from_address: letter.from,
      from_name: letter.name,
      subject: letter.subject ?? "",
      received_at: letter.at,
      nature: letter.nature ?? "human",
      class: null,
      confidence: 1,
      classified_by: "",
      why: letter.why ?? "",
      evidence: letter.evidence ?? "",
    },
    text: letter.text,
    quoted: "",
    folder: letter.folder ?? "inbox",
    has_html: true,
    class: null,
    done_at: null,
    before: null,
    name: "",
    company: "",
  };
}

function html(mail: Kept, dark: boolean): MessageHtml {
  if (!mail.has_html) return { document: "", links: [], remote_pictures: 0 };
  const words = mail.text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const paragraphs = words.split("\n\n").map((text) => `<p>${text.replaceAll("\n", "<br>")}</p>`);
  const colours = dark ? "background:#232120;color:#edeae5" : "background:#fff;color:#1d1b18";
  const body = `${paragraphs.join("")}<p><a>Book a time<sup>1</sup></a> · <a>www.yourbank.example<sup>2</sup></a></p><img alt="logo">`;
  return {
    document: `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><style>body{margin:0;padding:16px 18px;font:14px/1.6 system-ui,sans-serif;${colours}}img:not([src]){display:inline-block;min-width:18px;padding:1px 6px;border:1px dashed #9a938a;border-radius:4px;font-size:12px}</style></head><body>${body}</body></html>`,
    links: [
      { said: "Book a time", address: "https://calendar.example/jo/30-minutes?from=mail" },
      { said: "www.yourbank.example", address: "https://xn--yorbank-e1a.example.net/login" },
    ],
    remote_pictures: 2,
  };
}

function candidates(world: World, mail: Kept, search: string): DealRow[] {
  const host = mail.row.from_address.split("@")[1] ?? "";
  const words = (search || host).toLowerCase().split(/\s+/);
  const found = deals(world, mail.row.brand).filter(({ card }) => {
    const text = `${card.name} ${card.company} ${card.email}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return structuredClone(found.slice(0, 30));
}

function deals(world: World, brand: string): DealRow[] {
  return world.pipelines
    .filter((pipeline) => pipeline.brand === brand)
    .flatMap((pipeline) =>
      (world.cards[pipeline.id] ?? []).map(({ card, stage }) => ({ card, brand, pipeline: pipeline.key, stage })),
    );
}
