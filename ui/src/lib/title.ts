// What the window is called, in its title bar and in the task bar: what was opened last and is still open.

import { useEffect } from "react";

const PROGRAM = "CRM Autopilot";
const open: { text: string }[] = [];

function show() {
  const last = open.at(-1);
  document.title = last ? `${last.text} · ${PROGRAM}` : PROGRAM;
}

/** Calls the window by `text` while the component is there. */
export function useTitle(text: string) {
  useEffect(() => {
    const mine = { text };
    open.push(mine);
    show();
    return () => {
      open.splice(open.indexOf(mine), 1);
      show();
    };
  }, [text]);
}
