// Made-up letters: what was written to whom, why, and what became of it.

import type { Card } from "../../generated/Card";
import type { EmailRow } from "../../generated/EmailRow";
import type { EmailState } from "../../generated/EmailState";
import type { Fact } from "../../generated/Fact";
import type { Ground } from "../../generated/Ground";
import { days, hours, minutes } from "./people";

export interface Letter {
  row: EmailRow;
  company: string;
  body: string;
  score: number | null;
  facts: Fact[];
  leans_on: Ground[];
  unknown: string[];
  /** When the recipient's window opens; `null`: now. */
  goes_at: number | null;
}

type Told = Partial<Omit<Letter, "row">> & { row?: Partial<EmailRow> };

function letter(
  id: string,
  deal: string,
  name: string,
  company: string,
  address: string,
  at: number,
  told: Told = {},
): Letter {
  const { row, ...rest } = told;
  const first = name.split(" ")[0];
  return {
    row: {
      id,
      deal_id: deal,
      brand: "codeteki",
      step: 1,
      kind: "initial",
      state: "awaiting_approval",
      to_address: address,
      to_name: name,
      subject: `Cutting the paperwork at ${company}`,
      written_by: "playbook",
      created_at: at,
      sent_at: null,
      not_before: null,
      attempts: 0,
      trouble: null,
      ...row,
    },
    company,
    score: 55,
    body: `Hi ${first},

I saw that ${company} books its site visits by phone. We build small assistants that take those calls and fill the calendar.

Would a ten-minute call on Thursday or Friday be useful?`,
    facts: [],
    leans_on: [],
    unknown: [],
    goes_at: null,
    ...rest,
  };
}

/** The mail that a card on the board speaks of, if it speaks of one. */
export function letterOfCard(card: Card): Letter | null {
  const state: EmailState | null = card.email_state ?? (card.last_sent_at === null ? null : stateOf(card));
  if (state === null) return null;
  const gone = card.email_state === null || card.email_state === "unconfirmed";
  const at = gone ? (card.last_sent_at ?? card.updated_at) - 20 * 60_000 : card.updated_at;
  const step = Math.max(1, card.emails_sent);
  const kind = (["initial", "first_follow_up", "second_follow_up"] as const)[step - 1] ?? "later_follow_up";
  const row: Partial<EmailRow> = {
    state,
    step,
    kind,
    attempts: gone ? 1 : 0,
    sent_at: gone && state !== "unconfirmed" ? card.last_sent_at : null,
  };
  if (state === "unconfirmed") row.trouble = "The mailbox did not answer; it may or may not have taken the mail.";
  if (state === "bounced") row.trouble = "The address does not exist.";
  const told: Told = { row, score: card.score };
  if (card.name === "John Smith")
    Object.assign(told, {
      body: `Hi John,

we met at conference in Sydney. I saw that Acme Corp books its site visits by phone. We build small AI assistants that take those calls and fill the calendar, so that your two coordinators can stay on site.

Would a ten-minute call on Thursday or Friday be useful?`,
      row: { ...row, written_by: "gpt-5-mini" },
      facts: [
        { source: "website", value: "acme.com.au" },
        { source: "notes", value: "Met at conference in Sydney. Books site visits by phone." },
        { source: "tags", value: "trades" },
      ],
      leans_on: [
        { phrase: "met at conference in Sydney", source: "notes" },
        { phrase: "site visits by phone", source: "notes" },
      ],
      unknown: ["two coordinators"],
    } satisfies Told);
  return letter(`email-${card.id}`, card.id, card.name, card.company, card.email, at, told);
}

function stateOf(card: Card): EmailState {
  if (card.last_reply === "bounce_hard") return "bounced";
  return card.last_reply !== null && card.last_reply !== "out_of_office" ? "replied" : "sent";
}

const perth = days(1) - 60 * 60_000 + 20 * 60_000;

