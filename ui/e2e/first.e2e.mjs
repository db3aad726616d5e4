// A person's own data by the keyboard alone: from nothing to the first approved mail, on the real engine.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hands, PATIENCE } from "./hands.mjs";
import { openWorld } from "./world.mjs";

let world;
let page;
const { keys, type, spoken, palette, tabTo, press, until } = hands(() => page);

before(
  async () => {
    const own = (folder) => ["--data-dir", join(folder, "own")];
    world = await openWorld("", (page) => page.setDefaultTimeout(PATIENCE), own);
    ({ page } = world);
  },
  { timeout: 180_000 },
);

after(() => world?.close());

test("First start: from nothing to the first approved mail", { timeout: 180_000 }, async () => {
  await page.getByRole("heading", { name: "How would you like to begin?" }).waitFor();
  await press("Begin with my own data");

  await step("Who do you write as?");
  await tabTo("Who you are");
  await keys("Control+a");
  await type("Codeteki Pty Ltd");
  await tabTo("Postal address");
  await keys("Control+a");
  await type("11 Example St, Melbourne VIC 3000");
  await keys("Control+s");
  await press("Next");

  await step("Connect the mailbox");
  await press("Later");

  await step("Who decides and writes?");
  await press("Next");

  await step("Bring in your people");
  await press("Import a list");
  await press("Try it with an example");
  await step(/Where does each column go/);
  await keys("Control+Enter");
  await step(/What shall become/);
  await keys("Control+Enter");
  await page.getByRole("button", { name: /^Import \d+ contacts/ }).waitFor();
  await keys("Control+Enter");
  await step(/^Imported \d+ contacts/);

  await palette("Run now: Decide next steps");
  await page.locator(".spoken", { hasText: "Decide next steps" }).waitFor();
  await palette("Go to Review");
  await page.getByText("What it leans on").waitFor();
  const subject = page.locator(".sheet-subject");
  const first = await subject.innerText();
  await keys("a");
  await spoken(/^Approved\. /);
  await until(async () => (await subject.innerText()) !== first, "the next mail is open");
});

/** Waits for a step of the guide or of the import. */
const step = (title) => page.getByRole("heading", { name: title }).waitFor();

test("nothing went wrong on the page meanwhile", () => assert.deepEqual(world.faults, []));
