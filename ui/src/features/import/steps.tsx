// Where one is in the wizard, and the way back to a step that was done.

import { t } from "../../lib/i18n";
import { STEPS, type Step } from "./draft";

interface Props {
  now: Step;
  /** Goes back; `null` where there is no way back. */
  onStep: ((step: Exclude<Step, "done">) => void) | null;
}

export function StepTrail({ now, onStep }: Props) {
  const place = STEPS.indexOf(now);
  return (
    <nav aria-label={t("imports:steps.label")}>
      <ol className="steps">
        {STEPS.map((step, at) => (
          <li key={step} aria-current={step === now ? "step" : undefined}>
            {at < place && onStep && step !== "done" ? (
              <button type="button" className="link-button" onClick={() => onStep(step)}>
                {t(`imports:steps.${step}`)}
              </button>
            ) : (
              t(`imports:steps.${step}`)
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The title of a step; it takes the focus when the step begins. */
export function StepHeading({ step, children }: { step: Step; children: string }) {
  const place = t("imports:steps.place", { at: STEPS.indexOf(step) + 1, of: STEPS.length });
  return (
    <h2 className="step-heading" tabIndex={-1} ref={focused}>
      {children}
      <span className="visually-hidden">{`. ${place}`}</span>
    </h2>
  );
}

function focused(heading: HTMLElement | null): void {
  // Whoever has just come to the screen is not pulled away from where they are.
  const active = document.activeElement;
  if (!active || active === document.body || active.closest(".import")) heading?.focus({ preventScroll: true });
}
