// Pauses the autopilot for as long as a person chooses, or lets it go on.

import { useEffect, useRef } from "react";
import type { PauseLength } from "../../generated/PauseLength";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { PAUSE_LENGTHS } from "../../lib/pause";
import { Menu } from "./menu";

export function PauseControl({ paused }: { paused: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const wanted = useRef<boolean | null>(null);
  const pause = useTell("pause_all", ({ done }) => done);
  const resume = useTell("resume_all", ({ done }) => done);
  const onError = () => {
    wanted.current = null;
  };
  const pauseFor = (length: PauseLength) => {
    wanted.current = true;
    pause.mutate({ reason: t("shell:pilot.pauseReason"), length }, { onError });
  };
  const goOn = () => {
    wanted.current = false;
    resume.mutate({}, { onError });
  };
  // The button that was used is gone once it has worked: whoever used it goes on at the one in its place.
  useEffect(() => {
    if (wanted.current === paused) place.current?.querySelector("button")?.focus();
    wanted.current = null;
  }, [paused]);
  return (
    <span ref={place} className="push">
      {paused ? (
        <button type="button" className="link-button link-button-strong" disabled={resume.isPending} onClick={goOn}>
          {t("shell:pilot.resume")}
        </button>
      ) : (
        <Menu
          className="link-button"
          align="end"
          button={t("shell:pilot.pause")}
          groups={[
            PAUSE_LENGTHS.map((length) => ({
              key: length,
              label: t(`shell:pilot.lengths.${length}`),
              act: () => pauseFor(length),
            })),
          ]}
        />
      )}
    </span>
  );
}
