// How the autopilot stands: on or paused, how much of today's cap is used, when the next mail goes.

import type { BrandSummary } from "../../generated/BrandSummary";
import type { Status } from "../../generated/Status";
import { useNow, useTell } from "../../lib/ask";
import { exact, sentence, upcoming } from "../../lib/format";
import { texts } from "../../lib/texts";

const say = texts.pilot;

export function PilotCard({ status, brand }: { status: Status; brand: BrandSummary }) {
  const { paused } = status;
  const state = paused ? "paused" : status.owner ? "on" : "guest";
  const used = brand.cap_today > 0 ? Math.min(100, (100 * brand.sent_today) / brand.cap_today) : 0;
  return (
    <section className="pilot" aria-label={say.label}>
      <div className="pilot-row">
        <span className={`pilot-light pilot-${state}`} aria-hidden="true" />
        <b>{say[state]}</b>
        {/* What no person stopped, such as a full disk, goes on by itself. */}
        {(!paused || paused.by_person) && <PauseButton paused={paused !== null} />}
      </div>
      {paused && <p className="muted">{sentence(paused.reason)}</p>}
      <div className="pilot-bar" aria-hidden="true">
        <span style={{ width: `${used}%` }} />
      </div>
      <div className="pilot-row muted">
        <span title={say.usedExact(brand.name)}>{say.used(brand.sent_today, brand.cap_today)}</span>
        <span className="push">
          <NextSend status={status} brand={brand} />
        </span>
      </div>
    </section>
  );
}

function NextSend({ status, brand }: { status: Status; brand: BrandSummary }) {
  const now = useNow();
  if (status.paused) return say.nothingGoes;
  if (brand.paused) return say.brandPaused;
  if (brand.next_send_at === null) return say.queueEmpty;
  return <span title={exact(brand.next_send_at)}>{say.next(upcoming(brand.next_send_at, now))}</span>;
}

function PauseButton({ paused }: { paused: boolean }) {
  const pause = useTell("pause_all", ({ done }) => done);
  const resume = useTell("resume_all", ({ done }) => done);
  const busy = pause.isPending || resume.isPending;
  const act = () => (paused ? resume.mutate({}) : pause.mutate({ reason: say.pauseReason }));
  return (
    <button
      type="button"
      className={`link-button push ${paused ? "link-button-strong" : ""}`}
      disabled={busy}
      onClick={act}
    >
      {paused ? say.resume : say.pause}
    </button>
  );
}
