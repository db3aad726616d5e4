// The made-up world in the wire's shape: two brands, their pipelines, deals, tasks and a feed.

import type { ActivityRow } from "../../generated/ActivityRow";
import type { Advance } from "../../generated/Advance";
import type { BrandSummary } from "../../generated/BrandSummary";
import type { Card } from "../../generated/Card";
import type { NoticeRow } from "../../generated/NoticeRow";
import type { PipelineRow } from "../../generated/PipelineRow";
import type { Status } from "../../generated/Status";
import type { TaskName } from "../../generated/TaskName";
import type { TaskRow } from "../../generated/TaskRow";
import { crowd } from "./crowd";
import { notices } from "./notices";
import { BACKLINK, hours, minutes, type Person, SALES, START } from "./people";

const STAGES = {
  sales: ["New Lead", "Contacted", "Engaged", "Qualified", "Proposal Sent", "Negotiation", "Closed"],
  backlink: [
    "Prospect",
    "Researching",
    "Initial Outreach",
    "Follow Up 1",
    "Follow Up 2",
    "Interested",
    "Link Placed",
    "Verified",
  ],
};

const ADVANCES: Record<string, Advance> = {
  contacted: "first_sent",
  engaged: "positive_reply",
  researching: "research",
  initial_outreach: "first_sent",
  follow_up_1: "second_sent",
  follow_up_2: "third_sent",
  interested: "positive_reply",
  link_placed: "link_placed",
};

export interface World {
  status: Status;
  pipelines: PipelineRow[];
  /** Cards by pipeline, then by the key of their stage. */
  cards: Record<string, { stage: string; card: Card }[]>;
  feed: ActivityRow[];
  notices: NoticeRow[];
  /** What a person wrote or edited, by deal: the words of its mail that is on its way. */
  written: Record<string, Written>;
  /** What a person keeps about a deal. */
  notes: Record<string, string>;
}

export interface Written {
  subject: string;
  body: string;
  by: string;
}

export function newWorld(): World {
  const brands = [
    brand("codeteki", "Codeteki", "sales@codeteki.au"),
    brand("desifirms", "Desi Firms", "sales@desifirms.com.au"),
  ];
  const pipelines = brands.flatMap((brand) => [
    pipeline(brand, "sales", "Sales"),
    pipeline(brand, "backlink", "Backlink"),
  ]);
  return {
    status: status(brands),
    pipelines,
    cards: {
      "codeteki-sales": [...SALES, ...crowd(240)].map(deal("codeteki")),
      "codeteki-backlink": BACKLINK.map(deal("codeteki-links")),
      "desifirms-sales": SALES.slice(12, 16).map(deal("desifirms")),
      "desifirms-backlink": [],
    },
    feed: feed(),
    notices: notices(),
    written: {},
    notes: { "codeteki-9": "Two sites, the second opens in February. Prefers the phone before ten." },
  };
}

function brand(slug: string, name: string, from_email: string): BrandSummary {
  const first = slug === "codeteki";
  return {
    id: slug,
    slug,
    name,
    from_email,
    autonomy: "review",
    provider: "playbook",
    sent_today: first ? 23 : 4,
    cap_today: first ? 50 : 15,
    awaiting_approval: first ? 2 : 0,
    inbox_waiting: 0,
    queued: first ? 1 : 0,
    next_send_at: first ? minutes(2) : null,
    paused: null,
    sender: null,
  };
}

function pipeline(brand: BrandSummary, key: "sales" | "backlink", name: string): PipelineRow {
  const id = `${brand.id}-${key}`;
  const stages = STAGES[key].map((name, place, all) => {
    const stage = name.toLowerCase().replaceAll(" ", "_");
    return {
      id: `${id}-${stage}`,
      key: stage,
      name,
      kind: place < all.length - 1 ? ("open" as const) : key === "sales" ? ("closed" as const) : ("won" as const),
      advance_on: ADVANCES[stage] ?? null,
    };
  });
  return { id, brand_id: brand.id, brand: brand.slug, key, name, purpose: key, cadence: [0, 3, 5, 7], stages };
}

