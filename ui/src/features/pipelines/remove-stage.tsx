// Removing a stage: where its deals go is asked, and what goes with it is said, before anything happens.

import { useState } from "react";
import { Choice } from "../../components/choice";
import { Dialog } from "../../components/dialog";
import { Field } from "../../components/field";
import type { StageRow } from "../../generated/StageRow";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";

interface Props {
  stage: StageRow;
  stages: readonly StageRow[];
  deals: number;
  onClose: () => void;
}

export function RemoveStage({ stage, stages, deals, onClose }: Props) {
  const places = stages.filter((other) => other.id !== stage.id && (other.kind === "open") === (stage.kind === "open"));
  const here = stages.findIndex((other) => other.id === stage.id);
  const before = places.findLast((other) => stages.indexOf(other) < here) ?? places[0];
  const [to, setTo] = useState(before?.id ?? "");
  const remove = useTell("stage_remove", ({ done }) => done);
  const go = () => remove.mutate({ stage: stage.id, to: deals > 0 ? to : null }, { onSuccess: onClose });
  return (
    <Dialog
      title={t("pipelines:removing", { name: stage.name })}
      open
      onClose={onClose}
      act={
        <button
          type="button"
          className="button button-danger"
          disabled={remove.isPending || (deals > 0 && !to)}
          onClick={go}
        >
          {t("pipelines:removeStage", { name: stage.name })}
        </button>
      }
    >
      {deals === 0 && <p>{t("pipelines:removeEmpty")}</p>}
      {deals > 0 && places.length === 0 && <p>{t("pipelines:noPlace")}</p>}
      {deals > 0 && places.length > 0 && (
        <>
          <p>{t("pipelines:whereTo")}</p>
          <Field label={t("pipelines:goTo", { deals: t("pipelines:deals", { count: deals }) })}>
            {() => (
              <Choice
                label={t("pipelines:whereTo")}
                value={to}
                options={places.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={setTo}
              />
            )}
          </Field>
          <p className="field-hint">{t("pipelines:removeTold")}</p>
        </>
      )}
      {stage.advance_on && (
        <p className="field-hint">
          {t("pipelines:removeAdvance", { when: t(`pipelines:advances.${stage.advance_on}`) })}
        </p>
      )}
      {remove.error && <p className="field-error">{remove.error.message}</p>}
    </Dialog>
  );
}
