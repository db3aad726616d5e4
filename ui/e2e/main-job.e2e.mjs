// The page in a real browser on the real engine, once through: a task runs, a mail waits, a person lets it go.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openWorld } from "./world.mjs";

let world;
let page;

before(
  async () => {
    world = await openWorld("#/board");
    ({ page } = world);
  },
  { timeout: 60_000 },
);

after(() => world?.close());

test("a task writes, a person reads and approves", { timeout: 60_000 }, async () => {
  const leads = page.getByRole("region", { name: "New Lead", exact: true });
  await leads.locator(".card").first().waitFor();
  assert.ok((await leads.locator(".card").count()) > 10, "the imported people are on the board");

  await goTo("Tasks");
  await page.getByRole("button", { name: "Run now: Decide next steps" }).first().click();
  await goTo("Today");
  await page.locator(".feed-line", { hasText: "waits for approval" }).first().waitFor();
  await goTo("Board");

  const card = leads.locator(".card", { hasText: "Mail waits for you" }).first();
  const name = await card.locator(".card-who .cut").innerText();
  await card.click();
  const panel = page.locator(".panel");
  await panel.getByRole("heading", { name, exact: true }).waitFor();
  assert.match(
    await panel.locator(".mail-waiting .mail-text").innerText(),
    /Codeteki/,
    "the whole mail can be read first",
  );

  await panel.getByRole("button", { name: "Approve" }).click();
  await panel.locator(".timeline li", { hasText: "Approved" }).waitFor();
  await leads.locator(".card", { hasText: name }).getByText("First mail queued").waitFor();
  assert.deepEqual(world.faults, []);
});

/** By the list of screens. */
const goTo = (screen) => page.locator(".sidebar a", { hasText: screen }).first().click();
