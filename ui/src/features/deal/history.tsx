// How a deal came to where it is: the autopilot's decisions with their reasons, the timeline, and what makes the score.

import { ActivityMark } from "../../components/activity-mark";
import { Time } from "../../components/time";
import type { ActivityRow } from "../../generated/ActivityRow";
import type { DecisionRow } from "../../generated/DecisionRow";
import type { ScoreReason } from "../../generated/ScoreReason";
import { useNow } from "../../lib/ask";
import { isGuess, sentence, words } from "../../lib/format";
import { texts } from "../../lib/texts";

const say = texts.deal;

export function Decisions({ rows }: { rows: DecisionRow[] }) {
  const [last, ...earlier] = rows.toSorted((a, b) => b.at - a.at);
  if (!last) return null;
  return (
    <section>
      <h3>{say.decisions}</h3>
      <Decision row={last} />
      {earlier.length > 0 && (
        <details className="earlier">
          <summary>{say.earlier(earlier.length)}</summary>
          {earlier.map((row) => (
            <Decision key={row.id} row={row} />
          ))}
        </details>
      )}
    </section>
  );
}

function Decision({ row }: { row: DecisionRow }) {
  const now = useNow();
  const by = row.provider === row.model || !row.model ? row.provider : `${row.provider} (${row.model})`;
  return (
    <div className="decision">
      <p className="row">
        <b className="cut">{sentence(words(row.action))}</b>
        <span className="push faint">
          <Time at={row.at} now={now} />
        </span>
      </p>
      <p className="muted">{row.reason}</p>
      <p className="faint">
        {say.decidedBy(by)}
        {isGuess(row.confidence) && ` · ${say.confidence(row.confidence)}`}
      </p>
      {row.trouble && <p className="warn">{row.trouble}</p>}
    </div>
  );
}

export function Timeline({ rows }: { rows: ActivityRow[] }) {
  const now = useNow();
  return (
    <section>
      <h3>{say.timeline}</h3>
      <ol className="timeline">
        {rows
          .toSorted((a, b) => b.at - a.at)
          .map((row) => (
            <li key={row.id} title={texts.authors[row.author]}>
              <ActivityMark kind={row.kind} />
              <span>{row.summary}</span>
              <span className="push faint">
                <Time at={row.at} now={now} />
              </span>
            </li>
          ))}
      </ol>
    </section>
  );
}

export function Scores({ score, reasons }: { score: number | null; reasons: ScoreReason[] }) {
  if (score === null || reasons.length === 0) return null;
  return (
    <section>
      <details className="earlier">
        <summary>
          <h3>
            {say.score} {score}
          </h3>
        </summary>
        <ul className="scores">
          {reasons.map(({ points, why }) => (
            <li key={why} className="row">
              <span>{why}</span>
              <span className="push">{say.points(points)}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
