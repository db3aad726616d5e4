// Why this mail: the decision with its reason, what the text leans on and what it does not, the gates, and what the writer knew.

import { GateList } from "../../components/gate-list";
import type { EmailContext } from "../../generated/EmailContext";
import type { EmailDetail } from "../../generated/EmailDetail";
import type { Gate } from "../../generated/Gate";
import { count, isGuess } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Props {
  detail: EmailDetail;
  context: EmailContext;
  now: number;
}

/** Gates worth a line of their own even where they pass. */
const FIRST: Gate[] = ["suppression", "replied_since", "approval", "cross_brand", "window", "daily_cap"];

export function Why({ detail, context, now }: Props) {
  const { row, decision } = detail;
  const about = [
    decision ? decision.reason.replace(/\.$/, "") : t("review:why.noDecision").replace(/\.$/, ""),
    context.score === null ? "" : t("review:why.score", { score: context.score }).toLowerCase(),
  ];
  const kind = t(`words:mails.${row.kind}`);
  const first = context.checks.filter((check) => !check.pass || FIRST.includes(check.gate));
  const rest = context.checks.filter((check) => !first.includes(check));
  return (
    <>
      <header className="why-head">
        <p className="faint">{t("review:why.label")}</p>
        <h2>
          {decision
            ? t("review:why.decided", { mail: kind.toLowerCase() })
            : `${kind}: ${t("review:why.byHand").toLowerCase()}`}
        </h2>
        <p className="muted">{`${about.filter(Boolean).join(", ")}.`}</p>
      </header>
      <div className="why-body">
        <LeansOn context={context} />
        {context.checks.length > 0 && (
          <section>
            <h3>{t("review:why.gates")}</h3>
            <GateList checks={first} now={now} />
            {rest.length > 0 && (
              <details className="why-rest">
                <summary>{t("review:why.others", { count: rest.length })}</summary>
                <GateList checks={rest} now={now} />
              </details>
            )}
          </section>
        )}
        <Knew context={context} />
        <Maker detail={detail} />
      </div>
    </>
  );
}

function LeansOn({ context }: { context: EmailContext }) {
  const { leans_on, unknown } = context.grounds;
  const theirs = leans_on.filter((ground) => ground.source !== "offer");
  const own = leans_on.length - theirs.length;
  return (
    <section>
      <h3>{t("review:why.leansOn")}</h3>
      {theirs.length === 0 && unknown.length === 0 && <p className="muted">{t("review:why.nothing")}</p>}
      <ul className="grounds">
        {theirs.map(({ phrase, source }) => (
          <li key={`${source} ${phrase}`}>
            <span>“{phrase}”</span>
            <span className="faint">{t(`review:sources.${source}`)}</span>
          </li>
        ))}
        {unknown.map((phrase) => (
          <li key={phrase} className="warn" title={t("review:why.unknownWhy")}>
            <span>
              “{phrase}” {t("review:why.unknown")}
            </span>
            <span>{t("review:why.check")}</span>
          </li>
        ))}
        {own > 0 && (
          <li className="faint">
            <span>{t("review:why.offer", { count: own })}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

function Knew({ context }: { context: EmailContext }) {
  return (
    <details>
      <summary>{context.facts_recorded ? t("review:why.knew") : t("review:why.knewNow")}</summary>
      <dl className="facts">
        {context.facts.map(({ source, value }) => (
          <div key={`${source} ${value}`}>
            <dt>{t(`review:facts.${source}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Who decided and wrote, and what it took. */
function Maker({ detail: { row, decision } }: { detail: EmailDetail }) {
  const tokens = (decision?.tokens_in ?? 0) + (decision?.tokens_out ?? 0);
  const parts = [
    t("review:writtenBy", { by: writer(row.written_by) }),
    tokens > 0 ? t("review:tokens", { count: tokens }) : "",
    decision && isGuess(decision.confidence)
      ? t("review:sure", { share: count(Math.round(decision.confidence * 100)) })
      : "",
  ];
  return <p className="why-maker faint">{parts.filter(Boolean).join(" · ")}</p>;
}

export function writer(by: string): string {
  return by === "playbook" || by === "person" ? t(`review:by.${by}`) : by;
}
