// What time it is somewhere else, for mails that go by the recipient's clock.

/** "09:00" on a wall in that zone; nothing if the browser has never heard of it. */
export function clockIn(at: number, zone: string): string | null {
  try {
    const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone } as const;
    return new Intl.DateTimeFormat("en-AU", clock).format(at);
  } catch {
    return null;
  }
}

/** "Australia/Perth" → "Perth". */
export function city(zone: string): string {
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}
