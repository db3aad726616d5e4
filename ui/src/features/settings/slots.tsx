// The slots of the next week, a strip per day: what is queued is dark, what is free is light. A table says the same in words.

import { Loading } from "../../components/states";
import type { SlotDay } from "../../generated/SlotDay";
import { useAsk } from "../../lib/ask";
import { count, dates } from "../../lib/format";
import { t } from "../../lib/i18n";
import { timeOf } from "./window";

/** Days that are looked ahead. */
const WEEK = 7;
const HOUR = 60;

export function SlotsPreview({ brand, values }: { brand: string; values: Record<string, string> }) {
  const preview = useAsk("slots_preview", { brand, days: WEEK, values }, { keep: true });
  const days = preview.data?.days ?? [];
  const [from, until] = span(days);
  return (
    <aside className="slots" aria-label={t("settings:slots.label")}>
      <header>
        <h2 className="settings-title">{t("settings:slots.title")}</h2>
        <p className="field-hint">{t("settings:slots.about")}</p>
      </header>
      {preview.isPending && !preview.data && <Loading what={t("settings:slots.loading")} />}
      {preview.error && <p className="field-error">{preview.error.message}</p>}
      {preview.data?.held && <p className="slots-held">{t("settings:slots.held", { why: preview.data.held })}</p>}
      {days.length > 0 && (
        <>
          <ol className="slots-days">
            {days.map((day) => (
              <Strip key={day.day} day={day} from={from} until={until} />
            ))}
          </ol>
          <p className="slots-scale" aria-hidden="true">
            <span>{timeOf(from)}</span>
            <span>{timeOf(Math.round((from + until) / 2 / HOUR) * HOUR)}</span>
            <span>{timeOf(until)}</span>
          </p>
          <p className="slots-key">
            <span>
              <i className="slot-mark" data-queued="" aria-hidden="true" /> {t("settings:slots.queued")}
            </span>
            <span>
              <i className="slot-mark" aria-hidden="true" /> {t("settings:slots.free")}
            </span>
          </p>
          <InWords days={days} />
        </>
      )}
    </aside>
  );
}

function Strip({ day, from, until }: { day: SlotDay; from: number; until: number }) {
  const place = (minute: number) => `${((minute - from) / (until - from)) * 100}%`;
  return (
    <li className="slots-day" data-closed={day.closed || undefined}>
      <span className="slots-name">{dayName(day.day)}</span>
      <span className="slots-track" aria-hidden="true">
        {day.slots.map((slot) => (
          <i
            key={slot.at}
            className="slot-mark"
            data-queued={slot.kind === "queued" ? "" : undefined}
            style={{ insetInlineStart: place(slot.minute) }}
            title={slot.who ? `${timeOf(slot.minute)} ${slot.who}` : timeOf(slot.minute)}
          />
        ))}
      </span>
      <span className="slots-sum">{summary(day)}</span>
    </li>
  );
}

function InWords({ days }: { days: SlotDay[] }) {
  return (
    <details className="slots-words">
      <summary>{t("settings:slots.inWords")}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("settings:slots.day")}</th>
            <th scope="col">{t("settings:slots.queued")}</th>
            <th scope="col">{t("settings:slots.free")}</th>
            <th scope="col">{t("settings:slots.between")}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => {
            const queued = day.slots.filter(({ kind }) => kind === "queued").length;
            const [first, last] = [day.slots[0], day.slots.at(-1)];
            return (
              <tr key={day.day}>
                <th scope="row">{dayName(day.day)}</th>
                <td>{count(queued)}</td>
                <td>{count(day.slots.length - queued)}</td>
                <td>{first && last ? `${timeOf(first.minute)}–${timeOf(last.minute)}` : "–"}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

function summary(day: SlotDay): string {
  if (day.slots.length === 0) return t(day.closed ? "settings:slots.closed" : "settings:slots.none");
  return t("settings:slots.mails", { count: day.slots.length });
}

/** "Mon 23 Nov": the day of the brand's own calendar, whatever zone the window shows. */
function dayName(day: string): string {
  const date = new Date(`${day}T12:00:00Z`);
  return dates({ weekday: "short", day: "numeric", month: "short", timeZone: "UTC" }).format(date).replace(",", "");
}

/** The hours that the strips show: those in which something happens, with an hour around them. */
export function span(days: SlotDay[]): [number, number] {
  const minutes = days.flatMap((day) => day.slots.map(({ minute }) => minute));
  if (minutes.length === 0) return [8 * HOUR, 18 * HOUR];
  const first = Math.floor(Math.min(...minutes) / HOUR) * HOUR;
  const last = Math.ceil((Math.max(...minutes) + 1) / HOUR) * HOUR;
  return [Math.max(0, first - HOUR), Math.min(24 * HOUR, Math.max(last, first + 8 * HOUR) + HOUR)];
}
