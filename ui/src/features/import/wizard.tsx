// The wizard: one step after the other, and back. An import that runs or has ended stands before everything else until it is left.

import { useNavigate } from "@tanstack/react-router";
import { Screen } from "../../components/screen";
import { Loading } from "../../components/states";
import type { ImportJob } from "../../generated/ImportJob";
import { useAsk, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { useUnderWay } from "./asks";
import { EMPTY, useDraft, withFile } from "./draft";
import { EarlierImports } from "./earlier";
import { FileStep } from "./file-step";
import { FileSteps } from "./file-steps";
import { RunningImport } from "./progress";
import { DoneImport, EndedImport } from "./result";
import { StepTrail } from "./steps";
import { useFiles } from "./use-files";
import "./import.css";

export function ImportWizard() {
  const [draft, change] = useDraft();
  const underWay = useUnderWay(draft.step === "preview");
  // Before anything else: one may come back to an import that runs.
  const known = !underWay.isPending;
  const job = underWay.data?.job ?? null;
  const files = useFiles(job === null, (file) => change((draft) => withFile(draft, file)));
  const leave = useTell("import_leave", () => null);
  const another = () => leave.mutate({}, { onSettled: () => change(EMPTY) });
  const step = job ? "done" : draft.file ? draft.step : "file";
  return (
    <Screen
      title={t("imports:title")}
      actions={<StepTrail now={step} onStep={job ? null : (step) => change({ step })} />}
    >
      <div className="import" data-step={step}>
        {!known && <Loading what={t("loading", { what: t("imports:earlier.what") })} />}
        {job && <JobStep job={job} onBack={() => leave.mutate({})} onAnother={another} />}
        {known && step === "file" && (
          <>
            <FileStep
              file={draft.file}
              onContinue={() => change({ step: "columns" })}
              onChoose={files.choose}
              onExample={files.example}
            />
            <EarlierImports />
          </>
        )}
        {known && !job && step !== "file" && (
          <FileSteps
            key={draft.file?.token}
            draft={draft}
            change={change}
            checked={underWay.data?.preview?.rows ?? 0}
            onAnother={files.choose}
          />
        )}
        {files.over && <div className="drop-over">{t("imports:file.dropNow")}</div>}
      </div>
    </Screen>
  );
}

function JobStep({ job, onBack, onAnother }: { job: ImportJob; onBack: () => void; onAnother: () => void }) {
  const navigate = useNavigate();
  const { pipelines } = useKnown();
  const imports = useAsk("imports_list", {});
  const stop = useTell("import_stop", () => null);
  const pipeline = pipelines.find(({ brand, key }) => brand === job.brand && key === job.pipeline);
  const { outcome } = job;
  if (outcome.kind === "running") {
    return <RunningImport job={job} progress={outcome.progress} onStop={() => stop.mutate({})} />;
  }
  if (outcome.kind !== "done") return <EndedImport job={job} onBack={onBack} onAnother={onAnother} />;
  return (
    <DoneImport
      report={outcome.report}
      rejects={outcome.rejects}
      pipeline={pipeline?.name ?? null}
      row={imports.data?.find((row) => row.id === outcome.report.id)}
      onBoard={pipeline ? () => void navigate({ to: "/board/$pipeline", params: { pipeline: pipeline.id } }) : null}
      onContacts={() => void navigate({ to: "/contacts" })}
      onAnother={onAnother}
    />
  );
}
