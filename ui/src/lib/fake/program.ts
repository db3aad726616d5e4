// How the made-up engine stands as a whole: its pause, its light, how it behaves on this computer, and what it says of itself.

import type { Light } from "../../generated/Light";
import type { PauseLength } from "../../generated/PauseLength";
import type { ProgramSettings } from "../../generated/ProgramSettings";
import type { Status } from "../../generated/Status";
import { BackendError } from "../backend";
import type { Answers } from "./backend";
import type { World } from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Melbourne in summer, where demonstrations play. */
const OFFSET = 11 * HOUR;

const PAUSED: Record<PauseLength, string> = {
  hour: "The autopilot is paused for an hour.",
  tomorrow: "The autopilot is paused until tomorrow.",
  resumed: "The autopilot is paused.",
};

export function programAnswers(world: World, changed: () => void): Answers {
  const kept: ProgramSettings = { quiet_hours: "", on_close: "ask" };
  return {
    status: () => structuredClone(standing(world)),
    pause_all: ({ reason, length }) => {
      const { now } = world.status;
      world.status.paused = { reason, fix: null, since: now, by_person: true, until: end(length, now) };
      changed();
      return { done: PAUSED[length] };
    },
    resume_all: () => {
      world.status.paused = null;
      changed();
      return { done: "The autopilot goes on." };
    },
    program_settings: () => ({ ...kept }),
    program_set: ({ quiet_hours, on_close }) => {
      if (quiet_hours !== null) kept.quiet_hours = hours(quiet_hours);
      if (on_close !== null) kept.on_close = on_close;
      changed();
      return { done: "Saved." };
    },
    diagnostics: () => ({ text: diagnostics(standing(world)) }),
  };
}

/** A pause whose time is up is put away; light and counts follow the rest. */
function standing(world: World): Status {
  const { status, notices } = world;
  if (status.paused?.until && status.paused.until <= status.now) status.paused = null;
  return { ...status, light: light(status), notices_unseen: notices.filter(({ seen }) => !seen).length };
}

function light({ paused, brands, awaiting_approval, unconfirmed, questions, inbox_waiting }: Status): Light {
  if (paused) return paused.by_person ? "paused" : "problem";
  if (brands.some((brand) => brand.paused && !brand.paused.by_person)) return "problem";
  return awaiting_approval + unconfirmed + questions + inbox_waiting > 0 ? "needs_you" : "running";
}

function end(length: PauseLength, now: number): number | null {
  if (length === "hour") return now + HOUR;
  return length === "tomorrow" ? (Math.floor((now + OFFSET) / DAY) + 1) * DAY - OFFSET : null;
}

function hours(text: string): string {
  const [, from, to] = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  if (text !== "" && (!from || from === to)) {
    throw new BackendError(
      "bad_request",
      `“${text}” is not a span of hours; write two different times, such as 22:00-07:00`,
    );
  }
  return text;
}

function diagnostics({ version, now, timezone, light, brands, tasks }: Status): string {
  return [
    `CRM Autopilot ${version} on linux (x86_64)`,
    `${new Date(now).toISOString()}, zone ${timezone}, ${light}`,
    ...brands.map(
      ({ slug, provider, queued, paused }) =>
        `brand ${slug}: ${provider}, ${queued} queued, ${paused?.reason ?? "works"}`,
    ),
    ...tasks.map(
      ({ name, schedule, last_run }) => `task ${name} (${schedule}): last ${last_run?.outcome ?? "has not run"}`,
    ),
    "check database: ok, ~/.local/share/crm-autopilot/crm-autopilot.sqlite",
    "check disk: ok, 48210 MB free",
    "",
    "2026-11-24T10:30:00+11:00 INFO A task has run. task=check_email_replies",
  ].join("\n");
}
