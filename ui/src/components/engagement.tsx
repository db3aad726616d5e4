// What came back from a mail through the relay, each by its label and no more than that. Nothing is decided by it.

import type { EngagementBy } from "../generated/EngagementBy";
import type { EngagementRow } from "../generated/EngagementRow";
import { t } from "../lib/i18n";
import { Time } from "./time";

/** Names are the same in every language; who is not known has none. */
export const BY: Record<EngagementBy, string> = {
  apple: "Apple",
  gmail: "Gmail",
  yahoo: "Yahoo",
  outlook: "Outlook",
  barracuda: "Barracuda",
  proofpoint: "Proofpoint",
  mimecast: "Mimecast",
  defender: "Defender",
  cisco: "Cisco",
  trend_micro: "Trend Micro",
  prefetch: "",
  unknown: "",
};

export function Engagement({ rows, now }: { rows: EngagementRow[]; now: number }) {
  return (
    <div className="engagement">
      <ul>
        {rows.map((row) => (
          <li key={`${row.email_id} ${row.kind} ${row.nature} ${row.by} ${row.address}`} className="row">
            <span>
              {[row.said, BY[row.by], row.address].filter(Boolean).join(" · ")}
              {row.times > 1 && <span className="faint"> {t("engagement.times", { count: row.times })}</span>}
            </span>
            <span className="push faint">
              <Time at={row.last_at} now={now} />
            </span>
          </li>
        ))}
      </ul>
      <p className="faint">{t("engagement.about")}</p>
    </div>
  );
}
