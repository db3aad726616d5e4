// Answers, the mailbox and the wordings by the keyboard alone, some days into the demonstration, on the real engine.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hands, PATIENCE } from "./hands.mjs";
import { openWorld } from "./world.mjs";

const LONG = { timeout: 120_000 };

let world;
let page;
const { keys, type, palette, tabTo, press, until } = hands(() => page);

before(
  async () => {
    const days = (folder) => ["--demo", "--days", "4", "--speed", "0", "--data-dir", join(folder, "demo")];
    world = await openWorld("", (page) => page.setDefaultTimeout(PATIENCE), days);
    ({ page } = world);
    await page.getByRole("navigation").first().waitFor();
    await standsStill();
  },
  { timeout: 240_000 },
);

after(() => world?.close());

test("Inbox: one reads on by keys, says what an answer means, and is done with it", LONG, async () => {
  await palette("Go to Inbox");
  await tabTo("Needs you", "input");
  await keys("ArrowRight");
  const reading = page.locator("article.reading");
  await reading.waitFor();
  const who = () => reading.getAttribute("aria-label");
  const first = await who();
  await keys("j");
  await until(async () => (await who()) !== first, "the next mail is open");
  await keys("k");
  await until(async () => (await who()) === first, "the first one is open again");
  // The first of the nine meanings; whatever it was read as before.
  await keys("2", "1");
  await page.getByText("you said so").first().waitFor();
  // Done, or not done after all: whichever it was not.
  const act = reading.locator("footer button", { hasText: /E$/ });
  const before = await act.innerText();
  await keys("e");
  await until(async () => (await act.innerText()) !== before, "the mail has gone from one pile to the other");
});

test("Inbox: an answer is written by hand", LONG, async () => {
  await keys("r");
  await page.getByRole("form", { name: /answer/i }).waitFor();
  await type("Thank you for writing. I call you tomorrow.");
  await keys("Control+Enter");
  await page.getByRole("form", { name: /answer/i }).waitFor({ state: "detached" });
});

test("Mailbox: it is connected again in the browser, which comes back by itself", LONG, async () => {
  await palette("Go to Settings");
  await press("Mailbox");
  await press("Connect again");
  await tabTo("With a code from Zoho's console", "input");
  await keys("ArrowDown");
  await press("Next");
  await press("Next");
  await press("Open the page of Zoho");
  await page.getByText(/^Connected to /).waitFor();
});

test("Wordings: a template is changed, and its shipped text brought back", LONG, async () => {
  await press("Prompts and templates");
  const text = page.getByRole("textbox", { name: /^Text of / });
  await text.waitFor();
  await page.getByText("Shipped text").first().waitFor();
  await tabTo("Text of", "[role=textbox], textarea");
  await keys("Control+End");
  await type(" And one more thing.");
  await keys("Control+s");
  await page.getByText("Version 1").first().waitFor();
  await page.getByRole("button", { name: "Back to the shipped text" }).waitFor();
  // The editor keeps Tab to itself until Escape has been pressed.
  await keys("Escape");
  await tabTo("Back to the shipped text");
  await keys("Enter");
  await page
    .getByText(/2: back to the shipped text|Shipped text/)
    .first()
    .waitFor();
});

/** The clock of the demonstration has stopped: nothing happens any more but what the test does. */
async function standsStill() {
  const clock = page.locator(".chip", { hasText: "Simulated:" });
  let before = "";
  for (let now = await clock.innerText(); now !== before; now = await clock.innerText()) {
    before = now;
    await page.waitForTimeout(6_000);
  }
}

test("nothing went wrong on the page meanwhile", () => assert.deepEqual(world.faults, []));
