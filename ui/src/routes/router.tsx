// Where one can be in the window, kept in the address: which screen, what is filtered, and the deal that is open beside it.

import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { Stumbled } from "../components/crash";
import { Loading } from "../components/states";
import { readFilter, writeFilter } from "../features/board/filter";
import type { BoardFilter } from "../generated/BoardFilter";
import { t } from "../lib/i18n";
import { Shell } from "./shell";
import { TodayRoute } from "./today";

const BoardRoute = lazyRouteComponent(() => import("./board"), "BoardRoute");

const root = createRootRoute({
  component: Shell,
  // `deal` opens that deal beside any screen.
  validateSearch: texts("deal"),
});

const today = createRoute({ getParentRoute: () => root, path: "/", component: TodayRoute });
const board = createRoute({
  getParentRoute: () => root,
  path: "/board",
  validateSearch: boardFilter,
  component: BoardRoute,
});
const pipeline = createRoute({
  getParentRoute: () => root,
  path: "/board/$pipeline",
  validateSearch: boardFilter,
  component: BoardRoute,
});
const contacts = createRoute({
  getParentRoute: () => root,
  path: "/contacts",
  validateSearch: texts("tab"),
  component: lazyRouteComponent(() => import("./contacts"), "ContactsRoute"),
});
const contact = createRoute({
  getParentRoute: () => root,
  path: "/contacts/$contact",
  component: lazyRouteComponent(() => import("./contact"), "ContactRoute"),
});
const prospects = createRoute({
  getParentRoute: () => root,
  path: "/prospects",
  validateSearch: texts("prospect"),
  component: lazyRouteComponent(() => import("./prospects"), "ProspectsRoute"),
});
const links = createRoute({
  getParentRoute: () => root,
  path: "/links",
  validateSearch: texts("link", "standing"),
  component: lazyRouteComponent(() => import("./links"), "LinksRoute"),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: "/import",
  component: lazyRouteComponent(() => import("./import"), "ImportRoute"),
});
const review = createRoute({
  getParentRoute: () => root,
  path: "/review",
  validateSearch: texts("mail"),
  component: lazyRouteComponent(() => import("./review"), "ReviewRoute"),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: "/inbox",
  validateSearch: texts("message"),
  component: lazyRouteComponent(() => import("./inbox"), "InboxRoute"),
});
const emails = createRoute({
  getParentRoute: () => root,
  path: "/emails",
  validateSearch: texts("mail"),
  component: lazyRouteComponent(() => import("./emails"), "EmailsRoute"),
});
const decisions = createRoute({
  getParentRoute: () => root,
  path: "/decisions",
  validateSearch: texts("decision"),
  component: lazyRouteComponent(() => import("./decisions"), "DecisionsRoute"),
});
const analytics = createRoute({
  getParentRoute: () => root,
  path: "/analytics",
  component: lazyRouteComponent(() => import("./analytics"), "AnalyticsRoute"),
});
const tasks = createRoute({
  getParentRoute: () => root,
  path: "/tasks",
  validateSearch: texts("task"),
  component: lazyRouteComponent(() => import("./tasks"), "TasksRoute"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: texts("brand"),
  component: lazyRouteComponent(() => import("./settings"), "SettingsRoute"),
});
const section = createRoute({
  getParentRoute: () => root,
  path: "/settings/$section",
  validateSearch: texts("brand"),
  component: lazyRouteComponent(() => import("./settings"), "SettingsRoute"),
});
const doctor = createRoute({
  getParentRoute: () => root,
  path: "/doctor",
  component: lazyRouteComponent(() => import("./doctor"), "DoctorRoute"),
});
const notices = createRoute({
  getParentRoute: () => root,
  path: "/notices",
  component: lazyRouteComponent(() => import("./notices"), "NoticesRoute"),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./welcome"), "WelcomeRoute"),
});

const tree = root.addChildren([
  today,
  board,
  pipeline,
  contacts,
  contact,
  prospects,
  links,
  imports,
  review,
  inbox,
  emails,
  decisions,
  analytics,
  tasks,
  settings,
  section,
  doctor,
  notices,
  welcome,
]);

export function newRouter() {
  return createRouter({
    routeTree: tree,
    history: createHashHistory(),
    defaultPendingComponent: () => <Loading what={t("loading", { what: "" })} />,
    // A screen that stumbles takes nothing else with it: the frame stays, and leads elsewhere.
    defaultErrorComponent: ({ error }) => (
      <Stumbled fault={error instanceof Error ? error : new Error(String(error))} />
    ),
    // A screen is read in while the pointer is on its way to a click.
    defaultPreload: "intent",
    defaultPreloadDelay: 0,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}

/** What of a pipeline is shown; only what is set stands in the address. */
function boardFilter({ filter }: Record<string, unknown>): { filter?: Partial<BoardFilter> } {
  const set = writeFilter(readFilter(filter));
  return set ? { filter: set } : {};
}

/** A search of optional texts; anything else in the address is as if it were not. */
function texts<K extends string>(...keys: K[]) {
  return (search: Record<string, unknown>): { [P in K]?: string } => {
    const set = keys.flatMap((key) => {
      const value = search[key];
      return typeof value === "string" && value !== "" ? [[key, value]] : [];
    });
    return Object.fromEntries(set) as { [P in K]?: string };
  };
}
