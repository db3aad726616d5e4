import { afterEach, expect, test } from "vitest";
import { speak } from "../../lib/i18n";
import { cadenceInWords, moveTo } from "./cadence";

afterEach(() => speak("en"));

test.each([
  [[0, 3, 5, 7], "The first mail goes at once, then one 3, 5 and 7 working days after the last."],
  [[1, 4], "The first mail goes after 1 working day, then one 4 working days after the last."],
  [[0], "One mail only, at once."],
])("%j is said as a sentence", (days, words) => {
  expect(cadenceInWords(days)).toBe(words);
});

test("it is said in Hindi as well", async () => {
  await speak("hi");
  expect(cadenceInWords([0, 3, 5])).toBe("पहला मेल तुरंत जाता है, फिर पिछले के 3 और 5 कार्यदिवस बाद एक-एक।");
});

test("a thing is moved and the others close up", () => {
  expect(moveTo(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moveTo(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(moveTo(["a", "b"], 1, 9)).toEqual(["a", "b"]);
});
