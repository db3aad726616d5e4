// The way to what was worth telling; says quietly how much of it is new.

import { Link } from "@tanstack/react-router";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { keyNames } from "../../lib/shortcuts";
import { NOTICES } from "./screens";

export function Bell({ unseen }: { unseen: number }) {
  const label = unseen > 0 ? t("notices:bellNew", { count: unseen }) : t("notices:title");
  return (
    <Link
      to={NOTICES.to}
      className="bell"
      aria-label={label}
      title={`${label} (${keyNames(`g ${NOTICES.key}`).join(" ")})`}
      activeOptions={{ includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      <NOTICES.icon size={14} strokeWidth={1.8} aria-hidden="true" />
      {unseen > 0 && <span className="bell-count">{count(unseen)}</span>}
    </Link>
  );
}
