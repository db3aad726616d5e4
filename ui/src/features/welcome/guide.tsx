// The first start, step by step: what is done, what is open, and what comes. What a step asks is given by the screen.

import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../../lib/i18n";
import { goTo, STEPS, useWelcomeStep, type WelcomeStep } from "./progress";
import "./welcome.css";

interface Props {
  /** What is done already, whoever did it. */
  done: Readonly<Record<WelcomeStep, boolean>>;
  /** What a step shows. */
  body: Readonly<Record<WelcomeStep, ReactNode>>;
  onEnd: () => void;
  /** Something was typed and is not saved: going on would leave it behind. */
  unsaved: boolean;
}

export function Guide({ done, body, onEnd, unsaved }: Props) {
  const step = useWelcomeStep();
  const place = STEPS.indexOf(step);
  const next = STEPS[place + 1];
  const previous = STEPS[place - 1];
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step) heading.current?.focus();
    before.current = step;
  }, [step]);
  return (
    <div className="guide">
      <nav className="guide-steps" aria-label={t("welcome:stepsLabel")}>
        <p className="faint">{t("welcome:progress", { step: place + 1, all: STEPS.length })}</p>
        <ol>
          {STEPS.map((name, at) => (
            <li key={name}>
              <button
                type="button"
                className="guide-step"
                aria-current={name === step ? "step" : undefined}
                data-done={done[name] || undefined}
                onClick={() => goTo(name)}
              >
                <span className="step-mark" aria-hidden="true">
                  {done[name] ? <Check size={12} /> : at + 1}
                </span>
                <span className="cut">{t(`welcome:steps.${name}`)}</span>
                {done[name] && <span className="visually-hidden">{t("welcome:done")}</span>}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      <section className="guide-body" aria-labelledby="guide-title">
        <header>
          <h2 id="guide-title" ref={heading} tabIndex={-1}>
            {t(`welcome:titles.${step}`)}
          </h2>
          <p className="muted">{t(`welcome:about.${step}`)}</p>
        </header>
        {body[step]}
        {step !== "choose" && (
          <footer className="guide-acts">
            {previous && (
              <button type="button" className="link-button" onClick={() => goTo(previous)}>
                {t("back")}
              </button>
            )}
            {next ? (
              <button
                type="button"
                className={`button push ${done[step] && !unsaved ? "button-primary" : ""}`}
                disabled={unsaved}
                title={unsaved ? t("welcome:saveFirst") : undefined}
                onClick={() => goTo(next)}
              >
                {t(done[step] ? "next" : "welcome:later")}
              </button>
            ) : (
              <button type="button" className="button button-primary push" onClick={onEnd}>
                {t("welcome:finish")}
              </button>
            )}
          </footer>
        )}
      </section>
    </div>
  );
}
