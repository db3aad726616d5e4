// Every word the page says by itself, in one place. What the engine says (summaries, reasons, refusals) comes as it is.

import type { ActivityKind } from "../generated/ActivityKind";
import type { Author } from "../generated/Author";
import type { DealStatus } from "../generated/DealStatus";
import type { EmailKind } from "../generated/EmailKind";
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

/** What a task counted; a key that is not here reads well as it is. */
const counts: Record<string, string> = {
  needs_you: "need you",
  send_email: "written",
  move_stage: "moved",
  flag_for_review: "for you",
  close_lost: "lost",
  pause: "paused",
  fetched: "came in",
  waiting: "wait",
  stale: "gone quiet",
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
  counts,
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
    feed: "Fetching the latest",
  },

  simulated: (at: string) => `Simulated: ${at}`,
  simulatedWhy: "This is a demonstration on simulated time. Its mails reach nobody.",

  sidebar: {
    label: "Brands and tasks",
    pipelines: "Pipelines",
    tasks: "Tasks",
    waiting: (n: number) => `${many(n, "mail")} of this brand ${n === 1 ? "waits" : "wait"} for you`,
    run: (task: string) => `Run now: ${task}`,
    running: "Running now",
    off: "Switched off",
    nothingToDo: "nothing to do",
    ran: (task: string, result: string) => `${task}: ${result}`,
    neverRan: "not run yet",
    failed: "had trouble",
    cutOff: "was cut off",
    next: (at: string) => `Next run: ${at}`,
    theme: "Appearance",
    themes: { light: "Light", dark: "Dark", system: "As the system" },
  },

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



  feed: {
    title: "Activity",
    label: "What happens now",
    open: "Show activity",
    close: "Hide activity",
    empty: "Nothing has happened yet",
    emptyWhy: "What the autopilot does, and what people answer, appears here as it happens: newest first.",
  },
};
