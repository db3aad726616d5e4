// Whether the program starts when the person logs in: the system keeps that, and may refuse.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { BackendError } from "../../lib/backend";
import { startAtLogin, startsAtLogin } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { Part } from "./fields";

export function LoginStart() {
  const client = useQueryClient();
  const starts = useQuery({ queryKey: ["starts_at_login"], queryFn: startsAtLogin });
  const set = useMutation({
    mutationFn: startAtLogin,
    onError: (thrown) => say(sentenceOf(thrown), "warn"),
    onSettled: () => client.invalidateQueries({ queryKey: ["starts_at_login"] }),
  });
  const keep = (on: boolean) =>
    set.mutate(on, {
      onSuccess: () =>
        say(t(on ? "settings:computer.loginOn" : "settings:computer.loginOff"), "plain", () => set.mutate(!on)),
    });
  return (
    <Part title={t("settings:computer.login")} about={t("settings:computer.loginAbout")}>
      <label className="row">
        <input
          type="checkbox"
          checked={set.isPending ? set.variables : (starts.data ?? false)}
          disabled={starts.isPending || starts.isError}
          onChange={(event) => keep(event.target.checked)}
        />
        <span className="field-label">{t("settings:computer.loginAct")}</span>
      </label>
      {starts.error && <p className="field-error">{sentenceOf(starts.error)}</p>}
    </Part>
  );
}

/** The shell refuses with a bare sentence. */
function sentenceOf(thrown: unknown): string {
  return typeof thrown === "string" ? thrown : BackendError.from(thrown).message;
}
