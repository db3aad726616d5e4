// The picture of tokens per day: what went in, and on top of it what came out.

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { axis, dayLabel, Hover } from "../../components/chart-parts";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Day {
  day: string;
  tokens_in: number;
  tokens_out: number;
}

export default function TokensChart({ days }: { days: Day[] }) {
  return (
    <ResponsiveContainer width="100%" height={160}>
      <BarChart data={days} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} barCategoryGap="20%">
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="day" tickFormatter={dayLabel} minTickGap={28} {...axis} />
        <YAxis
          width={52}
          tickFormatter={(n: number) => (n >= 10_000 ? `${Math.round(n / 1_000)}k` : count(n))}
          {...axis}
          axisLine={false}
        />
        <Tooltip
          cursor={{ fill: "var(--surface-hover)" }}
          isAnimationActive={false}
          content={({ payload }) => {
            const day = payload?.[0]?.payload as Day | undefined;
            return day ? (
              <Hover
                title={dayLabel(day.day)}
                lines={[
                  [t("analytics:columns.tokensIn"), count(day.tokens_in)],
                  [t("analytics:columns.tokensOut"), count(day.tokens_out)],
                ]}
              />
            ) : null;
          }}
        />
        <Bar
          dataKey="tokens_in"
          stackId="tokens"
          fill="var(--wait)"
          fillOpacity={0.45}
          maxBarSize={26}
          isAnimationActive={false}
        />
        <Bar dataKey="tokens_out" stackId="tokens" fill="var(--wait)" maxBarSize={26} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
