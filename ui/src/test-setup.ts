// What jsdom lacks, and a clean page after each test.

import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A busy machine is no fault of the page: what is waited for comes, or the test's own deadline says so.
configure({ asyncUtilTimeout: 10_000 });

vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
vi.stubGlobal("scrollTo", () => undefined);

// jsdom lays nothing out: to long lists everything is as large as a screen.
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 640 });
Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 1_000 });

afterEach(() => {
  cleanup();
  window.location.hash = "";
  window.localStorage.clear();
  window.sessionStorage.clear();
});
