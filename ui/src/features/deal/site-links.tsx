// The links of a deal: how each stands, a look at it now, and the two ways to one: having it watched, and vouching for it by hand.

import { Link } from "@tanstack/react-router";
import { Address } from "../../components/address";
import { LinkStanding, Looks } from "../../components/link-state";
import { Waiting } from "../../components/waiting";
import type { LinkRow } from "../../generated/LinkRow";
import { inParts } from "../../lib/addresses";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { openVouch, openWatchLink } from "../../lib/link-dialogs";

/** Links of one deal; more than a few are rare. */
const MOST = 50;

interface Props {
  /** Slug of the brand. */
  brand: string;
  deal: string;
  who: string;
  isOpen: boolean;
}

export function DealLinks({ brand, deal, who, isOpen }: Props) {
  const asked = useAsk("links_page", { brand: null, standing: null, deal, search: null, offset: 0, limit: MOST });
  const links = asked.data?.rows;
  return (
    <section>
      <h3>{t("deal:site.links")}</h3>
      {!links && <p className="faint loading">{asked.error?.message ?? t("links:loading")}</p>}
      {links?.length === 0 && <p className="muted">{t("deal:site.linksNone")}</p>}
      {links && links.length > 0 && (
        <ul className="site-links">
          {links.map((link) => (
            <OneLink key={link.id} link={link} />
          ))}
        </ul>
      )}
      <div className="row site-acts">
        <button type="button" className="button" onClick={() => openWatchLink({ brand, deal: { id: deal, who } })}>
          {t("deal:site.watch")}
        </button>
        {isOpen && (
          <button
            type="button"
            className="link-button"
            onClick={() => openVouch({ deal, who, source: links?.[0]?.source })}
          >
            {t("deal:site.vouch")}
          </button>
        )}
      </div>
    </section>
  );
}

function OneLink({ link }: { link: LinkRow }) {
  const look = useTell("link_check", ({ link }) =>
    t("deal:site.looked", { state: link.state === null ? "–" : t(`words:linkStates.${link.state}`), why: link.why }),
  );
  return (
    <li className="site-link">
      <div className="row">
        <LinkStanding standing={link.standing} state={link.state} />
        <span className="push">
          <Looks history={link.history} />
        </span>
      </div>
      <Link
        to="/links"
        search={(rest) => ({ ...rest, link: link.id })}
        className="site-link-page"
        title={t("deal:site.openLink", { host: inParts(link.source).host })}
      >
        <Address address={link.source} />
      </Link>
      <p className="muted">{link.why}</p>
      <div className="row">
        <button
          type="button"
          className="link-button link-button-strong"
          disabled={look.isPending}
          onClick={() => look.mutate({ id: link.id })}
        >
          {t("deal:site.lookNow")}
        </button>
        {look.isPending && <Waiting what={t("deal:site.looking")} />}
      </div>
    </li>
  );
}
