// Something that takes a while: what it is, and from three seconds on for how long, with a way to stop it where there is one.

import { useEffect, useState } from "react";
import { t } from "../lib/i18n";
import "./waiting.css";

/** Seconds after which the number is shown. */
const LONG = 3;

export function Waiting({ what, onStop }: { what: string; onStop?: () => void }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const beat = setInterval(() => setSeconds((now) => now + 1), 1_000);
    return () => clearInterval(beat);
  }, []);
  return (
    <span className="waiting loading" role="status">
      <span className="loading-bar" aria-hidden="true" />
      {what}
      {seconds >= LONG && <span className="faint">{t("seconds", { seconds })}</span>}
      {onStop && (
        <button type="button" className="link-button" onClick={onStop}>
          {t("stop")}
        </button>
      )}
    </span>
  );
}
