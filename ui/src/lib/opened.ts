// What is open above any screen, such as a dialog: any of them may open it.

import { useSyncExternalStore } from "react";

/** A place for one thing that is open, with what it begins with. */
export function opened<T extends object>() {
  let now: T | null = null;
  const listeners = new Set<() => void>();
  const become = (next: T | null) => {
    now = next;
    for (const listener of listeners) listener();
  };
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    open: (from: T) => become(from),
    close: () => become(null),
    /** What the open one begins with; `null` while it is closed. */
    use: (): T | null => useSyncExternalStore(listen, () => now),
  };
}
