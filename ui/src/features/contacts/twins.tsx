// Contacts that may be one person, side by side: suggestions, until somebody looks.

import { useState } from "react";
import { BrandMark } from "../../components/brand-mark";
import { Empty, Loading, Trouble } from "../../components/states";
import type { DuplicateGroup } from "../../generated/DuplicateGroup";
import { useAsk } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useBrandInScope, useBrandOf } from "../../lib/known";
import { MergeDialog } from "./merge";

export function Twins({ onOpen }: { onOpen: (contact: string) => void }) {
  const brand = useBrandInScope();
  const brandOf = useBrandOf();
  const [pair, setPair] = useState<[string, string] | null>(null);
  const found = useAsk("duplicates", { brand: brand?.slug ?? null }, { keep: true });
  if (found.error && !found.data) return <Trouble error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading what={t("contacts:twins.fetching")} />;
  const { groups, looked_at } = found.data;
  return (
    <div className="twins">
      {groups.length === 0 ? (
        <Empty title={t("contacts:twins.empty")}>
          <p>{t("contacts:twins.emptyWhy")}</p>
        </Empty>
      ) : (
        <>
          <p className="faint">{t("contacts:twins.lookedAt", { count: looked_at })}</p>
          <ul className="twins-list" aria-label={t("contacts:twins.label")}>
            {groups.map((group) => (
              <Group
                key={group.contacts.map(({ id }) => id).join()}
                group={group}
                brandOf={brand ? null : brandOf}
                onOpen={onOpen}
                onCompare={setPair}
              />
            ))}
          </ul>
        </>
      )}
      {pair && <MergeDialog ids={pair} onClose={() => setPair(null)} />}
    </div>
  );
}

interface GroupProps {
  group: DuplicateGroup;
  brandOf: ((slug: string) => { name: string; place: number } | null) | null;
  onOpen: (contact: string) => void;
  onCompare: (pair: [string, string]) => void;
}

function Group({ group, brandOf, onOpen, onCompare }: GroupProps) {
  // The one with the most behind it stays, if nobody says otherwise.
  const [first, ...rest] = [...group.contacts].sort(
    (one, other) => other.emails - one.emails || other.deals - one.deals || one.created_at - other.created_at,
  );
  const brand = first && brandOf?.(first.brand);
  return (
    <li className="twin">
      <header className="row">
        {brand && <BrandMark name={brand.name} place={brand.place} small />}
        <h2>{t(`contacts:twins.${group.sign}`)}</h2>
      </header>
      <ul>
        {[first, ...rest].map(
          (one) =>
            one && (
              <li key={one.id} className="twin-one">
                <button type="button" className="twin-name cut" onClick={() => onOpen(one.id)}>
                  {one.name || one.email}
                </button>
                <span className="muted cut">{one.email}</span>
                <span className="muted cut">{one.company}</span>
                <span className="faint twin-figures">
                  {t("contacts:twins.figures", {
                    deals: t("contacts:person.dealsCount", { count: one.deals }),
                    mails: t("contacts:person.mailsCount", { count: one.emails }),
                  })}
                </span>
                {first && one !== first ? (
                  <button type="button" className="button" onClick={() => onCompare([first.id, one.id])}>
                    {t("contacts:twins.compare")}
                  </button>
                ) : (
                  <span />
                )}
              </li>
            ),
        )}
      </ul>
    </li>
  );
}
