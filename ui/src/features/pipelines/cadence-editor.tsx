// How many mails a deal gets and how long the autopilot waits before each, said as a sentence while it is changed.

import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { PipelineRow } from "../../generated/PipelineRow";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { cadenceInWords, MOST } from "./cadence";
import { useUndoable } from "./undoable";

export function Cadence({ pipeline, brand }: { pipeline: PipelineRow; brand: string }) {
  const [draft, setDraft] = useState<number[] | null>(null);
  const keep = useUndoable("pipeline_cadence");
  const detail = useAsk("brand_show", { brand: pipeline.brand });
  const days = draft ?? pipeline.cadence;
  const changed = draft !== null && draft.join() !== pipeline.cadence.join();
  const most = Number(detail.data?.settings.find(({ key }) => key === "sending.max_per_deal")?.value ?? Number.NaN);
  const set = (place: number, value: number) => setDraft(days.map((one, at) => (at === place ? value : one)));
  const save = () =>
    keep({ pipeline: pipeline.id, days: [...days] }, { pipeline: pipeline.id, days: pipeline.cadence }, () =>
      setDraft(null),
    );
  return (
    <section className="cadence" aria-label={t("pipelines:cadence.title")}>
      <h3>{t("pipelines:cadence.title")}</h3>
      <p aria-live="polite">{cadenceInWords(days)}</p>
      <ol className="cadence-mails">
        {days.map((wait, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mail of a cadence is nothing but its place
          <li key={place} className="cadence-mail">
            <span className="cadence-name">
              {place === 0 ? t("pipelines:cadence.first") : t("pipelines:cadence.mail", { n: place + 1 })}
            </span>
            <input
              type="number"
              className="input"
              min={0}
              max={MOST.days}
              aria-label={t("pipelines:cadence.days", { n: place + 1 })}
              value={wait}
              onChange={(event) => {
                const next = event.target.valueAsNumber;
                if (Number.isInteger(next) && next >= 0 && next <= MOST.days) set(place, next);
              }}
            />
            {days.length > 1 && (
              <button
                type="button"
                className="icon-button"
                aria-label={t("pipelines:cadence.remove", { n: place + 1 })}
                title={t("pipelines:cadence.remove", { n: place + 1 })}
                onClick={() => setDraft(days.filter((_, at) => at !== place))}
              >
                <X size={12} aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
        {days.length < MOST.mails && (
          <li>
            <button type="button" className="button" onClick={() => setDraft([...days, days.at(-1) || 7])}>
              <Plus size={13} aria-hidden="true" />
              {t("pipelines:cadence.addMail")}
            </button>
          </li>
        )}
      </ol>
      {days.length > most && <p className="warn">{t("pipelines:cadence.limit", { brand, max: most })}</p>}
      <p className="field-hint">{t("pipelines:cadence.about")}</p>
      {changed && (
        <div className="row">
          <button type="button" className="button" onClick={() => setDraft(null)}>
            {t("pipelines:cadence.discard")}
          </button>
          <button type="button" className="button button-primary" onClick={save}>
            {t("pipelines:cadence.save")}
          </button>
        </div>
      )}
    </section>
  );
}
