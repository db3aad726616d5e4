// What asks before anything else can go on: a title, a question or a form, and named acts. Escape is always the way out.

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef } from "react";
import { t } from "../lib/i18n";

interface Props {
  title: string;
  open: boolean;
  onClose: () => void;
  /** The button that does it; the way out stands before it. */
  act?: ReactNode;
  /** All buttons, where there is more or less to do than one thing. */
  actions?: ReactNode;
  wide?: boolean;
  /** What has the focus at first; without it, the first thing that can have it. */
  first?: RefObject<HTMLElement | null> | undefined;
  children: ReactNode;
}

export function Dialog({ title, open, onClose, act, actions, wide, first, children }: Props) {
  const popup = useRef<HTMLDivElement>(null);
  // What is marked as first, else what is asked, else the mildest act; not the way out in the corner.
  const mildest = () => {
    const find = (what: string) => popup.current?.querySelector<HTMLElement>(what);
    return (
      find("[data-first]") ??
      find(".dialog-body :is(input, textarea, button):enabled") ??
      find(".dialog-acts button") ??
      true
    );
  };
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup ref={popup} className="dialog" data-wide={wide || undefined} initialFocus={first ?? mildest}>
          <header className="dialog-head">
            <Base.Title className="dialog-title">{title}</Base.Title>
            <Base.Close className="icon-button push" aria-label={t("close")} title={t("close")}>
              <X size={14} aria-hidden="true" />
            </Base.Close>
          </header>
          <div className="dialog-body">{children}</div>
          {(act || actions) && (
            <footer className="dialog-acts">
              {act && (
                <button type="button" className="button" onClick={onClose}>
                  {t("cancel")}
                </button>
              )}
              {act ?? actions}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** Asks only where it can't be undone; the act is named in the button ("Erase Sarah Jones"). */
export function Confirm({
  title,
  act,
  danger,
  open,
  onClose,
  onConfirm,
  children,
}: Pick<Props, "title" | "open" | "onClose" | "children"> & { act: string; danger?: boolean; onConfirm: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const confirm = () => {
    onClose();
    onConfirm();
  };
  return (
    <Dialog
      title={title}
      open={open}
      onClose={onClose}
      // Enter does what was asked for, but never what hurts.
      first={danger ? undefined : button}
      act={
        <button
          ref={button}
          type="button"
          className={`button ${danger ? "button-danger" : "button-primary"}`}
          onClick={confirm}
        >
          {act}
        </button>
      }
    >
      {children}
    </Dialog>
  );
}
