// Shows, for a while, the sentence that answers the person's last act, and offers the way back.

import { t } from "../lib/i18n";
import { hush, type Spoken, useSpoken, type Way } from "../lib/say";
import { keyNames, useShortcut } from "../lib/shortcuts";

export function SpokenLine() {
  const spoken = useSpoken();
  return (
    <div className="spoken" role="status">
      {spoken && (
        <p key={spoken.id} className={`spoken-line spoken-${spoken.tone}`}>
          <span>{spoken.text}</span>
          {spoken.way && <WayOn way={spoken.way} />}
          {spoken.undo && <Undo act={spoken.undo} />}
        </p>
      )}
    </div>
  );
}

function WayOn({ way }: { way: Way }) {
  const go = () => {
    hush();
    way.act();
  };
  return (
    <button type="button" className="spoken-undo" onClick={go}>
      {way.label}
    </button>
  );
}

function Undo({ act }: { act: NonNullable<Spoken["undo"]> }) {
  const undo = () => {
    hush();
    act();
  };
  useShortcut({ keys: "mod+z", label: t("undo") }, undo);
  return (
    <button type="button" className="spoken-undo" onClick={undo}>
      {t("undo")} <kbd>{keyNames("mod+z").join(" ")}</kbd>
    </button>
  );
}
