// What a test in the browser runs in: the real engine behind the development bridge, at the fresh import of the demonstration, and the built
// page in Chromium. Needs `cargo build --bin autopilot`, `npm run build`, and Chromium (CHROMIUM names it where it is elsewhere).

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { preview } from "vite";

const UI = fileURLToPath(new URL("..", import.meta.url));

/** The program the bridge is part of. */
export const AUTOPILOT = process.env.AUTOPILOT ?? join(UI, "../target/debug/autopilot");

/** The clock stands still at the fresh import: what happens is only what the test does. */
const demo = (folder) => ["--demo", "--days", "0", "--data-dir", join(folder, "demo")];

/**
 * Opens the page at `place`. `folder` is the test's own and goes with the world; `faults` are those of the page. `prepare` sees the page before
 * anything is loaded; `data` are the bridge's flags.
 */
export async function openWorld(place = "", prepare = () => undefined, data = demo) {
  const folder = await mkdtemp(join(tmpdir(), "autopilot-e2e-"));
  const bridge = spawn(AUTOPILOT, ["bridge", ...data(folder)], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = await once(bridge.stdout, "data");
  const server = await preview({ root: UI, logLevel: "warn", preview: { host: "127.0.0.1", port: 0 } });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  prepare(page);
  const { port } = server.httpServer.address();
  await page.goto(`http://127.0.0.1:${port}/${new URL(String(printed).trim()).search}${place}`);
  const close = async () => {
    await browser.close();
    await server.close();
    bridge.kill();
    await rm(folder, { recursive: true, force: true });
  };
  return { page, folder, faults, close };
}
