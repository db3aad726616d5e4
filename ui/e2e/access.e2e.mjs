// Every screen in both themes and in both languages, looked at by axe-core in a real browser, where contrast can be seen too. And at twice
// the size: nothing may be wider than the window.
// Needs `npm run build` and Chromium (CHROMIUM names it where it is elsewhere).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const SCREENS = [
  "/",
  "/board",
  "/board/codeteki-sales?deal=codeteki-9",
  "/review",
  "/inbox",
  "/contacts",
  "/prospects",
  "/prospects?prospect=codeteki%2Fstartupgrind.example",
  "/links",
  "/links?link=link-1",
  "/import",
  "/analytics",
  "/decisions",
  "/emails",
  "/tasks",
  ...[
    "",
    "/mailbox",
    "/ai",
    "/sending",
    "/autonomy",
    "/targets",
    "/notices",
    "/pipelines",
    "/wordings",
    "/computer",
    "/appearance",
  ].map((section) => `/settings${section}`),
  "/doctor",
  "/notices",
  "/welcome",
];

let server;
let browser;
let base;

before(
  async () => {
    server = await preview({ root: UI, logLevel: "warn", preview: { host: "127.0.0.1", port: 0 } });
    base = `http://127.0.0.1:${server.httpServer.address().port}`;
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

async function open({ theme = "light", language = "en", width = 1280, height = 800 } = {}) {
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
  await page.addInitScript(
    ([theme, language]) => {
      localStorage.setItem("theme", theme);
      localStorage.setItem("language", language);
    },
    [theme, language],
  );
  return page;
}

async function show(page, screen) {
  await page.goto(`${base}/#${screen}`);
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
  await page.waitForTimeout(250);
}

for (const [theme, language] of [
  ["light", "en"],
  ["dark", "hi"],
]) {
  test(`nobody is shut out of any screen, ${theme}, ${language}`, { timeout: 900_000 }, async () => {
    const page = await open({ theme, language });
    const found = [];
    for (const screen of SCREENS) {
      await show(page, screen);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => window.axe.run(document));
      for (const { id, nodes } of violations)
        found.push(
          `${screen}: ${id}: ${nodes
            .map((n) => n.html)
            .slice(0, 3)
            .join(" ")}`,
        );
    }
    await page.close();
    assert.deepEqual(found, []);
  });
}

test("at twice the size nothing is wider than the window", { timeout: 300_000 }, async () => {
  const page = await open({ width: 640, height: 400 });
  const wide = [];
  for (const screen of SCREENS) {
    await show(page, screen);
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) wide.push(screen);
  }
  await page.close();
  assert.deepEqual(wide, []);
});
