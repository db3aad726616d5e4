import { expect, test } from "vitest";
import { slugOf } from "./brand-choice";
import { minuteOf, parseRamp, parseWindow, timeOf, writeWindow } from "./window";

test.each(["Mon-Fri 09:00-17:00", "Mon,Wed,Sat 10:00-12:30", "Mon-Sun 00:00-23:59"])(
  "%s is read and written alike",
  (text) => {
    const window = parseWindow(text);
    expect(window && writeWindow(window)).toBe(text);
  },
);

test("a span of days may go over the weekend", () => {
  expect(parseWindow("Fri-Mon 09:00-17:00")?.days).toEqual([true, false, false, false, true, true, true]);
});

test.each(["", "always", "Foo 09:00-17:00", "Mon-Foo 09:00-17:00", "Mon 9-17"])("“%s” is edited as text", (text) => {
  expect(parseWindow(text)).toBeNull();
});

test("a ramp is a start and a step, or off", () => {
  expect(parseRamp("10+5")).toEqual({ start: "10", step: "5" });
  expect(parseRamp("off")).toBeNull();
});

test("minutes and times are the same thing", () => {
  expect(minuteOf("09:30")).toBe(570);
  expect(timeOf(570)).toBe("09:30");
  expect(minuteOf("9.30")).toBeNull();
});

test("a short name is made of what is typed", () => {
  expect(slugOf("Tea House & Co.")).toBe("tea-house-co");
  expect(slugOf("  7 Élan")).toBe("elan");
});
