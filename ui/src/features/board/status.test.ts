import { expect, test } from "vitest";
import type { Card } from "../../generated/Card";
import { actor, cardStatus, needsYou } from "./status";

const NOW = new Date(2026, 10, 24, 10, 40).getTime();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const PLAIN: Card = {
  id: "d",
  contact_id: "c",
  name: "Sarah Jones",
  company: "Local Cafe",
  email: "sarah@cafe.com",
  domain_authority: null,
  status: "active",
  value_cents: 0,
  score: 71,
  emails_sent: 0,
  next_action_at: null,
  hold_until: null,
  last_reply: null,
  last_reply_at: null,
  last_sent_at: null,
  question: null,
  reason: null,
  email_state: null,
  updated_at: NOW,
};

const heard = (last_reply: Card["last_reply"]): Partial<Card> => ({
  last_reply,
  last_reply_at: NOW - 2 * HOUR,
  last_sent_at: NOW - DAY,
  emails_sent: 1,
});

const CASES: [string, Partial<Card>, ReturnType<typeof cardStatus>][] = [
  ["new, not planned", {}, { tone: null, text: "nothing planned", fact: "" }],
  ["new, due later", { next_action_at: NOW + 35 * 60_000 }, { tone: null, text: "Decides in 35 min", fact: "" }],
  [
    "new, due",
    { next_action_at: NOW - 1, value_cents: 320_000 },
    { tone: null, text: "Decides at the next run", fact: "$3,200" },
  ],
  ["queued", { email_state: "queued" }, { tone: null, text: "First mail queued", fact: "" }],
  ["sending", { email_state: "sending", emails_sent: 1 }, { tone: null, text: "Follow-up on its way", fact: "" }],
  [
    "two sent",
    { emails_sent: 2, next_action_at: NOW + 7 * DAY },
    { tone: null, text: "2 sent · next 1 Dec", fact: "" },
  ],
  ["one sent, due", { emails_sent: 1, next_action_at: NOW }, { tone: null, text: "1 sent · due now", fact: "" }],
  [
    "taken over",
    { emails_sent: 3, hold_until: NOW + 5 * DAY },
    { tone: null, text: "3 sent · you took over", fact: "until 29 Nov" },
  ],
  [
    "a hold that ended",
    { emails_sent: 3, hold_until: NOW },
    { tone: null, text: "3 sent · nothing planned", fact: "" },
  ],
  ["mail waits", { email_state: "awaiting_approval" }, { tone: "wait", text: "Mail waits for you", fact: "just now" }],
  ["uncertain", { email_state: "unconfirmed" }, { tone: "wait", text: "Sent or not?", fact: "just now" }],
  ["failed", { email_state: "failed" }, { tone: "danger", text: "Could not be sent", fact: "just now" }],
  [
    "a question beats its own reply",
    { ...heard("question"), question: "Price?" },
    { tone: "wait", text: "Needs you", fact: "Replied: question · 2 h ago" },
  ],
  ["question", heard("question"), { tone: "good", text: "Replied: question", fact: "2 h ago" }],
  [
    "interested, with value",
    { ...heard("interested"), value_cents: 850_000 },
    { tone: "good", text: "Interested", fact: "$8,500" },
  ],
  ["unclear", heard("unclear"), { tone: "warn", text: "Replied: unclear", fact: "2 h ago" }],
  ["no", heard("not_interested"), { tone: "danger", text: "Said no", fact: "2 h ago" }],
  [
    "away",
    { ...heard("out_of_office"), next_action_at: NOW + 8 * DAY },
    { tone: "warn", text: "Away until 2 Dec", fact: "" },
  ],
  ["away, no date", heard("out_of_office"), { tone: "warn", text: "Away", fact: "2 h ago" }],
  [
    "not now",
    { ...heard("not_now"), hold_until: NOW + 8 * DAY },
    { tone: "warn", text: "Not now, until 2 Dec", fact: "" },
  ],
  [
    "a robot says nothing",
    { ...heard("auto_reply"), next_action_at: NOW + DAY },
    { tone: null, text: "1 sent · next Wed 10:40", fact: "" },
  ],
  [
    "an answer before the last mail is old",
    { ...heard("question"), last_sent_at: NOW },
    { tone: null, text: "1 sent · nothing planned", fact: "" },
  ],
  ["bounced", { ...heard("bounce_hard") }, { tone: "danger", text: "Bounced", fact: "2 h ago" }],
  ["paused", { status: "paused", reason: "on holiday" }, { tone: "warn", text: "Paused", fact: "on holiday" }],
  ["won", { status: "won", value_cents: 980_000 }, { tone: "good", text: "Won", fact: "$9,800" }],
  [
    "lost by a bounce",
    { ...heard("bounce_hard"), status: "lost" },
    { tone: "danger", text: "Bounced", fact: "closed lost" },
  ],
  [
    "lost for another reason",
    { status: "lost", reason: "too dear" },
    { tone: "danger", text: "Lost", fact: "too dear" },
  ],
];

test.each(CASES)("%s", (_name, change, expected) => {
  expect(cardStatus({ ...PLAIN, ...change }, NOW)).toEqual(expected);
});

test("what is blue is counted, and nothing else", () => {
  for (const [, change] of CASES) {
    const card = { ...PLAIN, ...change };
    expect(needsYou(card)).toBe(cardStatus(card, NOW).tone === "wait");
  }
});

test.each<[string, Partial<Card>, ReturnType<typeof actor>]>([
  ["a mail waits for approval", { email_state: "awaiting_approval" }, "you"],
  ["a mail is queued", { email_state: "queued" }, "autopilot"],
  ["a person took over", { hold_until: NOW + DAY, next_action_at: NOW + DAY }, "you"],
  ["they answered and nothing is planned", heard("interested"), "you"],
  ["they are away and the sequence goes on", { ...heard("out_of_office"), next_action_at: NOW + DAY }, "autopilot"],
  ["it is over", { status: "won" }, null],
])("who acts next when %s", (_name, change, expected) => {
  expect(actor({ ...PLAIN, ...change }, NOW)).toBe(expected);
});
