// A made-up window for tests: answers the page's questions to it, and tells it what the test wants told.

import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import type { Signal } from "../../generated/Signal";
import type { Signals } from "../../generated/Signals";

export interface FakeWindow {
  /** Tells the page something. */
  tell(signal: Signal): void;
  /** Is a plain browser again. */
  close(): void;
}

/** `answer` is asked what the page asks of the window, but for what it is told. */
export function fakeWindow(answer: (command: string, args: unknown) => unknown = () => undefined): FakeWindow {
  const told: Signal[] = [];
  let wake: (() => void)[] = [];
  const signals = async (after: number | null): Promise<Signals> => {
    while (told.length === after) await new Promise<void>((resolve) => wake.push(resolve));
    return { count: told.length, signals: told.slice(after ?? told.length) };
  };
  mockIPC((command, args) =>
    command === "signals" ? signals((args as { after: number | null }).after) : answer(command, args),
  );
  return {
    tell(signal) {
      told.push(signal);
      for (const go of wake) go();
      wake = [];
    },
    close() {
      clearMocks();
      // What tells the page that it is in the program's own window.
      Reflect.deleteProperty(window, "__TAURI_INTERNALS__");
    },
  };
}
