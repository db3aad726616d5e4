// The left side: whose things are shown, where one can go, and how the autopilot stands.

import { Link } from "@tanstack/react-router";
import { Check, type LucideIcon, Search } from "lucide-react";
import { BrandMark } from "../../components/brand-mark";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useBrandInScope, useStatus } from "../../lib/known";
import { chooseScope } from "../../lib/scope";
import { keyNames } from "../../lib/shortcuts";
import { Bell } from "./bell";
import { Menu } from "./menu";
import { PilotCard } from "./pilot";
import { AUTOPILOT_SCREENS, SCREENS, type ScreenLink } from "./screens";
import "./sidebar.css";
import { ThemeChoice } from "./theme-choice";

export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const status = useStatus();
  const brand = useBrandInScope();
  const waiting = {
    review: brand?.awaiting_approval ?? status.awaiting_approval,
    inbox: brand?.inbox_waiting ?? status.inbox_waiting,
  };
  return (
    <aside className="sidebar" aria-label={t("product")}>
      <div className="sidebar-head">
        <BrandSwitcher />
        <Bell unseen={status.notices_unseen} />
      </div>
      <button type="button" className="search-button" onClick={onSearch}>
        <Search size={13} aria-hidden="true" />
        <span className="cut">{t("shell:palette.open")}</span>
        <kbd>{keyNames("mod+k").join(" ")}</kbd>
      </button>
      <nav className="sidebar-scroll" aria-label={t("shell:navigation")}>
        {SCREENS.map((screen) => (
          <ScreenItem
            key={screen.name}
            screen={screen}
            waiting={screen.name in waiting ? waiting[screen.name as "review" | "inbox"] : 0}
          />
        ))}
        <h2 className="section-title">{t("shell:autopilot")}</h2>
        {AUTOPILOT_SCREENS.map((screen) => (
          <ScreenItem key={screen.name} screen={screen} waiting={0} />
        ))}
      </nav>
      <PilotCard status={status} brand={brand} />
      <footer className="sidebar-foot">
        <span className="faint">{status.version}</span>
        <ThemeChoice />
      </footer>
    </aside>
  );
}

function ScreenItem({ screen, waiting }: { screen: ScreenLink; waiting: number }) {
  const Icon: LucideIcon = screen.icon;
  return (
    <Link
      to={screen.to}
      className="nav"
      title={keyNames(`g ${screen.key}`).join(" ")}
      activeOptions={{ exact: screen.to === "/", includeSearch: false }}
      activeProps={{ "aria-current": "page" }}
    >
      <Icon size={14} strokeWidth={1.8} aria-hidden="true" />
      <span className="cut">{t(`${screen.name}:title`)}</span>
      {waiting > 0 && (
        <span className="hot" title={t("shell:waiting", { count: waiting })}>
          {count(waiting)}
        </span>
      )}
    </Link>
  );
}

function BrandSwitcher() {
  const { brands } = useStatus();
  const brand = useBrandInScope();
  const place = brand ? brands.indexOf(brand) : -1;
  const tick = <Check size={12} aria-hidden="true" />;
  const all = {
    key: "all",
    label: t("shell:allBrands"),
    act: () => chooseScope(null),
    chosen: brand === null,
    hint: brand === null ? tick : undefined,
  };
  const each = brands.map((one, at) => ({
    key: one.slug,
    label: (
      <span className="row">
        <BrandMark name={one.name} place={at} />
        <span className="cut">{one.name}</span>
      </span>
    ),
    act: () => chooseScope(one.slug),
    chosen: one === brand,
    hint: one === brand ? tick : undefined,
  }));
  return (
    <Menu
      className="brand-switch"
      label={`${t("shell:brand")}: ${brand?.name ?? t("shell:allBrands")}`}
      button={
        <>
          {brand ? (
            <BrandMark name={brand.name} place={place} />
          ) : (
            <span className="brand-mark brand-mark-all" aria-hidden="true" />
          )}
          <b className="cut">{brand?.name ?? t("shell:allBrands")}</b>
          <span className="push faint" aria-hidden="true">
            ⌄
          </span>
        </>
      }
      groups={[[all], each]}
    />
  );
}
