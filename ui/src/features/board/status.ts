// What a card says in its third line: one status and one fact. Pure; the first rule that fits wins, and what waits for a
// person comes before what the machine does by itself.

import type { Tone } from "../../components/tag";
import type { Card } from "../../generated/Card";
import type { ReplyKind } from "../../generated/ReplyKind";
import { day, money, when } from "../../lib/format";
import { t } from "../../lib/i18n";

export interface CardStatus {
  /** `null`: quiet text, for what the machine does by itself. */
  tone: Tone | null;
  text: string;
  /** Time or value; may be empty. */
  fact: string;
}

export function cardStatus(card: Card, now: number): CardStatus {
  return waiting(card, now) ?? ended(card) ?? replied(card, now) ?? working(card, now);
}

/** Whether the card waits for a person: the blue ones, which are counted. */
export function needsYou(card: Card): boolean {
  return card.question !== null || card.email_state === "awaiting_approval" || card.email_state === "unconfirmed";
}

/** Who acts next; nobody once it is over, or where nothing is planned. */
export function actor(card: Card, now: number): "you" | "autopilot" | "them" | null {
  if (card.status === "won" || card.status === "lost") return null;
  if (needsYou(card) || card.email_state === "failed" || card.status === "paused") return "you";
  if (card.email_state === "queued" || card.email_state === "sending") return "autopilot";
  if (card.hold_until !== null && card.hold_until > now) return "you";
  if (card.last_reply !== null && REPLY_TONES[card.last_reply] && !mailedSince(card) && card.next_action_at === null)
    return "you";
  if (card.next_action_at === null) return card.emails_sent > 0 ? "them" : null;
  return "autopilot";
}

function waiting(card: Card, now: number): CardStatus | null {
  const since = when(card.updated_at, now);
  if (card.question !== null) return { tone: "wait", text: t("board:card.needsYou"), fact: heard(card, now) ?? since };
  if (card.email_state === "unconfirmed") return { tone: "wait", text: t("board:card.unconfirmed"), fact: since };
  if (card.email_state === "awaiting_approval") return { tone: "wait", text: t("board:card.mailWaits"), fact: since };
  if (card.email_state === "failed") return { tone: "danger", text: t("board:card.failed"), fact: since };
  return null;
}

function ended(card: Card): CardStatus | null {
  switch (card.status) {
    case "paused":
      return { tone: "warn", text: t("board:card.paused"), fact: card.reason ?? value(card) };
    case "won":
      return { tone: "good", text: t("board:card.won"), fact: value(card) };
    case "lost": {
      const word = card.last_reply && LOST_WORDS.has(card.last_reply) ? t(`words:replies.${card.last_reply}`) : null;
      if (card.email_state === "bounced")
        return { tone: "danger", text: t("words:replies.bounce_hard"), fact: t("board:card.closedLost") };
      return {
        tone: "danger",
        text: word ?? t("board:card.lost"),
        fact: word ? t("board:card.closedLost") : (card.reason ?? ""),
      };
    }
    case "active":
      return null;
  }
}

/** Answers that say by themselves why a deal is lost. */
const LOST_WORDS: ReadonlySet<ReplyKind> = new Set(["not_interested", "unsubscribe", "left_company", "bounce_hard"]);

const REPLY_TONES: Record<ReplyKind, Tone | null> = {
  interested: "good",
  question: "good",
  link_placed: "good",
  not_now: "warn",
  out_of_office: "warn",
  wrong_person: "warn",
  left_company: "warn",
  bounce_soft: "warn",
  payment_request: "warn",
  unclear: "warn",
  not_interested: "danger",
  unsubscribe: "danger",
  bounce_hard: "danger",
  // A robot's receipt says nothing about the person: what comes next says more.
  auto_reply: null,
};

function replied(card: Card, now: number): CardStatus | null {
  if (card.email_state === "bounced")
    return { tone: "danger", text: t("words:replies.bounce_hard"), fact: value(card) };
  const reply = card.last_reply;
  const tone = reply && REPLY_TONES[reply];
  if (!reply || !tone || mailedSince(card)) return null;
  const until = later(card, now);
  if (reply === "out_of_office" && until)
    return { tone, text: t("board:card.awayUntil", { day: day(until, now) }), fact: value(card) };
  if (reply === "not_now" && until)
    return { tone, text: t("board:card.notNowUntil", { day: day(until, now) }), fact: value(card) };
  const at = card.last_reply_at === null ? "" : when(card.last_reply_at, now);
  return { tone, text: t(`words:replies.${reply}`), fact: tone === "good" && card.value_cents > 0 ? value(card) : at };
}

function working(card: Card, now: number): CardStatus {
  const quiet = (text: string, fact = value(card)): CardStatus => ({ tone: null, text, fact });
  const mail = card.emails_sent === 0 ? "firstMail" : "followUp";
  const sent = t("board:card.sent", { count: card.emails_sent });
  if (card.email_state === "sending") return quiet(t(`board:card.${mail}Sending`));
  if (card.email_state === "queued") return quiet(t(`board:card.${mail}Queued`));
  if (card.hold_until !== null && card.hold_until > now) {
    return quiet(`${sent} · ${t("board:card.tookOver")}`, t("board:card.until", { day: day(card.hold_until, now) }));
  }
  const due = card.next_action_at;
  if (card.emails_sent === 0) {
    if (due === null) return quiet(t("board:card.nothingPlanned"));
    return quiet(due <= now ? t("board:card.decidesNext") : t("board:card.decides", { time: when(due, now) }));
  }
  const next =
    due === null
      ? t("board:card.nothingPlanned")
      : due <= now
        ? t("board:card.nextRun")
        : t("board:card.next", { time: when(due, now) });
  return quiet(`${sent} · ${next}`);
}

/** The word last heard, and when; nothing if it is older than our last mail. */
function heard(card: Card, now: number): string | null {
  if (card.last_reply === null || card.last_reply_at === null || mailedSince(card)) return null;
  return `${t(`words:replies.${card.last_reply}`)} · ${when(card.last_reply_at, now)}`;
}

function mailedSince(card: Card): boolean {
  return card.last_sent_at !== null && card.last_reply_at !== null && card.last_sent_at > card.last_reply_at;
}

/** The next time something may happen, if it lies ahead. */
function later(card: Card, now: number): number | null {
  const times = [card.next_action_at, card.hold_until].filter((at) => at !== null && at > now) as number[];
  return times.length > 0 ? Math.max(...times) : null;
}

function value(card: Card): string {
  return card.value_cents > 0 ? money(card.value_cents) : "";
}
