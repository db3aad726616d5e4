// How far the autopilot goes by itself, and whether the brand stands still.

import type { BrandDetail } from "../../generated/BrandDetail";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { Part, SaveBar } from "./fields";
import { useForm } from "./form";
import { KEYS } from "./sections";

const CHOICES = ["review", "autopilot"] as const;

export function AutonomySection({ detail }: { detail: BrandDetail }) {
  const form = useForm(detail, KEYS.autonomy);
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:autonomy.title")} about={t("settings:autonomy.about")}>
        <div className="ways" role="radiogroup" aria-label={t("settings:autonomy.title")}>
          {CHOICES.map((choice) => (
            <label key={choice} className="way">
              <input
                type="radio"
                name="autonomy"
                checked={form.value("autonomy") === choice}
                onChange={() => form.set("autonomy", choice)}
              />
              <span>
                <b>{t(`settings:autonomy.${choice}`)}</b>
                <span className="muted">{t(`settings:autonomy.${choice}About`)}</span>
              </span>
            </label>
          ))}
        </div>
      </Part>
      <Standing detail={detail} />
      <SaveBar form={form} />
    </div>
  );
}

function Standing({ detail }: { detail: BrandDetail }) {
  const { slug, name, paused } = detail.summary;
  const pause = useTell("brand_pause", ({ done }) => done);
  const resume = useTell("brand_resume", ({ done }) => done);
  return (
    <Part title={t("settings:autonomy.standing")} about={t("settings:autonomy.standingAbout", { brand: name })}>
      <div className="row settings-standing">
        {paused ? (
          <>
            <p>
              <b className="warn">{t("settings:autonomy.paused")}</b> {paused.reason}
              {paused.fix && <span className="muted"> {paused.fix}</span>}
            </p>
            <button
              type="button"
              className="button button-primary"
              disabled={resume.isPending}
              onClick={() => resume.mutate({ brand: slug })}
            >
              {t("settings:autonomy.resume", { brand: name })}
            </button>
          </>
        ) : (
          <>
            <p className="muted">{t("settings:autonomy.running", { brand: name })}</p>
            <button
              type="button"
              className="button"
              disabled={pause.isPending}
              onClick={() => pause.mutate({ brand: slug, reason: t("settings:autonomy.byHand") })}
            >
              {t("settings:autonomy.pause", { brand: name })}
            </button>
          </>
        )}
      </div>
    </Part>
  );
}
