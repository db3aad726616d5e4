// A schedule in plain words, and back. The engine keeps cron with five fields; people say "every 30 minutes" or "Mon–Fri at 09:00".
// Pure but for the language of the page. Words of every language are understood, whichever is spoken.

import { t } from "../../lib/i18n";

export type Plan =
  | { kind: "minutes"; every: number }
  | { kind: "hours"; every: number; minute: number }
  /** On these days of the week, Sunday is 0. */
  | { kind: "days"; days: number[]; hour: number; minute: number }
  | { kind: "cron"; cron: string };

/** As a week is read: Monday first. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
export const WORKDAYS = [1, 2, 3, 4, 5];
const DAY_KEYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export function dayName(day: number): string {
  return t(`tasks:days.${DAY_KEYS[day] ?? "sun"}`);
}

export function isEveryDay(days: readonly number[]): boolean {
  return days.length === 7;
}

export function isWorkdays(days: readonly number[]): boolean {
  return days.length === 5 && WORKDAYS.every((day) => days.includes(day));
}

export function toCron(plan: Plan): string {
  switch (plan.kind) {
    case "minutes":
      return plan.every === 1 ? "* * * * *" : `*/${plan.every} * * * *`;
    case "hours":
      return `${plan.minute} ${plan.every === 1 ? "*" : `*/${plan.every}`} * * *`;
    case "days": {
      const days = isEveryDay(plan.days) ? "*" : isWorkdays(plan.days) ? "1-5" : inOrder(plan.days).join(",");
      return `${plan.minute} ${plan.hour} * * ${days}`;
    }
    case "cron":
      return plan.cron;
  }
}

/** What has no plain words stays cron. */
export function readCron(text: string): Plan {
  const cron = text.trim().split(/\s+/).join(" ");
  const other: Plan = { kind: "cron", cron };
  const [minute = "", hour = "", day, month, week = ""] = cron.split(" ");
  if (cron.split(" ").length !== 5 || day !== "*" || month !== "*") return other;
  const [everyMinutes, everyHours, days] = [step(minute), step(hour), daysOf(week)];
  if (everyMinutes !== null && hour === "*" && week === "*") return { kind: "minutes", every: everyMinutes };
  const at = number(minute, 59);
  if (at === null || days === null) return other;
  if (everyHours !== null) return week === "*" ? { kind: "hours", every: everyHours, minute: at } : other;
  const o_clock = number(hour, 23);
  return o_clock === null ? other : { kind: "days", days, hour: o_clock, minute: at };
}

export function inWords(plan: Plan): string {
  switch (plan.kind) {
    case "minutes":
      return t("tasks:plan.minutes", { count: plan.every });
    case "hours": {
      const every = t("tasks:plan.hours", { count: plan.every });
      return plan.minute === 0 ? every : t("tasks:plan.past", { every, minute: two(plan.minute) });
    }
    case "days": {
      const at = `${two(plan.hour)}:${two(plan.minute)}`;
      if (isEveryDay(plan.days)) return t("tasks:plan.daily", { at });
      const names = isWorkdays(plan.days) ? `${dayName(1)}–${dayName(5)}` : inOrder(plan.days).map(dayName).join(", ");
      return t("tasks:plan.days", { days: names, at });
    }
    case "cron":
      return t("tasks:plan.cron", { cron: plan.cron });
  }
}

/** What was typed as a plan; `null` if it is neither words nor cron. Only its form is judged here, the engine says when it would run. */
export function fromWords(typed: string): Plan | null {
  const text = digits(typed).toLowerCase().trim();
  const cron = text.replace(/^(cron|क्रॉन)[:\s]+/, "");
  const fields = cron.split(/\s+/);
  if (
    fields.length === 5 &&
    fields.every((field) => /^[\d*/,\-a-z?#]+$/.test(field)) &&
    /[\d*]/.test(fields[0] ?? "")
  ) {
    return readCron(fields.join(" "));
  }
  return hoursIn(text) ?? minutesIn(text) ?? daysIn(text);
}

const HOURLY = /hourly|every hour|each hour|हर घंटे|प्रति घंटा/;
const HOURS = /(\d+)\s*(?:hours?|hrs?|h)(?![a-z])|(\d+)\s*घंट/;
const MINUTELY = /every minute|each minute|हर मिनट/;
const MINUTES = /(\d+)\s*(?:minutes?|mins?|m)(?![a-z])|(\d+)\s*मिनट/;
const DAILY = /daily|every day|each day|रोज़|रोज|हर दिन|प्रतिदिन/;
const WORKDAY = /weekdays?|working days?|work ?days?|कार्यदिवस/;
const TIME = /(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?(?!\d)/;
const NAMES =
  /\b(?:sun|mon|tue|wed|thu|fri|sat)(?:[a-z]*)|रविवार|रवि|सोमवार|सोम|मंगलवार|मंगल|बुधवार|बुध|गुरुवार|गुरु|शुक्रवार|शुक्र|शनिवार|शनि/g;
const STARTS = [/^(sun|रवि)/, /^(mon|सोम)/, /^(tue|मंगल)/, /^(wed|बुध)/, /^(thu|गुरु)/, /^(fri|शुक्र)/, /^(sat|शनि)/];

function hoursIn(text: string): Plan | null {
  const found = HOURS.exec(text);
  const every = found ? Number(found[1] ?? found[2]) : HOURLY.test(text) ? 1 : null;
  if (every === null || every < 1 || every > 23) return null;
  const minute = Number(/(?:^|\s|:)(?:at\s*)?:(\d{2})/.exec(text)?.[1] ?? 0);
  return minute > 59 ? null : { kind: "hours", every, minute };
}

function minutesIn(text: string): Plan | null {
  const found = MINUTES.exec(text);
  const every = found ? Number(found[1] ?? found[2]) : MINUTELY.test(text) ? 1 : null;
  return every === null || every < 1 || every > 59 ? null : { kind: "minutes", every };
}

function daysIn(text: string): Plan | null {
  const named = namedDays(text);
  const time = TIME.exec(text.replace(NAMES, " "));
  if (!time) return null;
  const days = named.length > 0 ? named : WORKDAY.test(text) ? WORKDAYS : [0, 1, 2, 3, 4, 5, 6];
  const bare = named.length === 0 && !WORKDAY.test(text) && !DAILY.test(text);
  // A number alone may mean anything; with a colon it is a time.
  if (bare && time[2] === undefined && time[3] === undefined) return null;
  const half = time[3] === "pm" ? 12 : 0;
  const hour = time[3] ? (Number(time[1]) % 12) + half : Number(time[1]);
  const minute = Number(time[2] ?? 0);
  return hour > 23 || minute > 59 ? null : { kind: "days", days: [...days].sort(), hour, minute };
}

/** "Mon–Fri" is five days, "Mon, Fri" two. */
function namedDays(text: string): number[] {
  const days = new Set<number>();
  let before: { day: number; end: number } | null = null;
  for (const match of text.matchAll(NAMES)) {
    const day = STARTS.findIndex((start) => start.test(match[0]));
    if (before && /^\s*(-|–|—|to|से)\s*$/.test(text.slice(before.end, match.index))) {
      for (let at: number = before.day; at !== day; at = (at + 1) % 7) days.add(at);
    }
    days.add(day);
    before = { day, end: match.index + match[0].length };
  }
  return [...days].sort();
}

function daysOf(field: string): number[] | null {
  if (field === "*") return [0, 1, 2, 3, 4, 5, 6];
  const days = new Set<number>();
  for (const part of field.toLowerCase().split(",")) {
    const [from, to = from] = part.split("-").map((name) => {
      const place = (DAY_KEYS as readonly string[]).indexOf(name);
      return place >= 0 ? place : number(name, 7);
    });
    if (from === undefined || from === null || to === undefined || to === null || from > to) return null;
    for (let day = from; day <= to; day += 1) days.add(day % 7);
  }
  return [...days].sort();
}

function step(field: string): number | null {
  if (field === "*") return 1;
  const every = /^\*\/(\d+)$/.exec(field);
  return every && Number(every[1]) > 0 ? Number(every[1]) : null;
}

function number(text: string, most: number): number | null {
  return /^\d+$/.test(text) && Number(text) <= most ? Number(text) : null;
}

function inOrder(days: readonly number[]): number[] {
  return WEEK.filter((day) => days.includes(day));
}

function digits(text: string): string {
  return text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966));
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
