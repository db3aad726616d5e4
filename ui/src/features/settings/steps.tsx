// A row of steps of which one is open: what is done stays readable and can be gone back to, what comes is announced.

import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../../lib/i18n";

export interface Step {
  key: string;
  title: string;
  /** What was chosen in it, once it is done. */
  chosen?: string;
  body: ReactNode;
  /** Goes on to the next; without it the step's own act does. */
  onNext?: () => void;
  isReady?: boolean;
}

interface Props {
  steps: readonly Step[];
  at: number;
  onGo: (step: number) => void;
  /** Once all is done nothing can be gone back to. */
  sealed?: boolean;
}

export function Steps({ steps, at, onGo, sealed }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) heading.current?.focus();
    before.current = at;
  }, [at]);
  return (
    <ol className="steps">
      {steps.map((step, place) => {
        const state = place < at ? "done" : place === at ? "now" : "later";
        return (
          <li key={step.key} className="step" data-state={state} aria-current={state === "now" ? "step" : undefined}>
            <span className="step-mark" aria-hidden="true">
              {state === "done" ? <Check size={12} /> : place + 1}
            </span>
            <div className="step-body">
              <h3 ref={state === "now" ? heading : undefined} tabIndex={state === "now" ? -1 : undefined}>
                {state === "done" && !sealed ? (
                  <button type="button" className="link-button" onClick={() => onGo(place)}>
                    {step.title}
                  </button>
                ) : (
                  step.title
                )}
                {state === "done" && step.chosen && <span className="faint"> {step.chosen}</span>}
              </h3>
              {state === "now" && (
                <>
                  {step.body}
                  {step.onNext && (
                    <button
                      type="button"
                      className="button button-primary"
                      disabled={step.isReady === false}
                      onClick={step.onNext}
                    >
                      {t("next")}
                    </button>
                  )}
                </>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
