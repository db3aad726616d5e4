// A list of acts that opens from a button.

import { Menu as Base } from "@base-ui/react/menu";
import type { ReactNode } from "react";

export interface MenuItem {
  key: string;
  label: ReactNode;
  act: () => void;
  /** Shown at the right, such as a key. */
  hint?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  /** The one that holds now. */
  chosen?: boolean;
}

interface Props {
  /** What the button says; `label` names it where that is only a picture. */
  button: ReactNode;
  label?: string | undefined;
  className?: string;
  /** Groups are parted by a line. */
  groups: MenuItem[][];
  align?: "start" | "end";
}

export function Menu({ button, label, className = "button", groups, align = "start" }: Props) {
  return (
    <Base.Root>
      <Base.Trigger className={className} aria-label={label} title={label}>
        {button}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="layer">
          <Base.Popup className="menu">
            {groups
              .filter((group) => group.length > 0)
              .map((group, place) => (
                <Base.Group key={group[0]?.key}>
                  {place > 0 && <Base.Separator className="menu-line" />}
                  {group.map((item) => (
                    <Base.Item
                      key={item.key}
                      className="menu-item"
                      data-danger={item.danger || undefined}
                      data-chosen={item.chosen || undefined}
                      disabled={item.disabled ?? false}
                      onClick={item.act}
                    >
                      <span className="cut">{item.label}</span>
                      {item.hint && <span className="menu-hint">{item.hint}</span>}
                    </Base.Item>
                  ))}
                </Base.Group>
              ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
