// One decision: its reason, what exactly was chosen, how it was made, and what it was made on.

import { Link } from "@tanstack/react-router";
import { Beside } from "../../components/log-frame";
import { Loading, Trouble } from "../../components/states";
import { Time } from "../../components/time";
import { Words } from "../../components/words";
import type { Action } from "../../generated/Action";
import type { DecisionDetail } from "../../generated/DecisionDetail";
import type { LoggedDecision } from "../../generated/LoggedDecision";
import { useAsk, useNow } from "../../lib/ask";
import { count, isGuess, numbers } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useShortcut } from "../../lib/shortcuts";
import { readInputs } from "./inputs";
import { actionName, providerName } from "./words";

interface Props {
  id: string;
  /** What the log knows of it, if it is in sight there. */
  line: LoggedDecision | undefined;
  onClose: () => void;
  onDeal: (deal: string) => void;
}

export function DecisionBeside({ id, line, onClose, onDeal }: Props) {
  const now = useNow();
  const asked = useAsk("decision_show", { id });
  const detail = asked.data;
  const openDeal = () => detail && onDeal(detail.row.deal_id);
  useShortcut({ keys: "o", label: t("decisions:keys.deal") }, openDeal, detail !== undefined);
  return (
    <Beside
      title={detail ? actionName(detail.row.action) : " "}
      above={
        detail && (
          <span className="faint cut">
            {line && `${[line.who, line.company].filter(Boolean).join(", ")} · `}
            <Time at={detail.row.at} now={now} />
          </span>
        )
      }
      onClose={onClose}
    >
      {asked.isPending && <Loading what={t("decisions:loadingOne")} />}
      {asked.error && !detail && <Trouble error={asked.error} retry={() => void asked.refetch()} />}
      {detail && (
        <>
          <p className="decisions-reason">{detail.row.reason}</p>
          {detail.row.trouble && (
            <p className="decisions-trouble">
              <b>{t("decisions:trouble")}</b> {detail.row.trouble}
            </p>
          )}
          <div className="row">
            <button type="button" className="button" onClick={openDeal}>
              {t("decisions:deal")} <kbd>O</kbd>
            </button>
            {line?.email_id && (
              <Link to="/emails" search={{ mail: line.email_id }} className="button">
                {t("decisions:mail")}
              </Link>
            )}
          </div>
          <Chosen action={detail.action} />
          <Made detail={detail} />
          <MadeOn detail={detail} />
        </>
      )}
    </Beside>
  );
}

/** The particulars of the action; an action without any says enough by its name. */
function Chosen({ action }: { action: Action }) {
  const pairs = particulars(action);
  if (pairs.length === 0) return null;
  return (
    <section>
      <h3>{t("decisions:chosen")}</h3>
      <Words pairs={pairs} />
    </section>
  );
}

function particulars(action: Action): [string, string][] {
  switch (action.action) {
    case "send_email":
      return [[t("decisions:particulars.kind"), t(`words:mails.${action.kind}`)]];
    case "wait":
      return [[t("decisions:particulars.days"), count(action.days)]];
    case "move_stage":
      return [[t("decisions:particulars.stage"), action.stage]];
    case "flag_for_review":
      return [[t("decisions:particulars.question"), action.question]];
    case "pause":
    case "close_lost":
      return [[t("decisions:particulars.reason"), action.reason]];
  }
}

function Made({ detail: { row } }: { detail: DecisionDetail }) {
  const seconds = row.latency_ms === null ? null : numbers({ maximumFractionDigits: 1 }).format(row.latency_ms / 1_000);
  const sure = isGuess(row.confidence)
    ? t("decisions:sure", { share: Math.round(row.confidence * 100) })
    : t("decisions:certain");
  const pairs: [string, string | null][] = [
    [t("decisions:by"), `${providerName(row.provider)}, ${sure}`],
    [t("decisions:model"), row.model || null],
    [t("decisions:prompt"), row.prompt_version || null],
    [
      t("decisions:columns.tokens"),
      row.tokens_in === null && row.tokens_out === null
        ? null
        : t("decisions:tokensInOut", { input: row.tokens_in ?? 0, output: row.tokens_out ?? 0 }),
    ],
    [t("decisions:took"), seconds === null || seconds === "0" ? null : t("decisions:seconds", { seconds })],
  ];
  return (
    <section>
      <h3>{t("decisions:made")}</h3>
      <Words pairs={pairs} />
    </section>
  );
}

function MadeOn({ detail }: { detail: DecisionDetail }) {
  const { known, unknown } = readInputs(detail.facts as Parameters<typeof readInputs>[0]);
  return (
    <section>
      <h3>{t("decisions:inputs")}</h3>
      {detail.raw !== null && (
        <>
          <p className="muted">{t("decisions:unreadable")}</p>
          <pre className="decisions-raw">{detail.raw}</pre>
        </>
      )}
      {detail.raw === null && known.length === 0 && <p className="muted">{t("decisions:nothingKnown")}</p>}
      <Words pairs={known.map(({ name, value }) => [name, value])} />
      {unknown.length > 0 && (
        <p className="decisions-unknown faint">
          {t("decisions:empties", { count: unknown.length, names: unknown.join(", ").toLowerCase() })}
        </p>
      )}
      <p className="decisions-hash faint">
        {t("decisions:hash")}: <code>{detail.row.input_hash.slice(0, 16)}</code>
      </p>
    </section>
  );
}