/** For looking at: more that waits, and a past. */
export const LETTERS: Letter[] = [
  letter("email-w1", "codeteki-3", "Tom Okafor", "Brick & Beam", "tom@brickbeam.com.au", minutes(-2), {
    goes_at: perth,
  }),
  letter(
    "email-w2",
    "codeteki-4",
    "Nina Petrovic",
    "Petrovic Conveyancing and Property Settlements",
    "nina@pcps.com.au",
    minutes(-3),
    {
      row: { subject: "Settlement questions after hours" },
      score: 44,
    },
  ),
  letter("email-w3", "codeteki-12", "Ben Walsh", "Walsh Physio", "ben@walshphysio.com.au", minutes(-3), {
    row: {
      step: 3,
      kind: "second_follow_up",
      subject: "Re: Cutting the paperwork at Walsh Physio",
      written_by: "gpt-5-mini",
    },
    score: 46,
    body: `Hi Ben,

one thing I left out: Walsh Physio could let patients move a booking by text message, without a call. Harbour Dental saved 35% of its calls that way.

Shall I send you a one-page example?`,
    facts: [{ source: "notes", value: "Asked about bookings by text message last year." }],
    leans_on: [{ phrase: "by text message", source: "notes" }],
    unknown: ["35%", "Harbour Dental"],
  }),
  letter("email-w4", "codeteki-links-1", "Ines Duarte", "Web Weekly", "ines@webweekly.net", minutes(-4), {
    row: { subject: "A guide your readers may like" },
    score: 51,
    body: `Hi Ines,

Web Weekly covers tools for small shops. We wrote a guide on answering customers with AI assistants; would it be of use to your readers?

Either way, thank you for the work you put into the site.`,
    facts: [
      { source: "website", value: "webweekly.net" },
      { source: "authority", value: "61" },
    ],
  }),
  letter("email-w5", "codeteki-7", "Jack Doyle", "Doyle Plumbing", "jack@doyleplumbing.com.au", minutes(-5), {
    score: 33,
  }),
  letter("email-p1", "codeteki-8", "Sofia Rossi", "Rossi Interiors", "sofia@rossi.studio", hours(-30), {
    row: { state: "rejected", trouble: "You rejected it: wait until her fair is over" },
  }),
  letter("email-p2", "codeteki-9", "Sarah Jones", "Local Cafe", "sarah@cafe.com", hours(-3), {
    row: { state: "cancelled", step: 2, kind: "first_follow_up", trouble: "They replied after this mail was written" },
  }),
  letter("email-p3", "codeteki-21", "Karen Hill", "Hill Florist", "karen@hillflorist.com.au", days(-6), {
    row: { state: "failed", attempts: 6, trouble: "The mailbox refused the mail 6 times. Check the address." },
  }),
  ...Array.from({ length: 60 }, (_, n) =>
    letter(
      `email-h${n}`,
      "codeteki-18",
      ["Omar Haddad", "Lucy Tran", "Felix Braun", "Leo Martins"][n % 4] ?? "",
      ["Northside Motors", "Tran Optical", "Braun Brewing", "Coastal Homes"][n % 4] ?? "",
      [
        "omar@northsidemotors.com.au",
        "lucy@tranoptical.com.au",
        "felix@braunbrewing.com.au",
        "leo@coastalhomes.com.au",
      ][n % 4] ?? "",
      days(-8) - n * 5 * 60 * 60_000,
      {
        row: {
          state: n % 9 === 4 ? "replied" : n % 17 === 6 ? "bounced" : "sent",
          sent_at: days(-8) - n * 5 * 60 * 60_000 + 34 * 60_000,
          attempts: 1,
          step: (n % 3) + 1,
          kind: (["initial", "first_follow_up", "second_follow_up"] as const)[n % 3] ?? "initial",
          written_by: n % 4 === 1 ? "gpt-5-mini" : "playbook",
        },
      },
    ),
  ),
];
