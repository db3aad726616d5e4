// The board in Chromium at growing sizes, beside jKanban, a well-known library for boards, with the same cards in as many columns.
// Usage: node kanban.bench.mjs SIZE=DATA_DIR…, with AUTOPILOT naming the program; from `cargo xtask bench board`.

import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { openWorld } from "./world.mjs";

const OPENINGS = 7;
const FRAMES = 300;
const COLUMNS = 7;

const [library, style] = await Promise.all([
  readFile(new URL("../node_modules/jkanban/dist/jkanban.min.js", import.meta.url), "utf8"),
  readFile(new URL("../node_modules/jkanban/dist/jkanban.min.css", import.meta.url), "utf8"),
]);

for (const argument of process.argv.slice(2)) {
  const [size, folder] = argument.split("=");
  report(`CRM Autopilot, ${size} deals`, await ours(folder));
  report(`jKanban, ${size} items`, await theirs(Number(size)));
}

/** From the click in the sidebar: asked of the engine, drawn, on screen. */
async function ours(folder) {
  const world = await openWorld(
    "#/tasks",
    () => undefined,
    () => ["--data-dir", folder],
  );
  try {
    const times = [];
    for (let turn = 0; turn < OPENINGS; turn += 1) {
      await world.page.evaluate(() => {
        location.hash = "#/tasks";
        location.reload();
      });
      await world.page.locator(".sidebar a[href$='#/board']").waitFor();
      await world.page.locator(".main h1").waitFor();
      times.push(await world.page.evaluate(openBoard));
    }
    return { times, ...(await live(world.page, ".column-body")) };
  } finally {
    await world.close();
  }
}

/** From the call that makes the board, with all its items at hand: drawn, on screen. */
async function theirs(size) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const times = [];
    let page;
    for (let turn = 0; turn < OPENINGS; turn += 1) {
      await page?.close();
      page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.setContent(
        `<style>${style} .kanban-drag { max-height: 640px; overflow: auto }</style><div id="board"></div>`,
      );
      await page.addScriptTag({ content: library });
      times.push(await page.evaluate(makeBoard, { size, columns: COLUMNS }));
    }
    return { times, ...(await live(page, ".kanban-drag")) };
  } finally {
    await browser.close();
  }
}

/** How it scrolls, and what it holds meanwhile. */
async function live(page, scroller) {
  const gaps = await page.evaluate(scroll, { scroller, frames: FRAMES });
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const metric = (name) => metrics.find((one) => one.name === name).value;
  return { gaps, nodes: metric("Nodes"), heap: metric("JSHeapUsedSize") / 1e6 };
}

function openBoard() {
  const begin = performance.now();
  document.querySelector('.sidebar a[href$="#/board"]').click();
  return new Promise((done) => {
    const look = () => {
      const there = document.querySelector("[data-card]") && !document.querySelector("[aria-busy=true]");
      if (there) requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
      else requestAnimationFrame(look);
    };
    look();
  });
}

function makeBoard({ size, columns }) {
  const item = (n) => ({
    id: `deal-${n}`,
    title: `<b>Person Number ${n}</b><br>Company ${n} · 42<br>Writes again on Monday`,
  });
  const boards = Array.from({ length: columns }, (_, column) => ({
    id: `stage-${column}`,
    title: `Stage ${column}`,
    item: Array.from({ length: Math.ceil((size - column) / columns) }, (_, n) => item(n * columns + column)),
  }));
  const begin = performance.now();
  new window.jKanban({ element: "#board", boards });
  return new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
  });
}

function scroll({ scroller, frames }) {
  const body = [...document.querySelectorAll(scroller)].reduce((one, other) =>
    other.scrollHeight > one.scrollHeight ? other : one,
  );
  return new Promise((done) => {
    const gaps = [];
    let last = performance.now();
    const step = (now) => {
      gaps.push(now - last);
      last = now;
      if (gaps.length > frames) return done(gaps.slice(1));
      body.scrollTop += 60;
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

function report(name, { times, gaps, nodes, heap }) {
  const at = (list, share) =>
    [...list].sort((one, other) => one - other)[Math.floor((list.length - 1) * share)].toFixed(0);
  const shown = `shown after ${at(times, 0.5)} ms [${at(times, 0)} to ${at(times, 1)}]`;
  const scrolled = `scrolling ${at(gaps, 0.5)} ms a frame, p95 ${at(gaps, 0.95)} ms`;
  process.stdout.write(`${name.padEnd(30)} ${shown}, ${scrolled}; ${nodes} nodes, ${heap.toFixed(1)} MB of heap\n`);
}
