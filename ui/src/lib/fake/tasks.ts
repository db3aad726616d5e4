// The made-up engine's tasks: their runs of the last days, and schedules to change.

import type { RunRow } from "../../generated/RunRow";
import type { TaskName } from "../../generated/TaskName";
import { BackendError } from "../backend";
import type { Answers } from "./backend";
import { minutes } from "./people";
import type { World } from "./world";

/** Minutes between two runs, and how many runs are known. */
const RHYTHM: Record<TaskName, [number, number]> = {
  check_email_replies: [30, 420],
  process_pending_deals: [60, 160],
  send_scheduled_emails: [15, 640],
  daily_ai_review: [1_440, 9],
  verify_backlinks: [1_440, 9],
  backup_database: [1_440, 9],
};
const PAGE = 200;

export function taskAnswers(world: World, changed: () => void): Answers {
  const find = (name: TaskName) => {
    const task = world.status.tasks.find((task) => task.name === name);
    if (!task) throw new BackendError("not_found", "There is no such task.");
    return task;
  };
  return {
    tasks_list: () => structuredClone(world.status.tasks),
    task_history: ({ task, before }) => {
      const last = find(task).last_run;
      const all = [...(last ? [last] : []), ...earlier(task)];
      return all.filter((run) => before === null || run.started_at < before).slice(0, PAGE);
    },
    task_enable: ({ task, enabled }) => {
      find(task).enabled = enabled;
      changed();
      return { done: `${task} is ${enabled ? "on" : "off"}.` };
    },
    schedule_preview: ({ schedule }) => preview(world, schedule),
    task_schedule: ({ task, schedule }) => {
      const { next, wrong } = preview(world, schedule);
      if (wrong) throw new BackendError("bad_request", wrong);
      const row = find(task);
      row.schedule = schedule;
      row.next_run_at = next[0] ?? null;
      changed();
      return { done: `${task} runs next at ${next[0]}.` };
    },
  };
}

function earlier(task: TaskName): RunRow[] {
  const [rhythm, known] = RHYTHM[task];
  return Array.from({ length: known }, (_, place): RunRow => {
    const started_at = minutes(-10 - rhythm * (place + 1));
    const cut = place === 9;
    const failed = !cut && place % 57 === 4;
    return {
      id: `run-${task}-${place}`,
      task,
      started_at,
      finished_at: started_at + 180 + ((place * 7919) % 23) * 140,
      cause: place % 31 === 4 ? "person" : task === "send_scheduled_emails" && place % 5 === 2 ? "slot" : "schedule",
      outcome: failed ? "trouble" : cut ? "interrupted" : "ok",
      counts: failed || cut ? {} : countsOf(task, place),
      error: failed
        ? "Codeteki: the mailbox did not answer within 30 seconds. Its mails stay where they are; the next run tries again."
        : cut
          ? "The program ended while this ran; the next run takes up where it was."
          : null,
    };
  });
}

function countsOf(task: TaskName, place: number): Record<string, number> {
  const n = (place * 7) % 5;
  switch (task) {
    case "check_email_replies":
      return n < 3 ? {} : { fetched: n - 2 };
    case "process_pending_deals":
      return { wait: 3 + n, send_email: n, flag_for_review: n > 3 ? 1 : 0 };
    case "send_scheduled_emails":
      return n === 4 ? { sent: 2, blocked: 1 } : n === 2 ? { sent: 1 } : {};
    case "daily_ai_review":
      return { scored: 38 - n, needs_you: 2 + n };
    case "verify_backlinks":
      return { checked: 2 + n, lost: n > 3 ? 1 : 0 };
    case "backup_database":
      return { copied: 1 };
  }
}

/** Only what the made-up engine can read: minutes, hours and days of the week. Times of day are those of Melbourne. */
function preview(world: World, schedule: string): { next: number[]; zone: string; wrong: string | null } {
  const zone = world.status.timezone;
  const fields = schedule.trim().split(/\s+/);
  const sets = fields.map((field, place) =>
    read(field, [59, 23, 31, 12, 7][place] ?? 0, place === 2 || place === 3 ? 1 : 0),
  );
  if (fields.length !== 5 || sets.some((set) => set === null)) {
    const wrong = `“${schedule}” is not a schedule; write five cron fields, such as “0 9 * * *” for 09:00 every day.`;
    return { next: [], zone, wrong };
  }
  const [minute, hour, day, month, week] = sets as Set<number>[];
  const next: number[] = [];
  const first = Math.floor(world.status.now / 60_000) + 1;
  for (let at = first; next.length < 5 && at < first + 60 * 24 * 400; at += 1) {
    const wall = new Date(at * 60_000 + 11 * 3_600_000);
    const fits =
      minute?.has(wall.getUTCMinutes()) &&
      hour?.has(wall.getUTCHours()) &&
      day?.has(wall.getUTCDate()) &&
      month?.has(wall.getUTCMonth() + 1) &&
      (week?.has(wall.getUTCDay()) || (wall.getUTCDay() === 0 && week?.has(7)));
    if (fits) next.push(at * 60_000);
  }
  return { next, zone, wrong: next.length > 0 ? null : `“${schedule}” never comes.` };
}

function read(field: string, most: number, least: number): Set<number> | null {
  const all = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|\d+)(?:-(\d+))?(?:\/(\d+))?$/.exec(part);
    if (!match) return null;
    const from = match[1] === "*" ? least : Number(match[1]);
    const to = match[1] === "*" ? most : Number(match[2] ?? match[1]);
    if (from < least || to > most || from > to) return null;
    for (let n = from; n <= to; n += Number(match[3] ?? 1)) all.add(n);
  }
  return all;
}
