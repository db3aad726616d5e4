// What a mail tells of through the relay: said before it is approved, because it cannot be seen in its text.

import { t } from "../lib/i18n";

export function Tells({ mail }: { mail: { tells_opens: boolean; tells_clicks: boolean } }) {
  const { tells_opens: opens, tells_clicks: clicks } = mail;
  if (!opens && !clicks) return null;
  return <p className="muted">{t(opens && clicks ? "tells.both" : opens ? "tells.opens" : "tells.clicks")}</p>;
}