function status(brands: BrandSummary[]): Status {
  return {
    version: "0.1.0",
    now: START,
    timezone: "Australia/Melbourne",
    owner: true,
    owned_by: null,
    demo: true,
    fresh: false,
    paused: null,
    brands,
    tasks: [
      task("check_email_replies", "Fetches replies, matches and classifies them", "*/30 * * * *", minutes(20), {
        fetched: 4,
      }),
      task("process_pending_deals", "Decides the next step of each deal that is due", "0 * * * *", minutes(20), {
        send_email: 2,
        wait: 9,
        flag_for_review: 1,
      }),
      task("send_scheduled_emails", "Sends approved mails that pass every gate", "*/15 * * * *", minutes(5), {
        sent: 1,
      }),
      task("daily_ai_review", "Scores open deals and lists what needs you", "0 9 * * *", minutes(22 * 60 + 20), {
        scored: 38,
        needs_you: 3,
      }),
      task(
        "verify_backlinks",
        "Looks at placed links that are due, and says which are lost",
        "0 4 * * *",
        minutes(17 * 60 + 20),
        { checked: 6, lost: 1 },
      ),
      task("backup_database", "Makes a checked copy of the database", "30 3 * * *", minutes(16 * 60 + 50), {
        copied: 1,
      }),
    ],
    awaiting_approval: 2,
    unconfirmed: 1,
    questions: 1,
    inbox_waiting: 0,
    notices_unseen: 0,
    light: "running",
  };
}

function task(
  name: TaskName,
  does: string,
  schedule: string,
  next_run_at: number,
  counts: Record<string, number>,
): TaskRow {
  const last_run = {
    id: `run-${name}`,
    task: name,
    started_at: minutes(-10),
    finished_at: minutes(-10) + 1_400,
    cause: "schedule",
    outcome: "ok",
    counts,
    error: null,
  };
  return { name, does, schedule, enabled: true, next_run_at, running: false, last_run };
}

function deal(prefix: string) {
  return (person: Person, place: number): { stage: string; card: Card } => ({
    stage: person.stage,
    card: {
      id: `${prefix}-${place + 1}`,
      contact_id: `${prefix}-contact-${place + 1}`,
      name: person.name,
      company: person.company,
      email: person.email,
      domain_authority: null,
      status: "active",
      value_cents: (person.value ?? 0) * 100,
      score: person.score,
      emails_sent: 0,
      next_action_at: null,
      hold_until: null,
      last_reply: null,
      last_reply_at: null,
      last_sent_at: null,
      question: null,
      reason: null,
      email_state: null,
      updated_at: hours(-1 - place),
      ...person.card,
    },
  });
}

function feed(): ActivityRow[] {
  type Line = [number, ActivityRow["kind"], ActivityRow["author"], string, string | null, string | null];
  const lines: Line[] = [
    [
      0,
      "drafted",
      "autopilot",
      "First mail written by playbook; it waits for your approval",
      "John Smith",
      "codeteki-1",
    ],
    [-1, "decided", "autopilot", "Decided: send the first mail", "John Smith", "codeteki-1"],
    [-4, "approved", "person", "Approved the first mail", "Priya Nair", "codeteki-2"],
    [
      -6,
      "drafted",
      "autopilot",
      "First mail written by playbook; it waits for your approval",
      "Ella Brown",
      "codeteki-5",
    ],
    [-13, "sent", "autopilot", "Second follow-up sent", "Ben Walsh", "codeteki-12"],
    [
      -50,
      "trouble",
      "autopilot",
      "The mailbox did not answer: the mail may or may not have gone out",
      "Ravi Menon",
      "codeteki-13",
    ],
    [-119, "flagged", "autopilot", "Asks for a price; I stopped the sequence", "Sarah Jones", "codeteki-9"],
    [-120, "replied", "mailbox", "Replied: question", "Sarah Jones", "codeteki-9"],
    [-180, "bounced", "mailbox", "Mail came back: the address does not exist", "Mei Chen", "codeteki-6"],
    [-300, "replied", "mailbox", "Replied: interested", "Leo Martins", "codeteki-15"],
    [-301, "moved", "autopilot", "Moved from Contacted to Engaged", "Leo Martins", "codeteki-15"],
    [-1_200, "replied", "mailbox", "Away until 2 December", "Aisha Khan", "codeteki-11"],
    [-1_500, "replied", "mailbox", "Replied: interested", "Omar Haddad", "codeteki-18"],
    [-5_800, "created", "person", "Imported 44 contacts from cafe-list.csv", null, null],
  ];
  return lines.map(([at, kind, author, summary, who, deal_id], place) => ({
    id: `activity-${place}`,
    at: minutes(at),
    author,
    kind,
    summary,
    brand: "codeteki",
    deal_id,
    who,
  }));
}
