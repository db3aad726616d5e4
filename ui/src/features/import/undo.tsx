// Takes a whole import back, after naming what that means: it cannot be done a second time.

import { useState } from "react";
import { Confirm } from "../../components/dialog";
import type { ImportRow } from "../../generated/ImportRow";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  row: ImportRow;
  /** Gets what the engine says was undone and what stayed. */
  onDone?: (said: string) => void;
  /** In a list: a quiet button that names its file to those who hear it. */
  quiet?: boolean;
}

export function UndoImport({ row, onDone, quiet }: Props) {
  const [asking, setAsking] = useState(false);
  const undo = useTell("import_undo", ({ done }) => {
    onDone?.(done);
    return done;
  });
  const { file_name: file, created, deals, updated } = row;
  return (
    <>
      <button
        type="button"
        className={quiet ? "link-button" : "button button-danger"}
        aria-label={quiet ? t("imports:earlier.undo", { file }) : undefined}
        disabled={undo.isPending}
        onClick={() => setAsking(true)}
      >
        {quiet ? t("undo") : t("imports:undo.act")}
      </button>
      <Confirm
        title={t("imports:undo.title", { file })}
        act={t("imports:undo.act")}
        danger
        open={asking}
        onClose={() => setAsking(false)}
        onConfirm={() => undo.mutate({ id: row.id })}
      >
        <p>{t("imports:undo.created", { contacts: t("imports:contacts", { count: created }), deals })}</p>
        {updated > 0 && <p>{t("imports:undo.changed", { contacts: t("imports:contacts", { count: updated }) })}</p>}
        <p className="muted">{t("imports:undo.what")}</p>
      </Confirm>
    </>
  );
}
