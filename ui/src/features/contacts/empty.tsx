// What stands where no contact is: what the place is for, or what to take away.

import { Empty } from "../../components/states";
import { t } from "../../lib/i18n";

interface Props {
  filtered: boolean;
  onClear: () => void;
  onAdd: () => void;
  onImport: () => void;
}

export function Nobody({ filtered, onClear, onAdd, onImport }: Props) {
  if (filtered)
    return (
      <Empty title={t("contacts:empty.none")}>
        <p>{t("contacts:empty.noneWhy")}</p>
        <button type="button" className="button" onClick={onClear}>
          {t("contacts:filter.clear")}
        </button>
      </Empty>
    );
  return (
    <Empty title={t("contacts:empty.title")}>
      <p>{t("contacts:empty.why")}</p>
      <span className="row">
        <button type="button" className="button button-primary" onClick={onImport}>
          {t("contacts:import")}
        </button>
        <button type="button" className="button" onClick={onAdd}>
          {t("contacts:add")}
        </button>
      </span>
    </Empty>
  );
}
