import { afterEach, expect, test } from "vitest";
import { speak } from "../../lib/i18n";
import { fromWords, inWords, type Plan, readCron, toCron } from "./plan";

const EVERY = [0, 1, 2, 3, 4, 5, 6];
const PLANS: [string, Plan][] = [
  ["*/30 * * * *", { kind: "minutes", every: 30 }],
  ["* * * * *", { kind: "minutes", every: 1 }],
  ["0 * * * *", { kind: "hours", every: 1, minute: 0 }],
  ["15 */2 * * *", { kind: "hours", every: 2, minute: 15 }],
  ["0 9 * * *", { kind: "days", days: EVERY, hour: 9, minute: 0 }],
  ["0 9 * * 1-5", { kind: "days", days: [1, 2, 3, 4, 5], hour: 9, minute: 0 }],
  ["5 18 * * 1,3", { kind: "days", days: [1, 3], hour: 18, minute: 5 }],
  ["0 7 * * 6,0", { kind: "days", days: [0, 6], hour: 7, minute: 0 }],
  ["0 9 1 * *", { kind: "cron", cron: "0 9 1 * *" }],
  ["0 8-18/2 * * 1-5", { kind: "cron", cron: "0 8-18/2 * * 1-5" }],
];

afterEach(() => speak("en"));

test.each(PLANS)("%s is read and written the same", (cron, plan) => {
  expect(readCron(cron)).toEqual(plan);
  expect(toCron(plan)).toBe(cron);
});

test.each(["en", "hi"] as const)("what is said in %s is understood", async (language) => {
  await speak(language);
  for (const [, plan] of PLANS) expect([inWords(plan), fromWords(inWords(plan))]).toEqual([inWords(plan), plan]);
});

test("schedules are said as people say them", async () => {
  const said = PLANS.map(([, plan]) => inWords(plan));
  expect(said.slice(0, 8)).toEqual([
    "every 30 minutes",
    "every minute",
    "hourly",
    "every 2 hours at :15",
    "daily at 09:00",
    "Mon–Fri at 09:00",
    "Mon, Wed at 18:05",
    "Sat, Sun at 07:00",
  ]);
  await speak("hi");
  expect(inWords(readCron("0 9 * * 1-5"))).toBe("सोम–शुक्र 09:00 बजे");
});

test.each([
  ["Every 15 min", "*/15 * * * *"],
  ["every hour", "0 * * * *"],
  ["every day at 9 am", "0 9 * * *"],
  ["weekdays at 17:30", "30 17 * * 1-5"],
  ["Monday to Friday at 9.15", "15 9 * * 1-5"],
  ["Fri-Mon 8:00", "0 8 * * 1,5,6,0"],
  ["tuesdays and thursdays, 2 pm", "0 14 * * 2,4"],
  ["12:05", "5 12 * * *"],
  ["हर ३० मिनट", "*/30 * * * *"],
  ["रोज़ 9 बजे", "0 9 * * *"],
  ["0 9 * * MON-FRI", "0 9 * * 1-5"],
])("“%s” is %s", (typed, cron) => {
  const plan = fromWords(typed);
  expect(plan && toCron(plan)).toBe(cron);
});

test.each(["", "now and then", "9", "every 90 minutes", "daily at 25:00", "mon"])("“%s” is no schedule", (typed) => {
  expect(fromWords(typed)).toBeNull();
});
