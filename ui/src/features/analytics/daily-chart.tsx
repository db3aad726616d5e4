// The picture of mails and replies per day. Loaded only where figures are looked at.

import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axis, dayLabel, Hover } from "../../components/chart-parts";
import type { DayFigures } from "../../generated/DayFigures";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

export default function DailyChart({ days, top }: { days: DayFigures[]; top: number }) {
  return (
    <ResponsiveContainer width="100%" height={220}>
      <ComposedChart data={days} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barCategoryGap="20%">
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="day" tickFormatter={dayLabel} minTickGap={28} {...axis} />
        <YAxis
          width={34}
          allowDecimals={false}
          domain={[0, top]}
          ticks={[0, top / 4, top / 2, (3 * top) / 4, top]}
          tickFormatter={count}
          {...axis}
          axisLine={false}
        />
        <Tooltip
          cursor={{ fill: "var(--surface-hover)" }}
          isAnimationActive={false}
          content={({ payload }) => {
            const day = payload?.[0]?.payload as DayFigures | undefined;
            return day ? (
              <Hover
                title={dayLabel(day.day)}
                lines={[
                  [t("analytics:sent"), count(day.sent)],
                  [t("analytics:replies"), count(day.replies)],
                  [t("analytics:positive"), count(day.positive)],
                ]}
              />
            ) : null;
          }}
        />
        <Bar
          dataKey="sent"
          fill="var(--accent)"
          fillOpacity={0.55}
          radius={[2, 2, 0, 0]}
          maxBarSize={26}
          isAnimationActive={false}
        />
        <Line
          dataKey="replies"
          type="linear"
          stroke="var(--good)"
          strokeWidth={2}
          dot={days.length > 45 ? false : { r: 2.5, fill: "var(--good)", strokeWidth: 0 }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}
