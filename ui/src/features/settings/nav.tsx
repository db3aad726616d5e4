// The list of sections; a dot stands beside those with something unsaved.

import { Link } from "@tanstack/react-router";
import { t } from "../../lib/i18n";
import { useDraft } from "./drafts";
import { GROUPS, KEYS, type SectionName } from "./sections";

export function SettingsNav({ section, brand }: { section: SectionName; brand: string }) {
  const draft = useDraft(brand);
  const isUnsaved = (name: SectionName) =>
    name in KEYS && KEYS[name as keyof typeof KEYS].some((key: string) => key in draft);
  return (
    <nav className="settings-nav" aria-label={t("settings:sectionsLabel")}>
      {GROUPS.map((group) => (
        <ul key={group.name} aria-label={t(`settings:groups.${group.name}`)}>
          {group.sections.map((name) => (
            <li key={name}>
              <Link
                to="/settings/$section"
                params={{ section: name }}
                search={(rest) => rest}
                className="settings-nav-item"
                aria-current={name === section ? "page" : undefined}
              >
                <span className="cut">{t(`settings:sections.${name}`)}</span>
                {isUnsaved(name) && <i className="settings-dot" title={t("settings:hasUnsaved")} />}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}
