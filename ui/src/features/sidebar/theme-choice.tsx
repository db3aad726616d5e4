// Light, dark, or as the system has it.

import { Monitor, Moon, Sun } from "lucide-react";
import { t } from "../../lib/i18n";
import { chooseTheme, THEMES, useTheme } from "../../lib/theme";

const ICONS = { light: Sun, dark: Moon, system: Monitor };

export function ThemeChoice() {
  const chosen = useTheme();
  return (
    <fieldset className="segments push">
      <legend className="visually-hidden">{t("shell:theme")}</legend>
      {THEMES.map((theme) => {
        const Icon = ICONS[theme];
        return (
          <label key={theme} className="segment" title={t(`shell:themes.${theme}`)}>
            <input
              type="radio"
              name="theme"
              className="visually-hidden"
              checked={theme === chosen}
              onChange={() => chooseTheme(theme)}
            />
            <Icon size={13} strokeWidth={1.8} aria-hidden="true" />
            <span className="visually-hidden">{t(`shell:themes.${theme}`)}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
