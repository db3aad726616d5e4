// The frame of a log: what is looked for above, the table below it, and what is open beside it.

import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../lib/i18n";
import { useShortcut } from "../lib/shortcuts";
import "./log-frame.css";

export function LogFrame({ bar, beside, children }: { bar: ReactNode; beside?: ReactNode; children: ReactNode }) {
  return (
    <div className="log" data-beside={beside ? true : undefined}>
      <div className="log-main">
        <div className="log-bar">{bar}</div>
        {children}
      </div>
      {beside}
    </div>
  );
}

interface BesideProps {
  title: string;
  /** Above the title, quiet. */
  above?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** Mounted anew for each thing. Escape leads back to the row it was opened from. */
export function Beside({ title, above, onClose, children }: BesideProps) {
  const scroll = useRef<HTMLDivElement>(null);
  useShortcut({ keys: "Escape" }, onClose);
  useEffect(() => {
    const row = document.activeElement;
    return () => {
      if (row instanceof HTMLElement && row.isConnected) row.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside className="log-beside" aria-label={title}>
      <header className="log-beside-head">
        <div className="row">
          {above}
          <button type="button" className="icon-button push" onClick={onClose} title={t("close")}>
            <kbd>Esc</kbd>
            <X size={14} aria-hidden="true" />
            <span className="visually-hidden">{t("close")}</span>
          </button>
        </div>
        <h2>{title}</h2>
      </header>
      <div className="log-beside-body" ref={scroll}>
        {children}
      </div>
    </aside>
  );
}
