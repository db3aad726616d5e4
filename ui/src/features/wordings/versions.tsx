// The versions of a wording: each against the text in the editor, and a way to take it over.

import { diffWordsWithSpace } from "diff";
import { useState } from "react";
import { Time } from "../../components/time";
import type { WordingDetail } from "../../generated/WordingDetail";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  wording: WordingDetail;
  /** What stands in the editor. */
  text: string;
  onTake: (text: string) => void;
}

/** Version zero is the shipped text. */
const SHIPPED = 0;

export function Versions({ wording, text, onTake }: Props) {
  const now = useNow();
  const newest = wording.versions[0];
  const [open, setOpen] = useState(newest && newest.text !== text ? newest.version : SHIPPED);
  const opened =
    open === SHIPPED ? wording.shipped : (wording.versions.find(({ version }) => version === open)?.text ?? null);
  return (
    <div className="versions">
      <ul>
        {wording.versions.map(({ version, text: kept, created_at }) => (
          <li key={version}>
            <button
              type="button"
              className="version"
              aria-pressed={version === open}
              disabled={kept === null}
              onClick={() => setOpen(version)}
            >
              <span>
                {kept === null ? t("wordings:wentBack", { n: version }) : t("wordings:version", { n: version })}
                {version === wording.version && <span className="faint"> · {t("wordings:inUse")}</span>}
              </span>
              <span className="faint push">
                <Time at={created_at} now={now} />
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" className="version" aria-pressed={open === SHIPPED} onClick={() => setOpen(SHIPPED)}>
            <span>
              {t("wordings:shipped")}
              {wording.version === 0 && <span className="faint"> · {t("wordings:inUse")}</span>}
            </span>
          </button>
        </li>
      </ul>
      {opened !== null && (
        <>
          <Difference from={opened} to={text} />
          {opened !== text && (
            <button type="button" className="button" onClick={() => onTake(opened)}>
              {t("wordings:take")}
            </button>
          )}
        </>
      )}
    </div>
  );
}

function Difference({ from, to }: { from: string; to: string }) {
  if (from === to) return <p className="field-hint">{t("wordings:same")}</p>;
  let at = 0;
  return (
    <>
      <p className="field-hint">{t("wordings:difference")}</p>
      <pre className="difference">
        {diffWordsWithSpace(from, to).map(({ value, added, removed }) => {
          at += value.length;
          const key = `${at}${added ? "+" : removed ? "-" : ""}`;
          if (added) return <ins key={key}>{value}</ins>;
          if (removed) return <del key={key}>{value}</del>;
          return <span key={key}>{value}</span>;
        })}
      </pre>
    </>
  );
}
