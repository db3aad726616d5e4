// How the program behaves on this computer: whether it starts by itself, what closing the window does, and when it is quiet. Kept at once.

import { Loading, Trouble } from "../../components/states";
import type { OnClose } from "../../generated/OnClose";
import type { ProgramSettings } from "../../generated/ProgramSettings";
import { useAsk, useTell } from "../../lib/ask";
import { isDesktop } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { Part } from "./fields";
import { LoginStart } from "./login-start";
import { QuietHours } from "./quiet-hours";

const CLOSINGS = ["ask", "keep", "quit"] as const satisfies readonly OnClose[];

export function ComputerSection() {
  const settings = useAsk("program_settings", {});
  return (
    <div className="settings-form settings-form-alone">
      {isDesktop() && <LoginStart />}
      {settings.data ? (
        <Program settings={settings.data} />
      ) : settings.error ? (
        <Trouble error={settings.error} retry={() => void settings.refetch()} />
      ) : (
        <Loading what={t("settings:loading")} />
      )}
    </div>
  );
}

function Program({ settings }: { settings: ProgramSettings }) {
  const { mutate, isPending, variables } = useTell("program_set", () => null);
  const keep = (change: Partial<ProgramSettings>) => {
    const nothing = { quiet_hours: null, on_close: null };
    const back = "on_close" in change ? { on_close: settings.on_close } : { quiet_hours: settings.quiet_hours };
    mutate(
      { ...nothing, ...change },
      { onSuccess: () => say(t("settings:computer.saved"), "plain", () => mutate({ ...nothing, ...back })) },
    );
  };
  // What was chosen is shown at once; if the engine refuses, what is kept comes back.
  const chosen = (isPending ? variables.on_close : null) ?? settings.on_close;
  return (
    <>
      <Part title={t("settings:computer.closing")} about={t("settings:computer.closingAbout")}>
        <div className="ways" role="radiogroup" aria-label={t("settings:computer.closing")}>
          {CLOSINGS.map((choice) => (
            <label key={choice} className="way">
              <input
                type="radio"
                name="on-close"
                checked={choice === chosen}
                onChange={() => keep({ on_close: choice })}
              />
              <span>
                <b>{t(`settings:computer.closings.${choice}`)}</b>
                <span className="muted">{t(`settings:computer.closingsAbout.${choice}`)}</span>
              </span>
            </label>
          ))}
        </div>
      </Part>
      <QuietHours
        kept={(isPending ? variables.quiet_hours : null) ?? settings.quiet_hours}
        onKeep={(quiet_hours) => keep({ quiet_hours })}
      />
    </>
  );
}
