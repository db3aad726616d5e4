// The last net: a fault of the page itself. `data-crashed` is what the window's tests look for.

import { Component, type ReactNode } from "react";
import { texts } from "../lib/texts";

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
    if (!fault) return this.props.children;
    return (
      <main className="state crashed" role="alert" data-crashed>
        <h1 className="state-title">{texts.trouble.crashed}</h1>
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {texts.trouble.reload}
        </button>
        <details className="faint">
          <summary>{texts.trouble.details}</summary>
          <code>{fault.message}</code>
        </details>
      </main>
    );
  }
}
