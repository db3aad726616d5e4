// What became of mails, by kind, template or writer: how many were answered, gladly answered, came back, or were the last straw.

import { useState } from "react";
import { Segments } from "../../components/choice";
import { Figure } from "../../components/figure";
import type { Analytics } from "../../generated/Analytics";
import { count, sentence, words } from "../../lib/format";
import { t } from "../../lib/i18n";
import { type Dimension, percent, type Rate, ratesBy, share } from "./figures";

const DIMENSIONS: readonly Dimension[] = ["kind", "template", "model"];
const PARTS = ["replied", "positive", "bounced", "opted_out"] as const;
const KINDS = ["initial", "first_follow_up", "second_follow_up", "later_follow_up", "reclaim"] as const;
const PURPOSES = ["sales", "backlink"] as const;

export function Rates({ data }: { data: Analytics }) {
  const [by, setBy] = useState<Dimension>("kind");
  const rows = ratesBy(data.rates, by);
  return (
    <Figure
      title={t("analytics:rates.title")}
      about={t("analytics:rates.about")}
      sheet={{
        titles: [
          t(`analytics:rates.by.${by}`),
          t("analytics:sent"),
          ...PARTS.flatMap((part) => [t(`analytics:rates.${part}`), `${t(`analytics:rates.${part}`)} %`]),
        ],
        rows: rows.map((row) => [
          name(by, row.key),
          row.sent,
          ...PARTS.flatMap((part) => [row[part], Math.round(1_000 * (share(row[part], row.sent) ?? 0)) / 10]),
        ]),
      }}
      file={`rates-${by}-${data.from}-${data.to}`}
      empty={rows.length === 0 && t("analytics:rates.empty")}
      actions={
        <Segments
          label={t("analytics:rates.how")}
          value={by}
          options={DIMENSIONS.map((value) => ({ value, label: t(`analytics:rates.by.${value}`) }))}
          onChange={setBy}
        />
      }
    >
      <table className="sheet-table rates">
        <thead>
          <tr>
            <th scope="col">{t(`analytics:rates.by.${by}`)}</th>
            <th scope="col" className="sheet-number">
              {t("analytics:sent")}
            </th>
            {PARTS.map((part) => (
              <th key={part} scope="col">
                {t(`analytics:rates.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{name(by, row.key)}</th>
              <td className="sheet-number">{count(row.sent)}</td>
              {PARTS.map((part) => (
                <td key={part}>
                  <Share row={row} part={part} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Figure>
  );
}

function Share({ row, part }: { row: Rate; part: (typeof PARTS)[number] }) {
  const value = share(row[part], row.sent);
  return (
    <span className="rate" title={t("analytics:rates.of", { n: count(row[part]), all: count(row.sent) })}>
      <span className="rate-track" aria-hidden="true">
        {value !== null && value > 0 && (
          <span className={`rate-bar rate-${part}`} style={{ inlineSize: `${100 * value}%` }} />
        )}
      </span>
      <span>{percent(value)}</span>
    </span>
  );
}

function name(by: Dimension, key: string): string {
  if (by === "model") return key === "playbook" ? t("words:providers.playbook") : key;
  const kind = KINDS.find((kind) => key.endsWith(kind) && (by === "kind" ? key === kind : true));
  const purpose = PURPOSES.find((purpose) => key.startsWith(`${purpose}_`));
  const full = KINDS.find((kind) => key === `${purpose}_${kind}`) ?? kind;
  if (!full) return sentence(words(key));
  const mail = t(`words:mails.${full}`);
  return by === "template" && purpose ? `${mail} · ${t(`analytics:purposes.${purpose}`)}` : mail;
}
