// What models took, per day, and what that comes to at the price one pays. The program knows no prices; they are kept on this machine.

import { lazy, Suspense, useState } from "react";
import { Figure } from "../../components/figure";
import { Loading } from "../../components/states";
import type { Analytics } from "../../generated/Analytics";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { cost, type Prices, tokensByDay } from "./figures";

const TokensChart = lazy(() => import("./tokens-chart"));
const KEY = "model-prices";

export function Tokens({ data }: { data: Analytics }) {
  const [prices, setPrices] = useState<Prices>(kept);
  const models = [...new Set(data.usage.map(({ model }) => model))];
  const sums = data.usage.reduce((sum, row) => ({ in: sum.in + row.tokens_in, out: sum.out + row.tokens_out }), {
    in: 0,
    out: 0,
  });
  const paid = cost(data.usage, prices);
  const price = (model: string, side: "in" | "out", value: number) => {
    const next = { ...prices, [model]: { in: 0, out: 0, ...prices[model], [side]: value } };
    window.localStorage.setItem(KEY, JSON.stringify(next));
    setPrices(next);
  };
  const titles = ["day", "model", "calls", "tokensIn", "tokensOut"] as const;
  return (
    <Figure
      title={t("analytics:tokens.title")}
      note={
        data.usage.length > 0 &&
        [
          t("analytics:tokens.sums", { in: count(sums.in), out: count(sums.out) }),
          paid === null ? null : t("analytics:tokens.cost", { cost: dollars(paid) }),
        ]
          .filter(Boolean)
          .join(" · ")
      }
      about={t("analytics:tokens.about")}
      sheet={{
        titles: titles.map((title) => t(`analytics:columns.${title}`)),
        rows: data.usage.map((row) => [row.day, row.model, row.calls, row.tokens_in, row.tokens_out]),
      }}
      file={`tokens-${data.from}-${data.to}`}
      empty={data.usage.length === 0 && t("analytics:tokens.empty")}
    >
      <Suspense fallback={<Loading what={t("analytics:drawing")} />}>
        <div role="img" aria-label={t("analytics:tokens.sums", { in: count(sums.in), out: count(sums.out) })}>
          <TokensChart days={tokensByDay(data.usage, data.days)} />
        </div>
      </Suspense>
      <div className="prices">
        {models.map((model) => (
          <p key={model} className="price">
            <span className="cut">{model}</span>
            {(["in", "out"] as const).map((side) => (
              <label key={side} className="row">
                <span className="muted">{t(`analytics:tokens.price.${side}`)}</span>
                <input
                  type="number"
                  className="input price-field"
                  min={0}
                  step="any"
                  aria-label={`${model}: ${t(`analytics:tokens.price.${side}`)}`}
                  value={prices[model]?.[side] ?? ""}
                  onChange={(event) => {
                    const value = event.target.valueAsNumber;
                    if (value >= 0) price(model, side, value);
                  }}
                />
              </label>
            ))}
          </p>
        ))}
      </div>
    </Figure>
  );
}

function kept(): Prices {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Prices) : {};
  } catch {
    return {};
  }
}

function dollars(sum: number): string {
  return `US$${sum.toFixed(sum < 1 ? 3 : 2)}`;
}
