// Which days are looked at: a preset that ends today, or any two days.

import { Segments } from "../../components/choice";
import { t } from "../../lib/i18n";
import { type Days, daysOf, type Preset } from "./figures";

const PRESETS: readonly Preset[] = ["week", "month", "months", "quarter", "custom"];

interface Props {
  preset: Preset;
  days: Days;
  today: string;
  onChange: (preset: Preset, days: Days) => void;
}

export function RangeChoice({ preset, days, today, onChange }: Props) {
  const set = (change: Partial<Days>) => {
    const next = { ...days, ...change };
    // The other end goes along: a range is never the wrong way round.
    if (next.from > next.to)
      onChange("custom", change.from ? { from: next.from, to: next.from } : { from: next.to, to: next.to });
    else onChange("custom", next);
  };
  return (
    <div className="range">
      {preset === "custom" && (
        <>
          <input
            type="date"
            className="input range-day"
            aria-label={t("analytics:from")}
            value={days.from}
            max={today}
            onChange={(event) => event.target.value && set({ from: event.target.value })}
          />
          <span className="faint">–</span>
          <input
            type="date"
            className="input range-day"
            aria-label={t("analytics:to")}
            value={days.to}
            max={today}
            onChange={(event) => event.target.value && set({ to: event.target.value })}
          />
        </>
      )}
      <Segments
        label={t("analytics:range")}
        value={preset}
        options={PRESETS.map((value) => ({ value, label: t(`analytics:presets.${value}`) }))}
        onChange={(next) => onChange(next, next === "custom" ? days : daysOf(next, today))}
      />
    </div>
  );
}
