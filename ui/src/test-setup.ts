// What jsdom lacks, and a clean page after each test.

import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// A busy machine is no fault of the page: what is waited for comes, or the test's own deadline says so.
configure({ asyncUtilTimeout: 10_000 });

vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));

afterEach(() => {
  cleanup();
  window.location.hash = "";
  window.localStorage.clear();
  window.sessionStorage.clear();
});
