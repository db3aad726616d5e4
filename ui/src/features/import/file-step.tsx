// The first step: drop a file or choose one, see what a list looks like, and what was imported before.

import { FileUp } from "lucide-react";
import type { ChosenFile } from "../../generated/ChosenFile";
import { t } from "../../lib/i18n";
import { keyNames, useShortcut } from "../../lib/shortcuts";
import { StepHeading } from "./steps";

/** The headers that are known for each field, as the guide says them. */
const FORMAT: [string, string][] = [
  ["email", "email_address, e-mail, contact_email"],
  ["name", "full_name, contact_name, first_name + last_name"],
  ["company", "company_name, organization, business"],
  ["website", "website_url, url, domain"],
  ["domain_authority", "da, dr, authority"],
  ["notes", "note, comments, description"],
  ["tags", "tag, labels, categories"],
];

interface Props {
  /** The one that was chosen, if one came back to this step. */
  file: ChosenFile | null;
  onContinue: () => void;
  onChoose: () => void;
  onExample: () => void;
}

export function FileStep({ file, onContinue, onChoose, onExample }: Props) {
  useShortcut({ keys: "o", label: t("imports:file.choose") }, onChoose);
  return (
    <div className="import-start">
      <section className="drop-zone">
        <FileUp size={28} strokeWidth={1.4} aria-hidden="true" />
        <StepHeading step="file">{t("imports:file.dropHere")}</StepHeading>
        <p className="muted">{t("imports:file.orChoose")}</p>
        <div className="row">
          {file && (
            <button type="button" className="button button-primary" onClick={onContinue}>
              {t("imports:file.goOn", { file: file.name })}
            </button>
          )}
          <button type="button" className={`button ${file ? "" : "button-primary"}`} onClick={onChoose}>
            {t("imports:file.choose")} <kbd>{keyNames("o").join(" ")}</kbd>
          </button>
          <button type="button" className="button" onClick={onExample}>
            {t("imports:file.example")}
          </button>
        </div>
      </section>
      <section className="import-format">
        <h3>{t("imports:file.format")}</h3>
        <p className="muted">{t("imports:file.formatHint")}</p>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t("imports:file.column")}</th>
              <th scope="col">{t("imports:file.variations")}</th>
            </tr>
          </thead>
          <tbody>
            {FORMAT.map(([name, others]) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  <code className="faint">{others}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
