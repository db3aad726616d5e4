// The steps that are about one file: what is known of it is asked for once and shown by each.

import { useQueryClient } from "@tanstack/react-query";
import { Loading, Trouble } from "../../components/states";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useKnown } from "../../lib/known";
import { Acts } from "./acts";
import { useLook, usePreview } from "./asks";
import { ColumnsStep } from "./columns-step";
import { Counts } from "./counts";
import { type Draft, pipelineOf, readingOf, requestOf, type useDraft } from "./draft";
import { FileLine } from "./file-line";
import { OptionsStep } from "./options-step";
import { PreviewStep } from "./preview-step";
import { Rows } from "./rows";
import { StepHeading } from "./steps";

/** Files up to this size, in bytes, are previewed while their columns are still being sorted out. */
const SMALL = 4_000_000;
/** Rows shown below the columns. */
const GLIMPSE = 6;
/** As the engine finds out by itself. */
const FOUND = { encoding: null, delimiter: null };

interface Props {
  draft: Draft;
  change: ReturnType<typeof useDraft>[1];
  /** Rows the preview went through so far. */
  checked: number;
  onAnother: () => void;
}

export function FileSteps({ draft, change, checked, onAnother }: Props) {
  const file = useFile(draft);
  const { look, preview } = file;
  const reread = (how: Pick<Draft, "encoding" | "delimiter">) => change({ ...how, map: {} });
  const trouble = look.error ?? (draft.step === "preview" ? preview.error : null);
  const retry = () => {
    if (!look.error) void preview.refetch();
    else if (draft.encoding || draft.delimiter) reread(FOUND);
    else void look.refetch();
  };
  return (
    <>
      <FileLine
        draft={draft}
        look={look.data}
        rows={file.report?.rows_in}
        onReread={draft.step === "columns" || look.error ? reread : null}
        actions={
          <button type="button" className="link-button" onClick={onAnother}>
            {t("imports:file.another")}
          </button>
        }
      />
      {trouble ? (
        <Trouble error={trouble} retry={retry} />
      ) : !look.data ? (
        <Loading what={t("imports:columns.reading", { file: draft.file?.name ?? "" })} />
      ) : draft.step === "columns" ? (
        <Columns draft={draft} change={change} file={file} />
      ) : draft.step === "options" ? (
        <Options draft={draft} change={change} file={file} />
      ) : (
        <Preview draft={draft} change={change} file={file} checked={checked} />
      )}
    </>
  );
}

type FileKnown = ReturnType<typeof useFile>;
type StepProps = Pick<Props, "draft" | "change"> & { file: FileKnown };

/** What is known about the file under the choices made so far. */
function useFile(draft: Draft) {
  const { status, pipelines } = useKnown();
  const scope = useBrandInScope();
  const brand = draft.brand ?? scope?.slug ?? status.brands[0]?.slug ?? "";
  const request = requestOf(draft, brand, pipelines);
  const look = useLook(readingOf(draft));
  const readable = look.data?.has_addresses === true;
  const early = draft.step === "columns" && (draft.file?.size ?? 0) <= SMALL;
  const preview = usePreview(request, readable && (early || draft.step === "preview"));
  const pipeline = request.pipeline ? (pipelineOf(draft, brand, pipelines)?.name ?? null) : null;
  return { brand, request, look, preview, pipeline, report: readable ? preview.data : undefined };
}

function Columns({ draft, change, file: { look, preview, report } }: StepProps) {
  if (!look.data) return null;
  return (
    <>
      <StepHeading step="columns">{t("imports:columns.heading")}</StepHeading>
      <ColumnsStep
        look={look.data}
        stale={look.isPlaceholderData}
        keepUnknown={draft.keepUnknown}
        onField={(header, field) => change((draft) => ({ ...draft, map: { ...draft.map, [header]: field } }))}
        onKeepUnknown={(keepUnknown) => change({ keepUnknown })}
      >
        {report && (
          <section className="glimpse" aria-label={t("imports:preview.heading")}>
            <Counts report={report} stale={preview.isPlaceholderData} />
            <Rows report={report} only={null} most={GLIMPSE} />
          </section>
        )}
      </ColumnsStep>
      <Acts
        onBack={() => change({ step: "file" })}
        act={t("imports:continue")}
        disabled={!look.data.has_addresses}
        onAct={() => change({ step: "options" })}
      />
    </>
  );
}

function Options({ draft, change, file: { brand } }: StepProps) {
  return (
    <>
      <StepHeading step="options">{t("imports:options.heading")}</StepHeading>
      <OptionsStep draft={draft} brand={brand} onChange={change} />
      <Acts
        onBack={() => change({ step: "columns" })}
        act={t("imports:continue")}
        onAct={() => change({ step: "preview" })}
      />
    </>
  );
}

function Preview({ draft, change, file, checked }: StepProps & { checked: number }) {
  const { report, preview, request, pipeline } = file;
  const client = useQueryClient();
  const start = useTell("import_start", (job) => {
    // It runs already: nobody has to ask first.
    client.setQueryData(["imports_now", {}], { preview: null, job });
    return null;
  });
  const fresh = report !== undefined && !preview.isPlaceholderData;
  const people = report ? report.created + report.updated : 0;
  return (
    <>
      <StepHeading step="preview">{t("imports:preview.heading")}</StepHeading>
      {report ? (
        <PreviewStep report={report} pipeline={pipeline} stale={!fresh} />
      ) : (
        <Checking file={draft.file?.name ?? ""} rows={checked} onStop={() => change({ step: "options" })} />
      )}
      <Acts
        onBack={() => change({ step: "options" })}
        note={t(fresh && people === 0 ? "imports:preview.nothing" : "imports:preview.undoLater")}
        act={fresh ? t("imports:preview.start", { count: people }) : t("imports:steps.preview")}
        disabled={!fresh || people === 0 || start.isPending}
        onAct={() => start.mutate({ ...request, rows: report?.rows_in ?? null })}
      />
    </>
  );
}

/** A preview that takes its time. */
function Checking({ file, rows, onStop }: { file: string; rows: number; onStop: () => void }) {
  const stop = useTell("import_stop", () => null);
  const give = () => {
    stop.mutate({});
    onStop();
  };
  return (
    <div className="row">
      <Loading what={t("imports:preview.checking", { file, rows })} />
      <button type="button" className="button late" onClick={give}>
        {t("imports:preview.stop")}
      </button>
    </div>
  );
}
