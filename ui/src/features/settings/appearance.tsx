// How the window looks and which language it speaks. Kept in the window, not in the data.

import { Segments } from "../../components/choice";
import { chooseLanguage, LANGUAGES, type Language, spokenLanguage, t } from "../../lib/i18n";
import { chooseTheme, THEMES, useTheme } from "../../lib/theme";
import { Part } from "./fields";

export function AppearanceSection() {
  const theme = useTheme();
  const language = spokenLanguage() as Language;
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("settings:appearance.theme")} about={t("settings:appearance.themeAbout")}>
        <Segments
          label={t("settings:appearance.theme")}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`shell:themes.${value}`) }))}
          onChange={chooseTheme}
        />
      </Part>
      <Part title={t("settings:appearance.language")} about={t("settings:appearance.languageAbout")}>
        <Segments
          label={t("settings:appearance.language")}
          value={language}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value: value as Language, label }))}
          onChange={(next) => void chooseLanguage(next)}
        />
      </Part>
    </div>
  );
}
