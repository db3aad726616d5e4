// The first start: from nothing to the first approved mail. The forms are those of the settings; what is done is read from the data.

import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Screen } from "../components/screen";
import { Loading, Trouble } from "../components/states";
import { AiSection } from "../features/settings/ai";
import { BrandChoice } from "../features/settings/brand-choice";
import { isConnected } from "../features/settings/connection";
import { useDraft } from "../features/settings/drafts";
import { IdentitySection } from "../features/settings/identity";
import { MailboxSection } from "../features/settings/mailbox";
import { KEYS } from "../features/settings/sections";
import "../features/settings/settings.css";
import "../features/settings/slots.css";
import "../features/settings/connect.css";
import { Choose } from "../features/welcome/choose";
import { ImportStep, ReviewStep } from "../features/welcome/ends";
import { Guide } from "../features/welcome/guide";
import { endWelcome, useWelcomeStep, type WelcomeStep } from "../features/welcome/progress";
import type { BrandDetail } from "../generated/BrandDetail";
import { useAsk } from "../lib/ask";
import { t } from "../lib/i18n";
import { useBrandInScope, useStatus } from "../lib/known";
import { chooseScope } from "../lib/scope";

/** What can be typed and left unsaved in a step. */
const EDITED: Partial<Record<WelcomeStep, readonly string[]>> = {
  brand: KEYS.identity,
  mailbox: KEYS.mailbox,
  ai: KEYS.ai,
};

export function WelcomeRoute() {
  const { brands } = useStatus();
  const navigate = useNavigate();
  const brand = useBrandInScope() ?? brands[0];
  const end = () => {
    endWelcome();
    void navigate({ to: "/" });
  };
  return (
    <Screen
      title={t("welcome:title")}
      note={t("welcome:note")}
      actions={
        <button type="button" className="link-button" onClick={end}>
          {t("welcome:skip")}
        </button>
      }
    >
      {brand && <Steps brand={brand.slug} onEnd={end} />}
    </Screen>
  );
}

function Steps({ brand, onEnd }: { brand: string; onEnd: () => void }) {
  const { brands, awaiting_approval, fresh } = useStatus();
  const step = useWelcomeStep();
  const shown = useAsk("brand_show", { brand }, { keep: true });
  const imports = useAsk("imports_list", {});
  const draft = useDraft(brand);
  const unsaved = EDITED[step]?.some((key) => key in draft) ?? false;
  const detail = shown.data;
  if (!detail) {
    return shown.error ? (
      <Trouble error={shown.error} retry={() => void shown.refetch()} />
    ) : (
      <Loading what={t("welcome:loading")} />
    );
  }
  const imported = imports.data?.reduce((sum, { created }) => sum + created, 0) ?? 0;
  const waiting = awaiting_approval;
  const body: Record<WelcomeStep, ReactNode> = {
    choose: <Choose />,
    brand: (
      <>
        <BrandChoice brands={brands} brand={brand} onChoose={chooseScope} />
        <IdentitySection detail={detail} />
      </>
    ),
    mailbox: <MailboxSection detail={detail} />,
    ai: <AiSection detail={detail} />,
    import: <ImportStep imported={imported} brand={brand} />,
    review: <ReviewStep waiting={waiting} imported={imported} />,
  };
  return <Guide done={done(detail, step, imported, waiting, fresh)} body={body} onEnd={onEnd} unsaved={unsaved} />;
}

function done(
  detail: BrandDetail,
  step: WelcomeStep,
  imported: number,
  waiting: number,
  fresh: boolean,
): Record<WelcomeStep, boolean> {
  const value = (wanted: string) => detail.settings.find(({ key }) => key === wanted)?.value ?? "";
  return {
    choose: step !== "choose" || !fresh,
    brand: value("legal.name") !== "" && value("legal.address") !== "" && value("from.email") !== "",
    mailbox: isConnected(detail),
    // The playbook needs nothing; a model needs a name.
    ai: value("ai.provider") === "playbook" || value("ai.model") !== "",
    import: imported > 0,
    review: waiting > 0,
  };
}
