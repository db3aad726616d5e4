// The board under a real hand: mouse, finger and wheel in a real browser, on the made-up engine.
// Needs `npm run build` and Chromium (CHROMIUM names it where it is elsewhere).

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));

let server;
let browser;
let address;
const faults = [];

before(
  async () => {
    server = await preview({ root: UI, logLevel: "warn", preview: { host: "127.0.0.1", port: 0 } });
    address = `http://127.0.0.1:${server.httpServer.address().port}/#/board/codeteki-sales`;
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
  },
  { timeout: 60_000 },
);

after(async () => {
  await browser?.close();
  await server?.close();
});

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(address);
  await page.locator(".card").first().waitFor();
  return page;
}

const stage = (page, name) => page.getByRole("region", { name, exact: true });
const card = (page, name) => page.locator("[data-card]", { hasText: name });

async function middleOf(locator) {
  const box = await locator.boundingBox();
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + 40) };
}

test("a card is dragged by mouse: it lifts, the target shows the hole, and it can be taken back", {
  timeout: 60_000,
}, async () => {
  const page = await open();
  const from = await middleOf(card(page, "Daniel Roth"));
  const to = await middleOf(stage(page, "Engaged"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 8, { steps: 4 });
  await page.mouse.move(to.x, to.y + 120, { steps: 8 });
  await page.locator(".card-lifted", { hasText: "Daniel Roth" }).waitFor();
  await stage(page, "Engaged").locator(".card-hole").waitFor();
  await page.mouse.up();
  await stage(page, "Engaged").locator("[data-card]", { hasText: "Daniel Roth" }).waitFor();
  await page.getByText("Daniel Roth is in Engaged now.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await stage(page, "Contacted").locator("[data-card]", { hasText: "Daniel Roth" }).waitFor();
  assert.deepEqual(faults, []);
});

test("Escape in the middle of a drag puts the card back", { timeout: 60_000 }, async () => {
  const page = await open();
  const from = await middleOf(card(page, "Daniel Roth"));
  const to = await middleOf(stage(page, "Engaged"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y + 120, { steps: 8 });
  await page.locator(".card-lifted").waitFor();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.locator(".card-lifted").waitFor({ state: "detached" });
  await stage(page, "Contacted").locator("[data-card]", { hasText: "Daniel Roth" }).waitFor();
});

test("a finger that rests lifts a card, a finger that moves scrolls", { timeout: 60_000 }, async () => {
  const page = await open({ hasTouch: true });
  const touch = await page.context().newCDPSession(page);
  const finger = (type, point) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints: point ? [{ x: point.x, y: point.y }] : [] });
  const from = await middleOf(card(page, "Daniel Roth"));
  const to = await middleOf(stage(page, "Engaged"));
  await finger("touchStart", from);
  await finger("touchMove", { x: from.x, y: from.y - 60 });
  await page.waitForTimeout(400);
  assert.equal(await page.locator(".card-lifted").count(), 0, "moving at once scrolls");
  await finger("touchEnd");

  await finger("touchStart", from);
  await page.locator(".card-lifted").waitFor();
  for (let step = 1; step <= 6; step += 1) {
    await finger("touchMove", { x: from.x + ((to.x - from.x) * step) / 6, y: from.y + 10 });
  }
  await stage(page, "Engaged").locator(".card-hole").waitFor();
  await finger("touchEnd");
  await page.getByText("Daniel Roth is in Engaged now.").waitFor();
});

test("a long column draws what is in sight, fetches ahead, and is found again where it was left", {
  timeout: 60_000,
}, async () => {
  const page = await open();
  const leads = stage(page, "New Lead");
  const body = leads.locator(".column-body");
  assert.ok((await leads.locator("[data-card]").count()) < 40, "few of hundreds are drawn");
  await body.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await leads.locator("li[aria-posinset='247'] [data-card]").waitFor();
  await body.evaluate((element) => element.scrollTo(0, 9_000));
  await leads.locator("li[aria-posinset='101'] [data-card]").waitFor();
  await page.goto(address.replace(/#.*/, "#/tasks"));
  await page.locator(".card").first().waitFor({ state: "detached" });
  await page.goto(address);
  await leads.locator("li[aria-posinset='101'] [data-card]").waitFor();
  assert.equal(await body.evaluate((element) => element.scrollTop), 9_000);
  assert.deepEqual(faults, []);
});
