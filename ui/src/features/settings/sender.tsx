// A brand's own domain as receivers see it: SPF, DKIM and DMARC, each with what to do about it and the record to copy.

import { TriangleAlert } from "lucide-react";
import { Empty, Loading, Trouble } from "../../components/states";
import { Tag, type Tone } from "../../components/tag";
import { Time } from "../../components/time";
import type { BrandDetail } from "../../generated/BrandDetail";
import type { RecordFinding } from "../../generated/RecordFinding";
import type { RecordVerdict } from "../../generated/RecordVerdict";
import type { SenderHealth } from "../../generated/SenderHealth";
import type { SetRecord } from "../../generated/SetRecord";
import { useAsk, useNow, useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { CopyLine } from "./copy-line";
import { LineSetting, Part, SaveBar } from "./fields";
import { useForm } from "./form";
import { KEYS } from "./sections";
import "./sender.css";

const TONES: Record<RecordVerdict, Tone> = {
  good: "good",
  weak: "warn",
  missing: "danger",
  broken: "danger",
  unknown: "wait",
};

export function SenderSection({ detail }: { detail: BrandDetail }) {
  const { slug: brand, name } = detail.summary;
  const form = useForm(detail, KEYS.sender);
  const asked = useAsk("sender_health", { brand });
  const look = useTell("sender_look", () => null);
  return (
    <div className="settings-form settings-form-alone">
      <Part title={t("sender:title")} about={t("sender:about", { brand: name })}>
        {asked.isPending && <Loading what={t("sender:loading")} />}
        {asked.error && !asked.data && <Trouble error={asked.error} retry={() => void asked.refetch()} />}
        {asked.data && <Health health={asked.data} />}
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={look.isPending || asked.data?.domain === ""}
            onClick={() => look.mutate({ brand })}
          >
            {t(look.isPending ? "sender:looking" : "sender:look")}
          </button>
          {asked.data && <LookedAt health={asked.data} />}
        </div>
      </Part>
      <Part title={t("sender:keys")} about={t("sender:keysAbout")}>
        <LineSetting form={form} name="sender.dkim_selectors" label={t("sender:selectors")} />
      </Part>
      <SaveBar form={form} />
    </div>
  );
}

function Health({ health: { domain, findings, warning } }: { health: SenderHealth }) {
  if (domain === "") return <Empty title={t("sender:noDomain")}>{t("sender:noDomainAbout")}</Empty>;
  if (findings.length === 0) return <Empty title={t("sender:notYet")}>{t("sender:notYetAbout", { domain })}</Empty>;
  return (
    <>
      {warning && (
        <p className="sender-warning" role="status">
          <TriangleAlert size={14} aria-hidden="true" />
          <span>
            <b>{warning.sentence}.</b> {warning.fix}
          </span>
        </p>
      )}
      <ul className="sender-records">
        {findings.map((finding) => (
          <Finding key={finding.record} finding={finding} />
        ))}
      </ul>
    </>
  );
}

function Finding({ finding: { record, verdict, sentence, fix, found } }: { finding: RecordFinding }) {
  const name = record.toUpperCase();
  return (
    <li className="sender-record">
      <h3 className="row">
        {name} <Tag tone={TONES[verdict]}>{t(`sender:verdicts.${verdict}`)}</Tag>
      </h3>
      <p>{sentence}</p>
      {fix && <p className="muted">{fix.sentence}</p>}
      {fix?.set && <ToSet set={fix.set} />}
      {found.map((text) => (
        <code key={text} className="sender-found" dir="ltr" title={t("sender:found")}>
          {text}
        </code>
      ))}
    </li>
  );
}

function ToSet({ set: { kind, name, value } }: { set: SetRecord }) {
  return (
    <dl className="sender-set">
      <dt>{t("sender:name", { kind })}</dt>
      <dd>
        <CopyLine text={name} />
      </dd>
      <dt>{t("sender:value")}</dt>
      <dd>
        <CopyLine text={value} />
      </dd>
    </dl>
  );
}

function LookedAt({ health: { looked_at, house } }: { health: SenderHealth }) {
  const now = useNow();
  return (
    <span className="muted">
      {looked_at !== null && (
        <>
          {t("sender:lookedAt")} <Time at={looked_at} now={now} />
          {" · "}
        </>
      )}
      {t("sender:through", { house })}
    </span>
  );
}
