// The last net: a fault of the page itself. `data-crashed` is what the window's tests look for.

import { Component, type ReactNode } from "react";
import { t } from "../lib/i18n";

interface State {
  fault: Error | null;
}

export class Crash extends Component<{ children: ReactNode }, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: Error): State {
    return { fault };
  }

  override render() {
    const { fault } = this.state;
    return fault ? <Stumbled fault={fault} /> : this.props.children;
  }
}

/** What is shown in place of what stumbled: the whole page, or one screen of it. */
export function Stumbled({ fault }: { fault: Error }) {
  return (
    <div className="state crashed" role="alert" data-crashed>
      <h1 className="state-title">{t("crashed")}</h1>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        {t("reload")}
      </button>
      <details className="faint">
        <summary>{t("details")}</summary>
        <code>{fault.message}</code>
      </details>
    </div>
  );
}
