// The picture of looks over time: a step for each meaning, a mark for each look. Loaded only where a link is open.

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axis, Hover } from "../../components/chart-parts";
import { COLOURS } from "../../components/link-state";
import type { LinkLook } from "../../generated/LinkLook";
import { dates, exact } from "../../lib/format";
import { t } from "../../lib/i18n";
import { MEANINGS, type Meaning } from "../../lib/link-states";

/** From below: what is worth more stands higher. */
const LEVELS = ["unknown", "missed", "weak", "stands"] as const satisfies readonly Meaning[];

interface Point extends LinkLook {
  level: number;
}

export default function HistoryChart({ looks }: { looks: readonly LinkLook[] }) {
  const points: Point[] = looks.map(({ at, state }) => ({ at, state, level: LEVELS.indexOf(MEANINGS[state]) }));
  return (
    <ResponsiveContainer width="100%" height={148}>
      <LineChart data={points} margin={{ top: 8, right: 12, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={["dataMin", "dataMax"]}
          tickFormatter={dayOf}
          minTickGap={40}
          {...axis}
        />
        <YAxis
          width={64}
          domain={[-0.4, 3.4]}
          ticks={[0, 1, 2, 3]}
          tickFormatter={(level: number) => levelName(level)}
          {...axis}
          axisLine={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: "var(--line-strong)" }}
          content={({ payload }) => {
            const look = payload?.[0]?.payload as Point | undefined;
            return look ? (
              <Hover title={exact(look.at)} lines={[[levelName(look.level), t(`words:linkStates.${look.state}`)]]} />
            ) : null;
          }}
        />
        <Line
          dataKey="level"
          type="stepAfter"
          stroke="var(--line-strong)"
          strokeWidth={1.5}
          isAnimationActive={false}
          activeDot={false}
          dot={({ cx, cy, payload, key }) => (
            <circle key={key} cx={cx} cy={cy} r={4} fill={COLOURS[MEANINGS[(payload as Point).state]]} />
          )}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}

function levelName(level: number): string {
  const meaning = LEVELS[level];
  return meaning ? t(`links:history.levels.${meaning}`) : "";
}

function dayOf(at: number): string {
  return dates({ day: "numeric", month: "short" }).format(at);
}
