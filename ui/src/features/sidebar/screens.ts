// Where one can go, in the order of a day's work; each with the key that follows "g".

import {
  Activity,
  Bell,
  ChartNoAxesColumn,
  CheckCheck,
  Clock,
  Inbox,
  Kanban,
  Link2,
  Send,
  Settings,
  Sun,
  Telescope,
  Users,
} from "lucide-react";

export const SCREENS = [
  { to: "/", name: "today", icon: Sun, key: "t" },
  { to: "/board", name: "board", icon: Kanban, key: "b" },
  { to: "/review", name: "review", icon: CheckCheck, key: "r" },
  { to: "/inbox", name: "inbox", icon: Inbox, key: "i" },
  { to: "/contacts", name: "contacts", icon: Users, key: "c" },
  { to: "/prospects", name: "prospects", icon: Telescope, key: "p" },
  { to: "/links", name: "links", icon: Link2, key: "l" },
  { to: "/analytics", name: "analytics", icon: ChartNoAxesColumn, key: "a" },
] as const;

export const AUTOPILOT_SCREENS = [
  { to: "/decisions", name: "decisions", icon: Activity, key: "d" },
  { to: "/emails", name: "emails", icon: Send, key: "m" },
  { to: "/tasks", name: "tasks", icon: Clock, key: "k" },
  { to: "/settings", name: "settings", icon: Settings, key: "s" },
] as const;

/** Stands in the sidebar's head: what it counts is news, not work. */
export const NOTICES = { to: "/notices", name: "notices", icon: Bell, key: "n" } as const;

export const EVERY_SCREEN = [...SCREENS, NOTICES, ...AUTOPILOT_SCREENS] as const;

export type ScreenLink = (typeof EVERY_SCREEN)[number];
