// One small question to the model, with the settings as they are typed: which model answered, how fast, and what it took.

import { Waiting } from "../../components/waiting";
import type { AiTested } from "../../generated/AiTested";
import { useTell } from "../../lib/ask";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";

interface Props {
  brand: string;
  values: Record<string, string>;
  tested: AiTested | null;
  onTested: (tested: AiTested | null) => void;
}

export function AiTrial({ brand, values, tested, onTested }: Props) {
  const test = useTell("ai_test", () => null);
  const start = () => {
    onTested(null);
    test.mutate({ brand, values }, { onSuccess: onTested });
  };
  return (
    <div className="trial" aria-live="polite">
      <button type="button" className="button" disabled={test.isPending} onClick={start}>
        {t("settings:ai.test")}
      </button>
      {test.isPending && <Waiting what={t("settings:ai.testing")} />}
      {tested && !tested.trouble && (
        <p className="good">
          {t("settings:ai.answered", {
            model: tested.model,
            ms: count(tested.latency_ms),
            tokens: count((tested.tokens_in ?? 0) + (tested.tokens_out ?? 0)),
          })}
        </p>
      )}
      {tested?.trouble && (
        <p className="trial-trouble">
          <b>{tested.trouble.message}</b> {tested.trouble.fix}
        </p>
      )}
    </div>
  );
}
