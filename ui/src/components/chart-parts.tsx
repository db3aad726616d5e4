// What the pictures share: how an axis looks, how a day is written, what is shown on hover.

import { dates } from "../lib/format";
import "./figure.css";

export const axis = {
  tick: { fill: "var(--text-faint)", fontSize: 11 },
  tickLine: false,
  axisLine: { stroke: "var(--line-strong)" },
} as const;

/** "24 Nov". */
export function dayLabel(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  return dates({ day: "numeric", month: "short", timeZone: "UTC" }).format(date);
}

export function Hover({ title, lines }: { title: string; lines: [string, string][] }) {
  return (
    <div className="chart-hover">
      <p className="chart-hover-title">{title}</p>
      {lines.map(([name, value]) => (
        <p key={name} className="chart-hover-line">
          <span className="muted">{name}</span>
          <span>{value}</span>
        </p>
      ))}
    </div>
  );
}
