// Analytics: how it goes, over any days, for one brand, all, or each beside the other.

import { useState } from "react";
import { Choice } from "../components/choice";
import { Screen } from "../components/screen";
import { Loading, Trouble } from "../components/states";
import { useAnswers } from "../features/analytics/answers";
import { type Days, daysOf, type Preset, today } from "../features/analytics/figures";
import { RangeChoice } from "../features/analytics/range-choice";
import { Report } from "../features/analytics/report";
import { useNow } from "../lib/ask";
import { t } from "../lib/i18n";
import { useBrandInScope, useKnown } from "../lib/known";

const ALL = "";
const COMPARE = "compare";

export function AnalyticsRoute() {
  const { status, pipelines } = useKnown();
  const inScope = useBrandInScope();
  const day = today(useNow(), status.timezone);
  const [chosen, setChosen] = useState<{ preset: Preset; days: Days }>(() => ({
    preset: "month",
    days: daysOf("month", day),
  }));
  const [what, setWhat] = useState(ALL);
  const days = chosen.preset === "custom" ? chosen.days : daysOf(chosen.preset, day);
  const brands = inScope ? [inScope] : status.brands;
  const mine = pipelines.filter((pipeline) => brands.some(({ id }) => id === pipeline.brand_id));
  const canCompare = brands.length > 1;
  const compare = what === COMPARE && canCompare;
  const pipeline = mine.find(({ id }) => id === what)?.id ?? null;
  const asked = compare
    ? brands.map(({ slug, name }) => ({ key: slug, title: name, brand: slug, pipeline: null }))
    : [{ key: ALL, title: null, brand: inScope?.slug ?? null, pipeline }];
  const answers = useAnswers(asked.map(({ brand, pipeline }) => ({ ...days, brand, pipeline })));
  const parts = asked.flatMap((part, place) => {
    const data = answers.data[place];
    return data ? [{ ...part, data }] : [];
  });
  const nameOf = (slug: string) => status.brands.find((brand) => brand.slug === slug)?.name ?? slug;
  return (
    <Screen
      title={t("analytics:title")}
      actions={
        <>
          <Choice
            label={t("analytics:whose")}
            value={compare || pipeline ? what : ALL}
            options={[
              { value: ALL, label: t("analytics:allPipelines") },
              ...(canCompare ? [{ value: COMPARE, label: t("analytics:compare") }] : []),
              ...mine.map(({ id, name, brand }) => ({
                value: id,
                label: canCompare ? `${name} · ${nameOf(brand)}` : name,
              })),
            ]}
            onChange={setWhat}
          />
          <RangeChoice
            preset={chosen.preset}
            days={days}
            today={day}
            onChange={(preset, days) => setChosen({ preset, days })}
          />
        </>
      }
    >
      {answers.isPending && parts.length === 0 && <Loading what={t("analytics:fetching")} />}
      {answers.error && parts.length === 0 && <Trouble error={answers.error} retry={answers.retry} />}
      {parts.length > 0 && <Report parts={parts} />}
    </Screen>
  );
}
