// What the autopilot decided and why, newest first; behind each, what it was made on and what it took.

import { useState } from "react";
import { Time } from "../../components/time";
import type { Action } from "../../generated/Action";
import type { DealRow } from "../../generated/DealRow";
import type { DecisionDetail } from "../../generated/DecisionDetail";
import type { DecisionRow } from "../../generated/DecisionRow";
import type { StageRow } from "../../generated/StageRow";
import { useAsk, useNow } from "../../lib/ask";
import { isGuess, sentence, words } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { FACTS, factText } from "./facts";
import { placeOf } from "./reading";

export function Decisions({ rows, deal }: { rows: DecisionRow[]; deal: DealRow }) {
  if (rows.length === 0) {
    return (
      <div className="nothing">
        <p>{t("deal:decisions.empty")}</p>
        <p className="faint">{t("deal:decisions.emptyWhy")}</p>
      </div>
    );
  }
  return (
    <ol className="decisions">
      {rows
        .toSorted((a, b) => b.at - a.at)
        .map((row) => (
          <Decision key={row.id} row={row} deal={deal} />
        ))}
    </ol>
  );
}

function Decision({ row, deal }: { row: DecisionRow; deal: DealRow }) {
  const now = useNow();
  const [open, setOpen] = useState(false);
  const sure = isGuess(row.confidence)
    ? ` · ${t("deal:decisions.sure", { share: Math.round(row.confidence * 100) })}`
    : "";
  return (
    <li className="decision">
      <p className="row">
        <b className="cut">{nameOf(row.action)}</b>
        <span className="push faint">
          <Time at={row.at} now={now} />
        </span>
      </p>
      <p className="muted">{row.reason}</p>
      <p className="faint">
        {t("deal:decisions.by", { by: decider(row) })}
        {sure}
      </p>
      {row.trouble && <p className="warn">{row.trouble}</p>}
      <details className="decision-inside" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("deal:decisions.inside")}</summary>
        {open && <Inside id={row.id} deal={deal} />}
      </details>
    </li>
  );
}

function Inside({ id, deal }: { id: string; deal: DealRow }) {
  const decision = useAsk("decision_show", { id });
  const stages = placeOf(deal, useKnown().pipelines).pipeline?.stages ?? [];
  if (!decision.data) return <p className="faint loading">{decision.error?.message ?? t("deal:decisions.fetching")}</p>;
  const { row, action, facts, raw } = decision.data;
  return (
    <>
      <dl className="pairs">
        <Pair name={t("deal:decisions.action")}>{choice(action, stages)}</Pair>
        {row.model && <Pair name={t("deal:decisions.model")}>{row.model}</Pair>}
        {row.prompt_version && <Pair name={t("deal:decisions.prompt")}>{row.prompt_version}</Pair>}
        <Pair name={t("deal:decisions.tokens")}>{tokens(row)}</Pair>
        <Pair name={t("deal:decisions.cost")}>
          {row.tokens_in === null && row.tokens_out === null ? t("deal:decisions.free") : t("deal:decisions.noPrice")}
        </Pair>
        {row.latency_ms !== null && <Pair name={t("deal:decisions.took")}>{took(row.latency_ms)}</Pair>}
        <Pair name={t("deal:decisions.fingerprint")}>
          <code title={row.input_hash}>{row.input_hash.slice(0, 12)}</code>
        </Pair>
      </dl>
      <h4>{t("deal:decisions.facts")}</h4>
      {raw === null ? <Known facts={facts} /> : <Raw text={raw} />}
    </>
  );
}

function Known({ facts }: { facts: DecisionDetail["facts"] }) {
  const known = FACTS.filter((name) => name in facts);
  const others = Object.keys(facts).filter((name) => !(FACTS as readonly string[]).includes(name));
  return (
    <dl className="pairs">
      {known.map((name) => (
        <Pair key={name} name={t(`deal:decisions.fact.${name}`)}>
          {factText(facts[name])}
        </Pair>
      ))}
      {others.map((name) => (
        <Pair key={name} name={sentence(words(name))}>
          {factText(facts[name])}
        </Pair>
      ))}
    </dl>
  );
}

function Raw({ text }: { text: string }) {
  return (
    <>
      <p className="faint">{t("deal:decisions.unread")}</p>
      <p className="mail-text">{text}</p>
    </>
  );
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const NAMES = ["send_email", "wait", "move_stage", "flag_for_review", "pause", "close_lost"] as const;

/** A list knows only the word of the closed list. */
function nameOf(action: string): string {
  const known = NAMES.find((name) => name === action);
  return known ? t(`deal:decisions.names.${known}`) : sentence(words(action));
}

/** With its particulars. */
function choice(action: Action, stages: StageRow[]): string {
  switch (action.action) {
    case "send_email":
      return t("deal:decisions.actions.send_email", { kind: t(`words:mails.${action.kind}`) });
    case "wait":
      return t("deal:decisions.actions.wait", { count: action.days });
    case "move_stage": {
      const stage = stages.find(({ key }) => key === action.stage)?.name ?? action.stage;
      return t("deal:decisions.actions.move_stage", { stage });
    }
    case "flag_for_review":
      return `${t("deal:decisions.actions.flag_for_review")}: ${action.question}`;
    case "pause":
      return `${t("deal:decisions.actions.pause")}: ${action.reason}`;
    case "close_lost":
      return `${t("deal:decisions.actions.close_lost")}: ${action.reason}`;
  }
}

function decider({ provider, model }: DecisionRow): string {
  if (provider === "rule") return t("deal:decisions.rule");
  if (provider === "playbook") return t("deal:decisions.playbook");
  return model ? `${provider} (${model})` : provider;
}

function tokens({ tokens_in, tokens_out }: DecisionRow): string {
  if (tokens_in === null && tokens_out === null) return t("deal:decisions.noTokens");
  return t("deal:decisions.tokensValue", { read: tokens_in ?? 0, written: tokens_out ?? 0 });
}

function took(milliseconds: number): string {
  if (milliseconds < 1_000) return t("deal:decisions.milliseconds", { n: milliseconds });
  return t("deal:decisions.seconds", { n: (milliseconds / 1_000).toFixed(1) });
}
