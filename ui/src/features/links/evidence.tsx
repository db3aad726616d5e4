// What each look found, newest first: enough to show somebody who doubts it. All of it is a stranger's, and only text.

import { type ReactNode, useState } from "react";
import { Time } from "../../components/time";
import { Words } from "../../components/words";
import type { LinkCheckRow } from "../../generated/LinkCheckRow";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { MEANINGS } from "../../lib/link-states";
import { PageLink } from "./detail";

export function Evidence({ checks }: { checks: readonly LinkCheckRow[] }) {
  return (
    <section>
      <h3>{t("links:evidence.title")}</h3>
      {checks.length === 0 && <p className="muted">{t("links:evidence.empty")}</p>}
      <ol className="checks">
        {checks.map((check, place) => (
          <Check key={check.id} check={check} first={place === 0} />
        ))}
      </ol>
    </section>
  );
}

function Check({ check, first }: { check: LinkCheckRow; first: boolean }) {
  const now = useNow();
  const [open, setOpen] = useState(first);
  return (
    <li>
      <details className="check" open={first} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className="look" data-meaning={MEANINGS[check.state]} aria-hidden="true" />
          <b>{t(`words:linkStates.${check.state}`)}</b>
          <span className="push faint">
            <Time at={check.at} now={now} />
          </span>
          <span className="check-why muted">{check.why}</span>
        </summary>
        {open && <Found check={check} />}
      </details>
    </li>
  );
}

function Found({ check }: { check: LinkCheckRow }) {
  const { hops, rel, anchor, position, excerpt, canonical, noindex, moved_to, hash, headers } = check;
  const page = (address: string | null) => address && <PageLink address={address} />;
  const pairs: [string, ReactNode][] = [
    [
      t("links:evidence.hops"),
      hops.length > 0 && (
        <ol className="hops">
          {hops.map(({ address, status }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same address may come twice on the way
            <li key={place} className="hop">
              <span className="hop-status">{status}</span>
              <PageLink address={address} />
            </li>
          ))}
        </ol>
      ),
    ],
    [t("links:evidence.anchor"), anchor && <q>{anchor}</q>],
    [t("links:evidence.rel"), anchor !== null && (rel.join(" ") || t("links:evidence.noRel"))],
    [t("links:evidence.position"), position !== null && t("links:evidence.nth", { n: position })],
    [t("links:evidence.excerpt"), excerpt && <q>{excerpt}</q>],
    [t("links:evidence.canonical"), page(canonical)],
    [t("links:evidence.noindex"), noindex],
    [t("links:evidence.movedTo"), page(moved_to)],
    [t("links:evidence.hash"), hash && <code title={hash}>{hash.slice(0, 16)}</code>],
  ];
  return (
    <div className="check-found">
      <Words pairs={pairs} />
      {headers.length > 0 && (
        <details>
          <summary className="faint">{t("links:evidence.headers")}</summary>
          <dl className="headers">
            {headers.map(({ name, value }) => (
              <div key={`${name} ${value}`}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
