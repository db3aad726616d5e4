// The doctor: asks about the program and about each brand at the same time, and shows what is known so far.

import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Stethoscope } from "lucide-react";
import { Screen } from "../components/screen";
import { Checks, type Patient } from "../features/doctor/checks";
import { Diagnostics } from "../features/doctor/diagnostics";
import type { DoctorAction } from "../generated/DoctorAction";
import type { DoctorCheck } from "../generated/DoctorCheck";
import { useBackend, useTell } from "../lib/ask";
import { BackendError } from "../lib/backend";
import { t } from "../lib/i18n";
import { useStatus } from "../lib/known";
import { useShortcut } from "../lib/shortcuts";

export function DoctorRoute() {
  const { brands } = useStatus();
  const backend = useBackend();
  const parts = [
    { key: "program", name: t("doctor:program"), args: { program: true, brand: null } },
    ...brands.map(({ slug, name }) => ({ key: `brand-${slug}`, name, args: { program: false, brand: slug } })),
  ];
  const asked = useQueries({
    queries: parts.map(({ args }) => ({
      queryKey: ["doctor", args],
      queryFn: () => backend.call("doctor", args),
      // Checks use the network: what was found holds until somebody asks again, whatever happens in the engine meanwhile.
      staleTime: "static" as const,
      refetchOnMount: "always" as const,
    })),
  });
  const known = asked.filter(({ isFetching }) => !isFetching).length;
  const isLooking = known < asked.length;
  const failing = asked.flatMap(({ data }) => data ?? []).filter((check: DoctorCheck) => !check.ok).length;
  const again = () => {
    for (const part of asked) void part.refetch();
  };
  const act = useAction(again);
  useShortcut({ keys: "r", label: t("doctor:again") }, again, !isLooking);

  const patients: Patient[] = parts.map(({ key, name }, place) => ({
    key,
    name,
    checks: asked[place]?.data ?? null,
    error: asked[place]?.error ? BackendError.from(asked[place].error).message : null,
  }));
  const note = isLooking
    ? t("doctor:progress", { known, all: asked.length })
    : failing > 0
      ? t("doctor:failing", { count: failing })
      : t("doctor:allFine");
  return (
    <Screen
      title={t("doctor:title")}
      note={<span role="status">{note}</span>}
      actions={
        <>
          <Diagnostics />
          <button type="button" className="button" disabled={isLooking} onClick={again}>
            <Stethoscope size={13} aria-hidden="true" />
            {t(isLooking ? "doctor:checking" : "doctor:again")}
          </button>
        </>
      }
    >
      <Checks patients={patients} onAction={act.start} busy={act.isBusy} />
    </Screen>
  );
}

/** What the buttons beside failing checks do; what they mended is looked at again. */
function useAction(again: () => void) {
  const navigate = useNavigate();
  const resumeBrand = useTell("brand_resume", ({ done }) => done);
  const resumeAll = useTell("resume_all", ({ done }) => done);
  const run = useTell("run_task", (row) => row.error ?? t("doctor:ran"));
  const open = (brand: string, section: string) =>
    void navigate({ to: "/settings/$section", params: { section }, search: { brand } });
  function start(action: DoctorAction): void {
    switch (action.do) {
      case "resume_brand":
        resumeBrand.mutate({ brand: action.brand }, { onSuccess: again });
        break;
      case "resume_all":
        resumeAll.mutate({}, { onSuccess: again });
        break;
      case "run_task":
        run.mutate({ task: action.task, brand: null, deal: null }, { onSuccess: again });
        break;
      case "connect":
        open(action.brand, "mailbox");
        break;
      case "open_settings":
        open(action.brand, action.section);
        break;
    }
  }
  return { start, isBusy: resumeBrand.isPending || resumeAll.isPending || run.isPending };
}
