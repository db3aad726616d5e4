import { expect, test } from "vitest";
import type { ForecastRow } from "../../generated/ForecastRow";
import type { RateRow } from "../../generated/RateRow";
import { toCsv } from "../../lib/csv";
import { addDays, cost, daysOf, expected, percent, ratesBy, steps, today, total } from "./figures";

const RATE: RateRow = {
  kind: "initial",
  purpose: "sales",
  written_by: "playbook",
  sent: 10,
  replied: 3,
  positive: 2,
  bounced: 1,
  opted_out: 0,
};

test("a day is the zone's, and ranges end on it", () => {
  expect(today(Date.parse("2026-11-23T23:30:00Z"), "Australia/Melbourne")).toBe("2026-11-24");
  expect(daysOf("week", "2026-03-02")).toEqual({ from: "2026-02-24", to: "2026-03-02" });
  expect(daysOf("quarter", "2026-11-24")).toEqual({ from: "2026-10-01", to: "2026-11-24" });
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
});

test("rates are summed by what one asks for", () => {
  const rows = [
    RATE,
    { ...RATE, purpose: "backlink" as const, sent: 20 },
    { ...RATE, written_by: "gpt-5-mini", sent: 4 },
  ];
  expect(ratesBy(rows, "kind").map(({ key, sent }) => [key, sent])).toEqual([["initial", 34]]);
  expect(ratesBy(rows, "template").map(({ key, sent }) => [key, sent])).toEqual([
    ["backlink_initial", 20],
    ["sales_initial", 14],
  ]);
  expect(ratesBy(rows, "model").map(({ key }) => key)).toEqual(["playbook", "gpt-5-mini"]);
  expect(total(rows)).toMatchObject({ sent: 34, replied: 9 });
  expect(total([]).sent).toBe(0);
});

test("nothing is said where there is nothing to say it of", () => {
  expect([percent(null), percent(0), percent(0.004), percent(0.0832), percent(0.5)]).toEqual([
    "–",
    "0%",
    "0.4%",
    "8.3%",
    "50%",
  ]);
});

test("each step of a funnel says how many of the one before came there", () => {
  const stage = (name: string, reached: number) => ({ stage_id: name, name, reached });
  const funnel = {
    pipeline_id: "p",
    pipeline: "Sales",
    brand: "b",
    deals: 10,
    open: 6,
    won: 1,
    lost: 3,
    stages: [stage("New", 10), stage("Talking", 4), stage("Offer", 0)],
  };
  expect(steps(funnel, "Won").map(({ name, conversion }) => [name, conversion])).toEqual([
    ["New", null],
    ["Talking", 0.4],
    ["Offer", 0],
    ["Won", null],
  ]);
});

test("a forecast says what it does not know", () => {
  const row: ForecastRow = {
    pipeline_id: "p",
    pipeline: "Sales",
    brand: "b",
    stage_id: "s",
    name: "Offer",
    deals: 2,
    value_cents: 100_000,
    closed: 10,
    won: 4,
  };
  expect(expected([row, { ...row, closed: 4, value_cents: 50_000 }])).toEqual({
    open: 150_000,
    expected: 40_000,
    unknown: 50_000,
  });
});

test("a cost needs the price of every model that was used", () => {
  const usage = { day: "2026-11-24", model: "m", calls: 1, tokens_in: 2_000_000, tokens_out: 500_000 };
  expect(cost([usage], { m: { in: 0.25, out: 2 } })).toBe(1.5);
  expect(cost([usage, { ...usage, model: "other" }], { m: { in: 0.25, out: 2 } })).toBeNull();
});

test("a table is read by a spreadsheet as it stands, and never run", () => {
  const sheet = {
    titles: ["Stage", "n"],
    rows: [
      ["=HYPERLINK(1)", 1],
      ['Say "yes", twice', null],
      ["नया", -2],
    ],
  };
  expect(toCsv(sheet)).toBe('Stage,n\r\n\'=HYPERLINK(1),1\r\n"Say ""yes"", twice",\r\nनया,-2\r\n');
});
