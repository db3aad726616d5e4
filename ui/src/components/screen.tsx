// The frame of a screen: its title, what one can do there, and what it shows.

import type { ReactNode } from "react";
import { useTitle } from "../lib/title";

interface Props {
  title: string;
  /** A few quiet words beside the title, such as a count. */
  note?: ReactNode;
  /** On the right of the title. */
  actions?: ReactNode;
  children?: ReactNode;
}

export function Screen({ title, note, actions, children }: Props) {
  useTitle(title);
  return (
    <>
      <header className="top">
        <h1>{title}</h1>
        {note && <span className="faint cut">{note}</span>}
        {actions && <div className="row push">{actions}</div>}
      </header>
      <div className="screen-body">{children}</div>
    </>
  );
}

interface PanesProps {
  list: ReactNode;
  thing: ReactNode;
  reason?: ReactNode;
  /** What the reason is called, for those who do not see where it stands. */
  reasonLabel?: string;
}

/** List, thing and reason side by side; the reason folds away where there is no room. */
export function Panes({ list, thing, reason, reasonLabel }: PanesProps) {
  return (
    <div className="panes" data-reason={reason ? true : undefined}>
      <div className="pane-list">{list}</div>
      <div className="pane-thing">{thing}</div>
      {reason && (
        <aside className="pane-reason" aria-label={reasonLabel}>
          {reason}
        </aside>
      )}
    </div>
  );
}
