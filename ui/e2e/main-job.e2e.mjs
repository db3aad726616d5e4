// The page in a real browser on the real engine, once through: a task runs, a mail waits, a person lets it go.
// Needs `cargo build --bin autopilot`, `npm run build`, and Chromium (CHROMIUM names it where it is elsewhere).

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));
const AUTOPILOT = join(UI, "../target/debug/autopilot");

let data;
let bridge;
let server;
let browser;
let page;
const faults = [];

before(
  async () => {
    data = await mkdtemp(join(tmpdir(), "autopilot-e2e-"));
    // The clock stands still at the fresh import: what happens is only what the test does.
    const told = ["bridge", "--demo", "--days", "0", "--data-dir", join(data, "demo")];
    bridge = spawn(AUTOPILOT, told, { stdio: ["ignore", "pipe", "inherit"] });
    const [printed] = await once(bridge.stdout, "data");
    server = await preview({ root: UI, logLevel: "warn", preview: { host: "127.0.0.1", port: 0 } });
    const { port } = server.httpServer.address();
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(`http://127.0.0.1:${port}/${new URL(String(printed).trim()).search}#/board`);
  },
  { timeout: 30_000 },
);

after(async () => {
  await browser?.close();
  await server?.close();
  bridge?.kill();
  if (data) await rm(data, { recursive: true, force: true });
});

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
  assert.deepEqual(faults, []);
});

/** By the list of screens. */
const goTo = (screen) => page.locator(".sidebar a", { hasText: screen }).first().click();
