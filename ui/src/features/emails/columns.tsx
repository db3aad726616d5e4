// The columns of the log of mails, and which of them are shown.

import { Columns3 } from "lucide-react";
import { BrandMark } from "../../components/brand-mark";
import { Menu } from "../../components/menu";
import type { TableColumn } from "../../components/table";
import { Tag, type Tone } from "../../components/tag";
import { Time } from "../../components/time";
import type { EmailState } from "../../generated/EmailState";
import type { LoggedMail } from "../../generated/LoggedMail";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

export const COLUMNS = [
  "state",
  "to",
  "company",
  "subject",
  "kind",
  "writer",
  "written",
  "sent",
  "attempts",
  "trouble",
] as const;
export type ColumnKey = (typeof COLUMNS)[number];

/** At first, and what is left where something is open beside the table. */
export const FIRST: ColumnKey[] = ["state", "to", "company", "subject", "kind", "writer", "sent"];
export const NARROW: ColumnKey[] = ["state", "to", "subject", "sent"];

const WIDTHS: Record<ColumnKey, string> = {
  state: "116px",
  to: "minmax(120px, 1.2fr)",
  company: "minmax(110px, 1.1fr)",
  subject: "minmax(160px, 2.4fr)",
  kind: "128px",
  writer: "104px",
  written: "92px",
  sent: "92px",
  attempts: "70px",
  trouble: "minmax(140px, 1.6fr)",
};

const TONES: Partial<Record<EmailState, Tone>> = {
  awaiting_approval: "wait",
  queued: "wait",
  sending: "wait",
  replied: "good",
  unconfirmed: "warn",
  bounced: "danger",
  failed: "danger",
};

export function StateTag({ state }: { state: EmailState }) {
  const tone = TONES[state];
  const word = t(`words:emailStates.${state}`);
  return tone ? <Tag tone={tone}>{word}</Tag> : <span className="muted">{word}</span>;
}

interface Known {
  now: number;
  /** A mark where mails of several brands are in the list. */
  brandOf: (slug: string) => { name: string; place: number } | null;
}

export function columns(keys: readonly ColumnKey[], known: Known): TableColumn<LoggedMail>[] {
  return COLUMNS.filter((key) => keys.includes(key)).map((key) => ({
    key,
    title: t(`emails:columns.${key}`),
    width: WIDTHS[key],
    numeric: key === "attempts",
    cell: (line) => cell(key, line, known),
  }));
}

function cell(key: ColumnKey, { mail, company }: LoggedMail, { now, brandOf }: Known) {
  switch (key) {
    case "state":
      return <StateTag state={mail.state} />;
    case "to": {
      const brand = brandOf(mail.brand);
      return (
        <span className="emails-to" title={mail.to_address}>
          {brand && <BrandMark name={brand.name} place={brand.place} small />}
          <b className="cut">{mail.to_name || mail.to_address}</b>
        </span>
      );
    }
    case "company":
      return company;
    case "subject":
      return mail.subject;
    case "kind":
      return t(`words:mails.${mail.kind}`);
    case "writer":
      return writer(mail.written_by);
    case "written":
      return <Time at={mail.created_at} now={now} />;
    case "sent":
      return mail.sent_at === null ? <span className="faint">—</span> : <Time at={mail.sent_at} now={now} />;
    case "attempts":
      return count(mail.attempts);
    case "trouble":
      return <span title={mail.trouble ?? undefined}>{mail.trouble ?? ""}</span>;
  }
}

function writer(by: string): string {
  return by === "playbook" || by === "person" ? t(`emails:writers.${by}`) : by;
}

export function ColumnChoice({
  chosen,
  onChange,
}: {
  chosen: readonly ColumnKey[];
  onChange: (keys: ColumnKey[]) => void;
}) {
  const items = COLUMNS.filter((key) => key !== "to").map((key) => ({
    key,
    label: t(`emails:columns.${key}`),
    act: () => onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]),
    chosen: chosen.includes(key),
    hint: chosen.includes(key) ? "✓" : undefined,
  }));
  return (
    <Menu
      className="icon-button"
      label={t("emails:columnsLabel")}
      button={<Columns3 size={14} aria-hidden="true" />}
      groups={[items]}
      align="end"
    />
  );
}
