// The copies of the database, and making one now.

import { Command, Empty, Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import { Waiting } from "../../components/waiting";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { numbers } from "../../lib/format";
import { t } from "../../lib/i18n";
import { Part } from "./fields";

export function BackupsSection() {
  const now = useNow();
  const copies = useAsk("backups", {});
  const make = useTell("run_task", (run) => run.error ?? t("settings:backups.made"));
  const [newest] = copies.data ?? [];
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:backups.title")} about={t("settings:backups.about")}>
        <div className="row">
          <button
            type="button"
            className="button button-primary"
            disabled={make.isPending}
            onClick={() => make.mutate({ task: "backup_database", brand: null, deal: null })}
          >
            {t("settings:backups.now")}
          </button>
          {make.isPending && <Waiting what={t("settings:backups.making")} />}
        </div>
        {copies.isPending && <Loading what={t("settings:backups.loading")} />}
        {copies.error && !copies.data && <Trouble error={copies.error} retry={() => void copies.refetch()} />}
        {copies.data?.length === 0 && (
          <Empty title={t("settings:backups.none")}>{t("settings:backups.noneAbout")}</Empty>
        )}
        {copies.data && copies.data.length > 0 && (
          <ul className="backups">
            {copies.data.map(({ file, made_at, bytes }) => (
              <li key={file} className="backup-row">
                <Time at={made_at} now={now} />
                <span className="muted">{size(bytes)}</span>
                <span className="faint cut" title={file}>
                  {nameOf(file)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {newest && (
        <Part title={t("settings:backups.restore")} about={t("settings:backups.restoreAbout")}>
          <Command words={["autopilot", "restore", `"${newest.file}"`]} />
        </Part>
      )}
      <Part title={t("settings:backups.takeOut")} about={t("settings:backups.takeOutAbout")}>
        <Command words={["autopilot", "export", "my-data"]} />
      </Part>
    </div>
  );
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

function size(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  const digits = megabytes < 10 ? 1 : 0;
  return `${numbers({ maximumFractionDigits: digits, minimumFractionDigits: digits }).format(megabytes)} MB`;
}
