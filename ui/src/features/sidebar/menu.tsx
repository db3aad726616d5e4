// The menus of the sidebar: their buttons are there at once, what opens from them a moment later.

import { later } from "../../lib/later";

export const Menu = later(
  () => import("../../components/menu"),
  "Menu",
  ({ className, label, button }) => (
    <button type="button" className={className} aria-label={label}>
      {button}
    </button>
  ),
);
