// Made-up people and where their deals stand, as short as they can be told. Leaves the wire's shape to `world`.

import type { Card } from "../../generated/Card";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Tue 24 Nov 2026, 10:40 in Melbourne, where demonstrations play. */
export const START = Date.parse("2026-11-24T10:40:00+11:00");

/** Times in here are relative to the start: negative is past. */
export const minutes = (n: number) => START + n * MINUTE;
export const hours = (n: number) => START + n * HOUR;
export const days = (n: number) => START + n * DAY;

export interface Person {
  name: string;
  company: string;
  email: string;
  stage: string;
  score: number | null;
  /** Dollars. */
  value?: number;
  card?: Partial<Card>;
}

const at = (
  name: string,
  company: string,
  host: string,
  stage: string,
  score: number | null,
  rest: Partial<Person> = {},
) => {
  const first = (name.split(" ")[0] ?? name).toLowerCase();
  return { name, company, email: `${first}@${host}`, stage, score, ...rest };
};

export const SALES: Person[] = [
  at("John Smith", "Acme Corp", "acme.com.au", "new_lead", 62, {
    card: { email_state: "awaiting_approval", updated_at: START },
  }),
  at("Priya Nair", "Harbour Dental", "harbourdental.com.au", "new_lead", 58, {
    value: 3_200,
    card: { email_state: "queued", next_action_at: minutes(2) },
  }),
  at("Tom Okafor", "Brick & Beam", "brickbeam.com.au", "new_lead", 41, { card: { next_action_at: minutes(35) } }),
  at("Nina Petrovic", "Petrovic Conveyancing and Property Settlements", "pcps.com.au", "new_lead", 44, {
    value: 2_400,
    card: { next_action_at: minutes(35) },
  }),
  at("Ella Brown", "Brown & Daughters", "brownanddaughters.com", "new_lead", 39, {
    card: { email_state: "awaiting_approval", updated_at: minutes(-6) },
  }),
  at("Mei Chen", "Lotus Books", "lotusbooks.com.au", "new_lead", 37, {
    card: { status: "lost", last_reply: "bounce_hard", last_reply_at: hours(-3), reason: "address does not exist" },
  }),
  at("Jack Doyle", "Doyle Plumbing", "doyleplumbing.com.au", "new_lead", 33, { card: { next_action_at: days(1) } }),
  at("Sofia Rossi", "Rossi Interiors", "rossi.studio", "new_lead", 31, { card: { next_action_at: days(1) } }),
  at("Sarah Jones", "Local Cafe", "cafe.com", "contacted", 71, {
    card: {
      question: "She asks for a price. Prices are yours to give, so I stopped the sequence and drafted nothing.",
      last_reply: "question",
      last_reply_at: hours(-2),
      last_sent_at: days(-4),
      emails_sent: 1,
      domain_authority: 28,
    },
  }),
  at("Daniel Roth", "Roth Legal", "rothlegal.com.au", "contacted", 55, {
    card: { emails_sent: 1, last_sent_at: days(-2), next_action_at: days(3) },
  }),
  at("Aisha Khan", "Spice Route", "spiceroute.com.au", "contacted", 49, {
    card: {
      emails_sent: 1,
      last_sent_at: days(-1),
      last_reply: "out_of_office",
      last_reply_at: hours(-20),
      next_action_at: days(8),
    },
  }),
  at("Ben Walsh", "Walsh Physio", "walshphysio.com.au", "contacted", 46, {
    value: 1_800,
    card: { emails_sent: 2, last_sent_at: days(-6), next_action_at: minutes(-5) },
  }),
  at("Ravi Menon", "Curry Club Sydney", "curryclub.sydney", "contacted", 43, {
    card: { emails_sent: 1, email_state: "unconfirmed", last_sent_at: minutes(-50), updated_at: minutes(-50) },
  }),
  at("Hannah Weiss", "Northern Gardens", "northerngardens.com", "contacted", 40, {
    card: {
      emails_sent: 1,
      last_sent_at: days(-5),
      last_reply: "not_now",
      last_reply_at: days(-1),
      next_action_at: days(70),
    },
  }),
  at("Leo Martins", "Coastal Homes", "coastalhomes.com.au", "engaged", 83, {
    value: 8_500,
    card: { emails_sent: 2, last_sent_at: days(-3), last_reply: "interested", last_reply_at: hours(-5) },
  }),
  at("Grace Lee", "Studio Nine", "studionine.co", "engaged", 66, {
    value: 4_000,
    card: { emails_sent: 3, last_sent_at: days(-1), hold_until: days(5) },
  }),
  at("Marcus Webb", "Webb Logistics", "webblogistics.com.au", "engaged", 52, {
    card: { emails_sent: 2, last_sent_at: days(-4), last_reply: "unclear", last_reply_at: days(-2) },
  }),
  at("Omar Haddad", "Northside Motors", "northsidemotors.com.au", "qualified", 88, {
    value: 12_000,
    card: { emails_sent: 2, last_sent_at: days(-7), last_reply: "interested", last_reply_at: days(-1) },
  }),
  at("Lucy Tran", "Tran Optical", "tranoptical.com.au", "proposal_sent", 79, {
    value: 6_400,
    card: { emails_sent: 3, last_sent_at: days(-2), next_action_at: days(2) },
  }),
  at("Felix Braun", "Braun Brewing", "braunbrewing.com.au", "closed", 90, {
    value: 9_800,
    card: { status: "won", emails_sent: 3 },
  }),
  at("Karen Hill", "Hill Florist", "hillflorist.com.au", "closed", 12, {
    card: { status: "lost", emails_sent: 2, last_reply: "not_interested", last_reply_at: days(-3) },
  }),
];

export const BACKLINK: Person[] = [
  at("Ines Duarte", "Web Weekly", "webweekly.net", "prospect", 51, {
    card: { next_action_at: minutes(20), domain_authority: 61 },
  }),
  at("Peter Novak", "Small Shop Journal", "smallshop.io", "initial_outreach", 47, {
    card: { emails_sent: 1, last_sent_at: days(-1), next_action_at: days(2), domain_authority: 44 },
  }),
  at("Yuki Tanaka", "Design Notes", "designnotes.blog", "follow_up_1", 42, {
    card: {
      emails_sent: 2,
      last_sent_at: days(-4),
      last_reply: "payment_request",
      last_reply_at: hours(-7),
      domain_authority: 38,
    },
  }),
  at("Carla Gomez", "Founders Read", "foundersread.com", "interested", 74, {
    card: {
      emails_sent: 2,
      last_sent_at: days(-6),
      last_reply: "interested",
      last_reply_at: hours(-26),
      domain_authority: 57,
    },
  }),
  at("Will Archer", "The Local Web", "thelocalweb.org", "link_placed", 81, {
    card: {
      emails_sent: 2,
      last_sent_at: days(-9),
      last_reply: "link_placed",
      last_reply_at: days(-2),
      domain_authority: 52,
    },
  }),
  at("Nadia Rahman", "Kitchen Table Press", "kitchentablepress.com", "verified", 66, {
    card: { status: "won", emails_sent: 1, last_sent_at: days(-98), domain_authority: 63 },
  }),
];
