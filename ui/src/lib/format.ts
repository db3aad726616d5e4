// Times and money as people say them, in the language of the page. "Now" is an argument; days and hours are those of the engine's zone, once it is known.

import i18next from "i18next";
import { t } from "./i18n";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How numbers and dates are written in each language. */
const LOCALES: Record<string, string> = { en: "en-AU", hi: "hi-IN" };

let zone: string | undefined;
let wall: Intl.DateTimeFormat | undefined;

/** Says times as they are in this zone; in the reader's own without one, or if the browser has never heard of it. */
export function speakIn(chosen: string | undefined): void {
  if (chosen === zone) return;
  zone = chosen;
  wall = undefined;
}

/** "just now", "12 min ago", "in 35 min", "2 h ago", "10:42", "Tue 09:10", "2 Dec", "2 Dec 2027". */
export function when(at: number, now: number): string {
  const ahead = at - now;
  const minutes = Math.floor(Math.abs(ahead) / MINUTE);
  if (minutes < 1) return ahead > 0 ? t("times.soon") : t("times.now");
  if (minutes < 60) return ahead > 0 ? t("times.inMinutes", { minutes }) : t("times.minutesAgo", { minutes });
  if (ahead < 0 && -ahead < 6 * HOUR) return t("times.hoursAgo", { hours: Math.floor(-ahead / HOUR) });
  return onTheWall(at, now);
}

/** "14:05", "Tue 09:10", "2 Dec": as precise as somebody who waits for it needs. */
export function onTheWall(at: number, now: number): string {
  const days = daysBetween(now, at);
  if (days === 0) return clock(at);
  if (Math.abs(days) < 7) return `${name(at, "weekday")} ${clock(at)}`;
  return day(at, now);
}

/** The end of a pause: "14:05"; "tomorrow" if that is when the day begins. */
export function until(at: number, now: number): string {
  return startOfDay(at) === at && daysBetween(now, at) === 1 ? t("times.tomorrow") : onTheWall(at, now);
}

/** "Today", "Yesterday", "Tue 24 Nov": what lies together under one day. */
export function dayTitle(at: number, now: number): string {
  const ago = daysBetween(at, now);
  if (ago === 0) return t("times.today");
  if (ago === 1) return t("times.yesterday");
  return `${name(at, "weekday")} ${day(at, now)}`;
}

/** Like `when`, for what is still to come: what is due is "now", never "2 min ago". */
export function upcoming(at: number, now: number): string {
  return at <= now ? t("times.due") : when(at, now);
}

/** "2 Dec", with the year where it is another one. */
export function day(at: number, now: number): string {
  const date = local(at);
  const year = date.getUTCFullYear() === local(now).getUTCFullYear() ? "" : ` ${date.getUTCFullYear()}`;
  return `${date.getUTCDate()} ${name(at, "month")}${year}`;
}

/** Midnight of that day, by the clock on the wall. */
export function startOfDay(at: number): number {
  const date = local(at);
  return at - (at % MINUTE) - date.getUTCHours() * HOUR - date.getUTCMinutes() * MINUTE;
}

/** "10:42". */
export function clock(at: number): string {
  const date = local(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** "Tue 24 Nov 2026, 10:40": for hovers and for the simulated date. */
export function exact(at: number): string {
  const date = local(at);
  return `${name(at, "weekday")} ${date.getUTCDate()} ${name(at, "month")} ${date.getUTCFullYear()}, ${clock(at)}`;
}

/** "2026-11-24T10:40": what a field of date and time holds, on the wall of the zone. */
export function toField(at: number): string {
  return local(at).toISOString().slice(0, 16);
}

/** The time that such a field means; `null` if it holds none. */
export function fromField(text: string): number | null {
  const wanted = Date.parse(`${text}Z`);
  if (Number.isNaN(wanted)) return null;
  // The offset at a guess makes a better guess; the second one is right beside a change of the clocks, too.
  let at = wanted;
  for (let guess = 0; guess < 2; guess += 1) at += wanted - local(at).getTime();
  return at;
}

/** "1,284". */
export function count(n: number): string {
  return numbers({}).format(n);
}

/** "$3,200": whole dollars, as sums on a board are read. */
export function money(cents: number): string {
  return numbers({ style: "currency", currency: "AUD", maximumFractionDigits: 0 }).format(cents / 100);
}

/** "$184k", "$1.2m": where a column has no room for more. */
export function moneyShort(cents: number): string {
  const dollars = cents / 100;
  if (Math.abs(dollars) < 10_000) return money(cents);
  // 999,500 and more would round to "1000k".
  if (Math.abs(dollars) < 999_500) return `$${Math.round(dollars / 1_000)}k`;
  return `$${(dollars / 1_000_000).toFixed(1).replace(/\.0$/, "")}m`;
}

/** "1 mail", "3 mails". */
export function many(n: number, one: string, more = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : more}`;
}

/** "send_email" → "send email": keys of the engine that are words already. */
export function words(key: string): string {
  return key.replaceAll("_", " ");
}

/** A rule is sure, a model never quite: only a guess has a share worth telling. */
export function isGuess(confidence: number): boolean {
  return confidence < 1;
}

/** "send email" → "Send email". */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** How this language writes numbers and dates. */
export function locale(): string {
  return LOCALES[i18next.language] ?? "en-AU";
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

/** Making a way of writing takes longer than a hundred uses of it: each is made once. */
function once<F extends Intl.NumberFormat | Intl.DateTimeFormat>(kind: string, options: object, make: () => F): F {
  const key = `${kind} ${locale()} ${JSON.stringify(options)}`;
  const format = (made.get(key) as F | undefined) ?? make();
  made.set(key, format);
  return format;
}

/** How this language writes such numbers. */
export function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return once("number", options, () => new Intl.NumberFormat(locale(), options));
}

/** How this language writes such dates. */
export function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return once("date", options, () => new Intl.DateTimeFormat(locale(), options));
}

/** "Tue" or "Nov". Always three letters in English, where some systems would say "Sept". */
function name(at: number, part: "weekday" | "month"): string {
  const said = dates({ [part]: "short", timeZone: "UTC" }).format(local(at));
  return locale().startsWith("en") ? said.slice(0, 3) : said;
}

function daysBetween(from: number, to: number): number {
  return Math.floor(local(to).getTime() / DAY) - Math.floor(local(from).getTime() / DAY);
}

/** A date whose UTC fields are what clocks on the wall of the zone show. */
function local(at: number): Date {
  wall ??= wallClock();
  const fields = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = fields;
  return new Date(Date.UTC(year, month - 1, day, hour, minute));
}

function wallClock(): Intl.DateTimeFormat {
  const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  try {
    return new Intl.DateTimeFormat("en-AU", { ...fields, hourCycle: "h23", timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-AU", { ...fields, hourCycle: "h23" });
  }
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}
