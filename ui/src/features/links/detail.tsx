// One link: how it stands, what can be done about it, its history, and the evidence of every look.

import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { CarefulLink, CarefulLinks } from "../../components/careful-link";
import { Confirm } from "../../components/dialog";
import { LinkStanding } from "../../components/link-state";
import { Beside } from "../../components/log-frame";
import { Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import { Waiting } from "../../components/waiting";
import { Words } from "../../components/words";
import type { LinkDetail } from "../../generated/LinkDetail";
import type { LinkRow } from "../../generated/LinkRow";
import { inParts } from "../../lib/addresses";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { exact, upcoming } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { verifier } from "./columns";
import { Evidence } from "./evidence";
import { History } from "./history";

interface Props {
  id: string;
  onClose: () => void;
  onDeal: (deal: string) => void;
}

export function LinkBeside({ id, onClose, onDeal }: Props) {
  const asked = useAsk("link_show", { id });
  const detail = asked.data;
  const parts = detail && inParts(detail.link.source);
  return (
    <Beside
      title={parts ? parts.host + parts.rest : " "}
      above={detail && <LinkStanding standing={detail.link.standing} state={detail.link.state} />}
      onClose={onClose}
    >
      {asked.isPending && <Loading what={t("links:loadingOne")} />}
      {asked.error && !detail && <Trouble error={asked.error} retry={() => void asked.refetch()} />}
      {detail && (
        <CarefulLinks>
          <p className="link-why" data-standing={detail.link.standing}>
            {detail.link.why}
          </p>
          <Acts detail={detail} onDeal={onDeal} />
          <Facts link={detail.link} />
          <History checks={detail.checks} host={inParts(detail.link.source).host} />
          <Evidence checks={detail.checks} />
        </CarefulLinks>
      )}
    </Beside>
  );
}

function Acts({ detail: { link, reclaim }, onDeal }: { detail: LinkDetail; onDeal: (deal: string) => void }) {
  const [asking, setAsking] = useState(false);
  const look = useTell("link_check", ({ link }) =>
    t("links:looked", { state: link.state === null ? "–" : t(`words:linkStates.${link.state}`), why: link.why }),
  );
  const end = useTell("link_end", ({ done }) => done);
  const lookNow = () => {
    if (!look.isPending) look.mutate({ id: link.id });
  };
  const deal = link.deal_id;
  useShortcut({ keys: "l", label: t("links:keys.look") }, lookNow);
  useShortcut({ keys: "o", label: t("links:keys.deal") }, () => deal && onDeal(deal), deal !== null);
  return (
    <>
      {reclaim && <p className="muted">{t("links:reclaimWhy")}</p>}
      <div className="row link-acts">
        {reclaim && (
          <Link to="/review" search={{ mail: reclaim }} className="button button-primary">
            {t("links:reclaim")}
          </Link>
        )}
        <button
          type="button"
          className={`button ${reclaim ? "" : "button-primary"}`}
          disabled={look.isPending}
          onClick={lookNow}
        >
          {t("links:lookNow")} <kbd>L</kbd>
        </button>
        {deal && (
          <button type="button" className="button" onClick={() => onDeal(deal)}>
            {t("links:deal")} <kbd>O</kbd>
          </button>
        )}
        {link.standing !== "ended" && (
          <button type="button" className="link-button" onClick={() => setAsking(true)}>
            {t("links:end")}
          </button>
        )}
      </div>
      {look.isPending && <Waiting what={t("links:looking")} />}
      <Confirm
        title={t("links:endAsk")}
        act={t("links:end")}
        danger
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => end.mutate({ id: link.id })}
      >
        <p>{t("links:endWhat", { host: inParts(link.source).host })}</p>
      </Confirm>
    </>
  );
}

function Facts({ link }: { link: LinkRow }) {
  const now = useNow();
  const time = (at: number | null) => at !== null && <Time at={at} now={now} />;
  const { verified_at, verified_by, next_check_at } = link;
  const facts: [string, ReactNode][] = [
    [t("links:facts.source"), <PageLink key="source" address={link.source} />],
    [t("links:facts.target"), <PageLink key="target" address={link.target} />],
    [t("links:facts.anchors"), link.anchors.length > 0 ? link.anchors.join(", ") : t("links:facts.anyAnchor")],
    [t("links:facts.who"), link.who],
    [
      t("links:facts.verified"),
      verified_at === null || verified_by === null ? (
        t("links:facts.notYet")
      ) : (
        <span key="verified" title={exact(verified_at)}>
          {t("links:facts.verifiedBy", { when: exact(verified_at), who: verifier(verified_by) })}
        </span>
      ),
    ],
    [t("links:facts.seen"), time(link.first_live_at)],
    [t("links:facts.lost"), time(link.lost_at)],
    [t("links:facts.misses"), link.misses > 0 && t("links:facts.days", { count: link.misses })],
    [t("links:facts.checked"), time(link.checked_at)],
    [
      t("links:facts.next"),
      next_check_at === null ? (
        t("links:facts.noNext")
      ) : (
        <span key="next" title={exact(next_check_at)}>
          {upcoming(next_check_at, now)}
        </span>
      ),
    ],
    [t("links:facts.since"), time(link.created_at)],
  ];
  return <Words pairs={facts} />;
}

/** A page's whole address, opened only after it was asked. */
export function PageLink({ address }: { address: string }) {
  return (
    <CarefulLink said="" address={address}>
      {address}
    </CarefulLink>
  );
}
