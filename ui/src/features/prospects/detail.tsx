// One prospect: why it stands where it does in the list, what is known of it, and what to do with it.

import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { CarefulLink, CarefulLinks } from "../../components/careful-link";
import { Beside } from "../../components/log-frame";
import { Empty, Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import { Words } from "../../components/words";
import type { ProspectRow } from "../../generated/ProspectRow";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";
import { useShortcut } from "../../lib/shortcuts";
import { Begin } from "./begin";
import { authorityFrom, Contacted, State } from "./columns";

interface Props {
  /** The brand's slug and the site, as the address calls it. */
  name: string;
  onClose: () => void;
  onDeal: (deal: string) => void;
}

/** Sites that have the searched one in their names; the right one is among the first. */
const FOUND = 50;

export function ProspectBeside({ name, onClose, onDeal }: Props) {
  const [brand = "", site = ""] = name.split("/");
  const asked = useAsk("prospects_page", {
    brand,
    state: null,
    search: site,
    sort: "priority",
    offset: 0,
    limit: FOUND,
  });
  const one = asked.data?.rows.find((row) => row.site === site);
  return (
    <Beside title={site} above={one && <State one={one} />} onClose={onClose}>
      {asked.isPending && <Loading what={t("prospects:loadingOne")} />}
      {asked.error && !asked.data && <Trouble error={asked.error} retry={() => void asked.refetch()} />}
      {asked.data && !one && <Empty title={t("prospects:gone")} />}
      {one && (
        <CarefulLinks>
          <Acts one={one} onDeal={onDeal} />
          {one.reasons.length > 0 && (
            <section>
              <h3>
                {t("prospects:why")}: {count(one.priority)}
              </h3>
              <ul className="prospect-reasons">
                {one.reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </section>
          )}
          <Facts one={one} />
        </CarefulLinks>
      )}
    </Beside>
  );
}

function Acts({ one, onDeal }: { one: ProspectRow; onDeal: (deal: string) => void }) {
  const [asking, setAsking] = useState(false);
  const start = useTell("prospect_start", (made) => {
    say(made.done, "plain", undefined, { label: t("prospects:deal"), act: () => onDeal(made.id) });
    return null;
  });
  const aside = useTell("prospect_set_aside", ({ done }) => done);
  const deal = one.deal_id;
  const mayStart = one.state !== "in_outreach" && one.state !== "set_aside";
  // Whom it goes to is known, and nobody there was written to lately: there is nothing to ask.
  const plain = one.contact_id !== null && !one.contacted_lately;
  const begin = () => {
    if (start.isPending) return;
    if (plain) start.mutate({ id: one.id, email: null, name: null });
    else setAsking(true);
  };
  useShortcut({ keys: "s", label: t("prospects:keys.start") }, begin, mayStart);
  useShortcut({ keys: "o", label: t("prospects:keys.deal") }, () => deal && onDeal(deal), deal !== null);
  return (
    <div className="row prospect-acts">
      {mayStart && (
        <button type="button" className="button button-primary" disabled={start.isPending} onClick={begin}>
          {t("prospects:start")} <kbd>S</kbd>
        </button>
      )}
      {deal && (
        <button type="button" className="button" onClick={() => onDeal(deal)}>
          {t("prospects:deal")} <kbd>O</kbd>
        </button>
      )}
      {one.state !== "in_outreach" && (
        <button
          type="button"
          className={one.state === "set_aside" ? "button button-primary" : "link-button push"}
          disabled={aside.isPending}
          onClick={() => aside.mutate({ id: one.id, aside: one.state !== "set_aside" })}
        >
          {t(one.state === "set_aside" ? "prospects:back" : "prospects:aside")}
        </button>
      )}
      {asking && (
        <Begin
          one={one}
          onClose={() => setAsking(false)}
          onBegin={(email, name) => {
            setAsking(false);
            start.mutate({ id: one.id, email, name });
          }}
        />
      )}
    </div>
  );
}

function Facts({ one }: { one: ProspectRow }) {
  const now = useNow();
  const page = (address: string | null) =>
    address && (
      <CarefulLink said="" address={address}>
        {address}
      </CarefulLink>
    );
  const facts: [string, ReactNode][] = [
    [t("prospects:facts.page"), page(one.page)],
    [
      t("prospects:facts.authority"),
      one.authority === null ? (
        t("prospects:noAuthority")
      ) : (
        <span key="authority">
          {count(one.authority)} <span className="faint">{authorityFrom(one, now)}</span>
        </span>
      ),
    ],
    [
      t("prospects:facts.contact"),
      one.contact_id === null ? (
        t("prospects:noContact")
      ) : (
        <Link key="contact" to="/contacts/$contact" params={{ contact: one.contact_id }} className="prospect-link">
          {[one.contact_name, one.contact_email].filter(Boolean).join(", ")}
        </Link>
      ),
    ],
    [t("prospects:facts.contacts"), one.contacts > 1 && count(one.contacts)],
    [t("prospects:facts.contacted"), <Contacted key="contacted" one={one} now={now} />],
    [t("prospects:facts.links"), one.links > 0 && count(one.links)],
    [t("prospects:facts.rival"), page(one.rival)],
    [
      t("prospects:facts.researched"),
      one.researched_at === null ? t("prospects:facts.notRead") : <Time key="read" at={one.researched_at} now={now} />,
    ],
    [t("prospects:facts.source"), one.source],
    [t("prospects:facts.since"), <Time key="since" at={one.created_at} now={now} />],
  ];
  return <Words pairs={facts} />;
}
