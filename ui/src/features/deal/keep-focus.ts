// When something that has the focus goes away, the focus goes to the deal's name instead of nowhere.

import { type RefObject, useLayoutEffect } from "react";

export function useKeepFocus(of: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const place = of.current;
    return () => {
      if (!place?.contains(document.activeElement)) return;
      // Once it is gone: whoever takes its place may take the focus first.
      queueMicrotask(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>(".deal h2")?.focus();
      });
    };
  }, [of]);
}
