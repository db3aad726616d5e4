import type { invoke } from "@tauri-apps/api/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Bubble } from "../generated/Bubble";
import { type FakeWindow, fakeWindow } from "./fake/window";

const CLICKED: Bubble = { kind: "approval", brand: "codeteki", deal: null, title: "2 mails wait", body: "" };

let shown: FakeWindow | undefined;

// What a page remembers is forgotten with it.
beforeEach(() => vi.resetModules());
afterEach(() => {
  shown?.close();
  shown = undefined;
  vi.unstubAllGlobals();
});

test("a click on a notification is heard, also the one that made the page, and that once", async () => {
  const asked = vi.fn(() => CLICKED);
  shown = fakeWindow((command) => (command === "opened_by" ? asked() : undefined));
  const { onNoticeClicked } = await import("./desktop");
  const heard = vi.fn();
  // As React does it in development: made, put away, made again.
  onNoticeClicked(heard)();
  const stop = onNoticeClicked(heard);
  await vi.waitFor(() => expect(heard.mock.calls).toEqual([[CLICKED]]));
  shown.tell({ about: "clicked", said: { ...CLICKED, kind: "trouble" } });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  stop();
  const later = vi.fn();
  onNoticeClicked(later);
  shown.tell({ about: "engine", said: { kind: "changed" } });
  shown.tell({ about: "clicked", said: { ...CLICKED, kind: "review" } });
  await vi.waitFor(() => expect(later.mock.calls).toEqual([[{ ...CLICKED, kind: "review" }]]));
  expect(heard).toHaveBeenCalledTimes(2);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("a question to the window that got lost is asked again, and who stumbles over an answer keeps it from nobody", async () => {
  vi.useFakeTimers();
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  let lost = 1;
  shown = fakeWindow();
  const { __TAURI_INTERNALS__: inside } = window as unknown as { __TAURI_INTERNALS__: { invoke: typeof invoke } };
  const { invoke: whole } = inside;
  inside.invoke = (...asked) => (lost-- > 0 ? Promise.reject(new Error("lost")) : whole(...asked));
  const { hear, heard } = await import("./signals");
  const listener = vi.fn();
  hear("engine", () => {
    throw new Error("stumbled");
  });
  hear("engine", listener);
  await vi.advanceTimersByTimeAsync(2_000);
  await heard();
  shown.tell({ about: "engine", said: { kind: "changed" } });
  await vi.waitFor(() => expect(listener.mock.calls).toEqual([[{ kind: "changed" }]]));
  shown.tell({ about: "engine", said: { kind: "changed" } });
  await vi.waitFor(() => expect(listener).toHaveBeenCalledTimes(2));
  expect(reported).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

test("a plain browser opens links by itself and has no notifications", async () => {
  const open = vi.fn(() => null);
  vi.stubGlobal("open", open);
  const { isDesktop, onNoticeClicked, openLink } = await import("./desktop");
  expect(isDesktop()).toBe(false);
  expect(await openLink("https://example.org")).toBe(true);
  expect(open).toHaveBeenCalledWith("https://example.org", "_blank", "noopener,noreferrer");
  onNoticeClicked(() => undefined)();
});
