import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Bubble } from "../generated/Bubble";

const CLICKED: Bubble = { kind: "approval", brand: "codeteki", deal: null, title: "2 mails wait", body: "" };

// What a page remembers is forgotten with it.
beforeEach(() => vi.resetModules());
afterEach(() => {
  clearMocks();
  // What tells the page that it is in the program's own window.
  Reflect.deleteProperty(window, "__TAURI_INTERNALS__");
  vi.unstubAllGlobals();
});

test("a click on a notification is heard, also the one that made the page, and that once", async () => {
  const asked = vi.fn(() => CLICKED);
  mockIPC((command) => (command === "opened_by" ? asked() : undefined), { shouldMockEvents: true });
  const { onNoticeClicked } = await import("./desktop");
  const heard = vi.fn();
  // As React does it in development: made, put away, made again.
  onNoticeClicked(heard)();
  const stop = onNoticeClicked(heard);
  await vi.waitFor(() => expect(heard.mock.calls).toEqual([[CLICKED]]));
  await emit("open-notice", { ...CLICKED, kind: "trouble" });
  await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(2));
  stop();
  const later = vi.fn();
  onNoticeClicked(later);
  await vi.waitFor(async () => {
    await emit("open-notice", { ...CLICKED, kind: "review" });
    expect(later).toHaveBeenCalled();
  });
  expect(later.mock.calls[0]).toEqual([{ ...CLICKED, kind: "review" }]);
  expect(heard).toHaveBeenCalledTimes(2);
  expect(asked).toHaveBeenCalledTimes(1);
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
