// What was read on the site: each fact with the passage that says it, and what a mail can say on the strength of them. A stranger's words are text.

import { useId, useState } from "react";
import { CarefulLink } from "../../components/careful-link";
import { Time } from "../../components/time";
import { Waiting } from "../../components/waiting";
import type { AngleRow } from "../../generated/AngleRow";
import type { Research } from "../../generated/Research";
import type { SiteFactKind } from "../../generated/SiteFactKind";
import type { SiteFactRow } from "../../generated/SiteFactRow";
import { inParts } from "../../lib/addresses";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

/** In the order in which one gets to know somebody. */
const KINDS = [
  "title",
  "description",
  "topic",
  "post",
  "author",
  "write_for_us",
  "contact_address",
  "link_to_us",
  "link_to_rival",
] as const satisfies readonly SiteFactKind[];

/** Facts of a kind at first; the rest is counted, and shown when asked for. */
const SHOWN = 3;

export function SiteResearch({ deal }: { deal: string }) {
  const asked = useAsk("research", { id: deal });
  const run = useTell("research_run", told);
  const known = asked.data;
  return (
    <section>
      <h3>{t("deal:site.research")}</h3>
      {!known && <p className="faint loading">{asked.error?.message ?? t("deal:site.fetching")}</p>}
      {known && (
        <>
          <Read known={known} />
          {known.site === null ? (
            <p className="muted">{t("deal:site.noSite")}</p>
          ) : (
            <div className="row site-acts">
              <button
                type="button"
                className={known.read_at === null ? "button button-primary" : "button"}
                disabled={run.isPending}
                onClick={() => run.mutate({ id: deal })}
              >
                {t(known.read_at === null ? "deal:site.read" : "deal:site.again")}
              </button>
              {run.isPending && <Waiting what={t("deal:site.reading", { site: known.site })} />}
            </div>
          )}
          {known.angles.length > 0 && <Angles angles={known.angles} facts={known.facts} />}
          {known.facts.length > 0 && <Facts facts={known.facts} />}
        </>
      )}
    </section>
  );
}

function told({ site, trouble, facts }: Research): string {
  const name = site ?? "";
  if (trouble !== null) return t("deal:site.unread", { site: name, why: trouble });
  return t("deal:site.readAll", { site: name, count: facts.length });
}

/** Which site, when it was read, and what came of that. */
function Read({ known: { site, read_at, pages, trouble, facts } }: { known: Research }) {
  const now = useNow();
  if (site === null) return null;
  return (
    <>
      <p>
        <b dir="ltr">{site}</b>
        {read_at !== null && (
          <span className="faint">
            {" · "}
            <Time at={read_at} now={now} />
            {" · "}
            <span title={pages.map(({ address, status }) => `${status} ${address}`).join("\n")}>
              {t("deal:site.pages", { count: pages.length })}
            </span>
          </span>
        )}
      </p>
      {trouble !== null && (
        <p className="site-trouble">
          <b>{t("deal:site.trouble")}:</b> {trouble}
        </p>
      )}
      {read_at === null && trouble === null && <p className="muted">{t("deal:site.notRead")}</p>}
      {read_at !== null && trouble === null && facts.length === 0 && <p className="muted">{t("deal:site.noFacts")}</p>}
    </>
  );
}

function Angles({ angles, facts }: { angles: readonly AngleRow[]; facts: readonly SiteFactRow[] }) {
  return (
    <>
      <h4>{t("deal:site.angles")}</h4>
      <ol className="angles">
        {angles.map(({ sentence, facts: leans }) => (
          <li key={sentence}>
            <p>{sentence}</p>
            <p className="faint">
              {t("deal:site.leansOn")}{" "}
              {leans
                .flatMap((place) => facts[place] ?? [])
                .map((fact) => `“${fact.value}”`)
                .join(", ")}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

function Facts({ facts }: { facts: readonly SiteFactRow[] }) {
  return (
    <>
      <h4>{t("deal:site.facts")}</h4>
      <dl className="site-facts">
        {KINDS.map((kind) => {
          const some = facts.filter((fact) => fact.kind === kind);
          return some.length > 0 && <OfKind key={kind} kind={kind} facts={some} />;
        })}
      </dl>
    </>
  );
}

function OfKind({ kind, facts }: { kind: SiteFactKind; facts: SiteFactRow[] }) {
  const [all, setAll] = useState(false);
  const id = useId();
  const hidden = all ? 0 : facts.length - SHOWN;
  return (
    <div>
      <dt id={id}>{t(`deal:site.kinds.${kind}`)}</dt>
      {(hidden > 0 ? facts.slice(0, SHOWN) : facts).map((fact) => (
        <dd key={`${fact.value} ${fact.page}`}>
          <p>{fact.value}</p>
          <p className="site-passage">
            {fact.passage !== fact.value && <q>{fact.passage}</q>}{" "}
            <CarefulLink said="" address={fact.page}>
              {pageName(fact.page)}
            </CarefulLink>
          </p>
        </dd>
      ))}
      {hidden > 0 && (
        <dd>
          <button type="button" className="link-button" aria-describedby={id} onClick={() => setAll(true)}>
            {t("deal:site.more", { count: hidden })}
          </button>
        </dd>
      )}
    </div>
  );
}

/** The site is said above: of its pages only what follows it. */
function pageName(address: string): string {
  const { host, rest } = inParts(address);
  return rest === "" ? host : rest;
}
