// The sending window and the ramp as they are written ("Mon-Fri 09:00-17:00", "10+5") and as one edits them. Pure.

/** Monday first, as the engine names them. */
export const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

export interface SendWindow {
  /** Monday first. */
  days: boolean[];
  opens: string;
  closes: string;
}

/** `null` for what cannot be shown in the editor; it is edited as text then. */
export function parseWindow(text: string): SendWindow | null {
  const [, listed, opens, closes] = /^(.*\S)\s+(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})$/.exec(text.trim()) ?? [];
  if (!listed || !opens || !closes) return null;
  const days = DAYS.map(() => false);
  for (const part of listed.split(",")) {
    const [first, last] = part.split("-").map(dayNamed);
    if (first === undefined || first < 0 || last === -1) return null;
    const span = ((last ?? first) + 7 - first) % 7;
    for (let step = 0; step <= span; step++) days[(first + step) % 7] = true;
  }
  return { days, opens, closes };
}

export function writeWindow({ days, opens, closes }: SendWindow): string {
  const open = DAYS.filter((_, place) => days[place]);
  const named = open.join(",");
  const words = named === "Mon,Tue,Wed,Thu,Fri" ? "Mon-Fri" : open.length === 7 ? "Mon-Sun" : named;
  return `${words} ${opens}-${closes}`;
}

function dayNamed(text: string): number {
  const wanted = text.trim().toLowerCase();
  return DAYS.findIndex((day) => day.toLowerCase() === wanted);
}

export interface Ramp {
  start: string;
  step: string;
}

/** `null` where there is no ramp. */
export function parseRamp(text: string): Ramp | null {
  const [start, step] = text.split("+");
  return text === "off" || step === undefined ? null : { start: start ?? "", step };
}

/** "09:30" → 570; `null` for anything else. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  return hours && minutes ? Number(hours) * 60 + Number(minutes) : null;
}

/** 570 → "09:30". */
export function timeOf(minute: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
