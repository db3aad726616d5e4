// Settings: the list of sections, whose settings they are, and the section that is open.

import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { Screen } from "../components/screen";
import { Empty, Loading, Trouble } from "../components/states";
import { AboutSection } from "../features/settings/about";
import { AiSection } from "../features/settings/ai";
import { AppearanceSection } from "../features/settings/appearance";
import { AutonomySection } from "../features/settings/autonomy";
import { BackupsSection } from "../features/settings/backups";
import { BrandChoice } from "../features/settings/brand-choice";
import { ComputerSection } from "../features/settings/computer";
import { IdentitySection } from "../features/settings/identity";
import { MailboxSection } from "../features/settings/mailbox";
import { SettingsNav } from "../features/settings/nav";
import { NoticesSection } from "../features/settings/notices";
import { RelaySection } from "../features/settings/relay";
import { isOfBrand, type SectionName, sectionNamed } from "../features/settings/sections";
import { SenderSection } from "../features/settings/sender";
import { SendingSection } from "../features/settings/sending";
import "../features/settings/settings.css";
import "../features/settings/slots.css";
import "../features/settings/connect.css";
import { TargetsSection } from "../features/settings/targets";
import type { BrandDetail } from "../generated/BrandDetail";
import { useAsk } from "../lib/ask";
import { t } from "../lib/i18n";
import { useBrandInScope, useStatus } from "../lib/known";

const PipelinesSection = lazy(async () => ({
  default: (await import("../features/pipelines/section")).PipelinesSection,
}));
const WordingsSection = lazy(async () => ({
  default: (await import("../features/wordings/section")).WordingsSection,
}));

const OF_BRAND: Partial<Record<SectionName, ComponentType<{ detail: BrandDetail }>>> = {
  identity: IdentitySection,
  mailbox: MailboxSection,
  sender: SenderSection,
  ai: AiSection,
  sending: SendingSection,
  autonomy: AutonomySection,
  relay: RelaySection,
  targets: TargetsSection,
  notices: NoticesSection,
};

const OTHERS: Partial<Record<SectionName, ComponentType>> = {
  pipelines: PipelinesSection,
  wordings: WordingsSection,
  computer: ComputerSection,
  appearance: AppearanceSection,
  backups: BackupsSection,
  about: AboutSection,
};

export function SettingsRoute() {
  const { brands } = useStatus();
  const scope = useBrandInScope();
  const navigate = useNavigate();
  const section = sectionNamed(useParams({ strict: false }).section);
  const search = useSearch({ strict: false });
  const brand = brands.find(({ slug }) => slug === search.brand) ?? scope ?? brands[0];
  const Other = OTHERS[section];
  const choose = (slug: string) =>
    void navigate({ to: "/settings/$section", params: { section }, search: (rest) => ({ ...rest, brand: slug }) });
  return (
    <Screen
      title={t("settings:title")}
      note={t(`settings:sections.${section}`)}
      actions={
        <>
          {isOfBrand(section) && brand && <BrandChoice brands={brands} brand={brand.slug} onChoose={choose} />}
          <Link to="/doctor" className="button">
            {t("settings:checkAll")}
          </Link>
        </>
      }
    >
      <div className="settings">
        <SettingsNav section={section} brand={brand?.slug ?? ""} />
        <div className="settings-main" key={`${section} ${brand?.slug}`}>
          <Suspense fallback={<Loading what={t("settings:loading")} />}>
            {Other ? <Other /> : brand ? <OfBrand section={section} brand={brand.slug} /> : <NoBrand />}
          </Suspense>
        </div>
      </div>
    </Screen>
  );
}

function OfBrand({ section, brand }: { section: SectionName; brand: string }) {
  const detail = useAsk("brand_show", { brand }, { keep: true });
  const Section = OF_BRAND[section];
  if (detail.data && detail.data.summary.slug === brand) return Section ? <Section detail={detail.data} /> : null;
  if (detail.error) return <Trouble error={detail.error} retry={() => void detail.refetch()} />;
  return <Loading what={t("settings:loading")} />;
}

function NoBrand() {
  return <Empty title={t("settings:noBrand")}>{t("settings:noBrandAbout")}</Empty>;
}
