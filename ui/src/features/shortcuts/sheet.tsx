// The cheat sheet: every key that acts now, those of this screen first.

import { Dialog } from "../../components/dialog";
import { t } from "../../lib/i18n";
import { keyNames, type Shortcut, useShortcuts } from "../../lib/shortcuts";
import "./sheet.css";

export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog title={t("shell:shortcuts.title")} open={open} onClose={onClose} wide>
      <Sheet />
    </Dialog>
  );
}

/** Apart, so that nobody listens for new keys while it is closed. */
function Sheet() {
  const shortcuts = useShortcuts();
  const here = shortcuts.filter((shortcut) => !shortcut.everywhere);
  const everywhere = shortcuts.filter((shortcut) => shortcut.everywhere);
  return (
    <div className="sheet">
      {here.length > 0 && <Group title={t("shell:shortcuts.here")} shortcuts={here} />}
      <Group title={t("shell:shortcuts.everywhere")} shortcuts={everywhere} />
    </div>
  );
}

function Group({ title, shortcuts }: { title: string; shortcuts: Shortcut[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {shortcuts.map(({ keys, label }) => (
          <div key={`${keys}-${label}`} className="sheet-line">
            <dt>{label}</dt>
            <dd>
              {keyNames(keys).map((key, place) => (
                <span key={key}>
                  {place > 0 && keys.includes(" ") && <span className="faint">{t("shell:shortcuts.andThen")} </span>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
