// Everything that happened, newest first, with who did it; and a line of the person's own.

import { type FormEvent, useState } from "react";
import { ActivityMark } from "../../components/activity-mark";
import { Time } from "../../components/time";
import type { ActivityRow } from "../../generated/ActivityRow";
import { useNow } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  rows: ActivityRow[];
  /** `null` when it was refused: the words stay. */
  onNote: (text: string) => Promise<unknown>;
}

export function Timeline({ rows, onNote }: Props) {
  const now = useNow();
  return (
    <>
      <NoteBox onNote={onNote} />
      {rows.length === 0 && <p className="faint">{t("deal:timeline.empty")}</p>}
      <ol className="timeline">
        {rows
          .toSorted((a, b) => b.at - a.at)
          .map((row) => (
            <li key={row.id} data-noted={row.kind === "noted" || undefined}>
              <ActivityMark kind={row.kind} />
              <div className="timeline-line">
                <p className="timeline-what">{row.summary}</p>
                <p className="faint">
                  {t("deal:timeline.by", { author: t(`words:authors.${row.author}`) })}
                  <Time at={row.at} now={now} />
                </p>
              </div>
            </li>
          ))}
      </ol>
    </>
  );
}

function NoteBox({ onNote }: Pick<Props, "onNote">) {
  const [text, setText] = useState("");
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    const kept = await onNote(text);
    if (kept !== null) setText("");
  };
  return (
    <form className="note-box" onSubmit={(event) => void add(event)}>
      <input
        className="input"
        aria-label={t("deal:timeline.note")}
        placeholder={t("deal:timeline.noteHint")}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button" disabled={text.trim() === ""}>
        {t("deal:timeline.add")}
      </button>
    </form>
  );
}
