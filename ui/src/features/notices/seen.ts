// What was new when this screen was opened stays marked until one leaves it; the engine is told at once that it was seen.

import { useEffect, useState } from "react";
import type { NoticeRow } from "../../generated/NoticeRow";
import { useTell } from "../../lib/ask";

/** The ids of those that are marked as new. `shown`: nothing of the list is left out, so that all of it was seen. */
export function useNew(rows: readonly NoticeRow[], shown: boolean): ReadonlySet<string> {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const unmarked = rows.filter(({ id, seen }) => !seen && !marked.has(id));
  if (unmarked.length > 0) setMarked(new Set([...marked, ...unmarked.map(({ id }) => id)]));

  const { mutate: tell } = useTell("notices_seen", () => null);
  const looking = useLooking();
  const upto = rows.find(({ seen }) => !seen)?.at;
  useEffect(() => {
    if (upto !== undefined && shown && looking) tell({ upto });
  }, [upto, shown, looking, tell]);
  return marked;
}

/** Whether somebody can be looking: a window in the tray or behind others shows nothing to anybody. */
function useLooking(): boolean {
  const [looking, setLooking] = useState(isLooked);
  useEffect(() => {
    const look = () => setLooking(isLooked());
    const said = ["focus", "blur"];
    for (const name of said) window.addEventListener(name, look);
    document.addEventListener("visibilitychange", look);
    return () => {
      for (const name of said) window.removeEventListener(name, look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return looking;
}

function isLooked(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}
