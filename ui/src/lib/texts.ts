// Every word the page says by itself, in one place. What the engine says (summaries, reasons, refusals) comes as it is.

import type { ActivityKind } from "../generated/ActivityKind";
import type { Author } from "../generated/Author";
import type { DealStatus } from "../generated/DealStatus";
import type { EmailKind } from "../generated/EmailKind";
import type { ReplyKind } from "../generated/ReplyKind";
import type { TaskName } from "../generated/TaskName";
import { count, many } from "./format";

const authors: Record<Author, string> = { person: "You", autopilot: "Autopilot", mailbox: "Mailbox" };

const tasks: Record<TaskName, string> = {
  check_email_replies: "Check replies",
  process_pending_deals: "Decide next steps",
  send_scheduled_emails: "Send mail",
  daily_ai_review: "Morning review",
  backup_database: "Back up",
};

const activities: Record<ActivityKind, string> = {
  created: "Created",
  edited: "Edited",
  moved: "Moved",
  decided: "Decided",
  drafted: "Written",
  approved: "Approved",
  cancelled: "Cancelled",
  sent: "Sent",
  trouble: "Trouble",
  replied: "Replied",
  bounced: "Bounced",
  suppressed: "Suppressed",
  paused: "Paused",
  closed: "Closed",
  flagged: "Asks you",
  settings: "Settings",
  noted: "Noted",
};

const replies: Record<ReplyKind, string> = {
  interested: "Interested",
  question: "Replied: question",
  not_now: "Not now",
  not_interested: "Said no",
  unsubscribe: "Unsubscribed",
  out_of_office: "Away",
  wrong_person: "Wrong person",
  left_company: "Left the company",
  bounce_hard: "Bounced",
  bounce_soft: "Came back for now",
  auto_reply: "Robot answered",
  link_placed: "Link placed",
  payment_request: "Asks for money",
  unclear: "Replied: unclear",
};

const mails: Record<EmailKind, string> = {
  initial: "First mail",
  first_follow_up: "First follow-up",
  second_follow_up: "Second follow-up",
  later_follow_up: "Later follow-up",
};

const deals: Record<DealStatus, string> = { active: "Active", paused: "Paused", won: "Won", lost: "Lost" };

export const texts = {
  product: "CRM Autopilot",
  authors,
  tasks,
  activities,
  replies,
  mails,
  deals,

  trouble: {
    unreachable: "The engine did not answer. What you see is the last that was known; I keep trying.",
    retry: "Try again",
    details: "Details",
    crashed: "This window stumbled. Nothing was lost: your data is with the engine, not in here.",
    reload: "Load it again",
  },

  loading: {
    window: "Opening your data",
    board: "Fetching the board",
    feed: "Fetching the latest",
  },

  simulated: (at: string) => `Simulated: ${at}`,
  simulatedWhy: "This is a demonstration on simulated time. Its mails reach nobody.",

  pilot: {
    label: "Autopilot",
    on: "Autopilot on",
    paused: "Paused",
    guest: "Watching",
    pause: "Pause",
    resume: "Resume",
    pauseReason: "by hand, in the window",
    used: (sent: number, cap: number) => `${count(sent)} of ${count(cap)} today`,
    usedExact: (brand: string) => `Mails ${brand} sent in the last 24 hours, and the most it may`,
    next: (at: string) => `next ${at}`,
    queueEmpty: "queue empty",
    nothingGoes: "on hold",
    brandPaused: "brand paused",
  },

  banner: {
    label: "Needs attention",
    brandPaused: (brand: string) => `${brand} is paused.`,
    allPaused: "The autopilot is paused.",
    guest: (owner: string) => `The autopilot runs in another process (${owner}).`,
    anotherProcess: "CRM Autopilot",
    resume: "Resume",
    guestFix: "You can read and edit here. To run tasks from this window, end the other one.",
  },

  board: {
    label: (pipeline: string) => `Board of ${pipeline}`,
    totals: (deals: number, value: string | null) => [many(deals, "deal"), value].filter(Boolean).join(" · "),
    needsYou: (n: number, more: boolean) => `${count(n)}${more ? "+" : ""} ${n === 1 && !more ? "needs" : "need"} you`,
    nextNeed: "Open the next deal that waits for you",
    more: (n: number) => `and ${count(n)} more`,
    showMore: (n: number, stage: string) => `Show more of ${stage}: ${count(n)} are not shown yet`,
    emptyStage: "Nobody here now",
    score: (n: number) => `Score ${n} of 100`,
    empty: (pipeline: string) => `Nobody is in ${pipeline} yet`,
    emptyWhy:
      "A card here is a deal: one contact on the way through these stages. Import a list and the autopilot starts with the first mail; it waits for your approval before anything goes out.",
    emptyStep: "In a terminal:",
    noBrand: "There is no brand yet",
    noBrandWhy:
      "A brand is who you write as: its address, its words, its pipelines. Start with the two that come along.",
  },

  card: {
    needsYou: "Needs you",
    mailWaits: "Mail waits for you",
    unconfirmed: "Sent or not?",
    failed: "Could not be sent",
    paused: "Paused",
    won: "Won",
    lost: "Lost",
    closedLost: "closed lost",
    awayUntil: (at: string) => `Away until ${at}`,
    notNowUntil: (at: string) => `Not now, until ${at}`,
    firstMail: "First mail",
    followUp: "Follow-up",
    queued: (mail: string) => `${mail} queued`,
    sending: (mail: string) => `${mail} on its way`,
    decides: (at: string) => `Decides ${at}`,
    decidesNext: "Decides at the next run",
    sent: (n: number) => `${count(n)} sent`,
    next: (at: string) => `next ${at}`,
    nextRun: "due now",
    nothingPlanned: "nothing planned",
    onHold: "on hold",
    until: (at: string) => `until ${at}`,
  },

  feed: {
    title: "Activity",
    label: "What happens now",
    open: "Show activity",
    close: "Hide activity",
    empty: "Nothing has happened yet",
    emptyWhy: "What the autopilot does, and what people answer, appears here as it happens: newest first.",
  },
};
