// Text that is wanted somewhere else: shown whole, copied by one press; a web address can be opened too.

import { Check, Copy, ExternalLink } from "lucide-react";
import { useState } from "react";
import { openLink } from "../../lib/desktop";
import { t } from "../../lib/i18n";
import { say } from "../../lib/say";

export function CopyLine({ text, opens }: { text: string; opens?: boolean }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    } catch {
      say(t("settings:copyByHand"), "warn");
    }
  }
  async function open(): Promise<void> {
    if (!(await openLink(text))) say(t("settings:openByHand"), "warn");
  }
  return (
    <span className="copy-line">
      <code>{text}</code>
      <button
        type="button"
        className="button"
        onClick={() => void copy()}
        aria-label={t("settings:copyThis", { text })}
      >
        {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
        <span aria-live="polite">{t(copied ? "settings:copied" : "settings:copy")}</span>
      </button>
      {opens && (
        <button type="button" className="button" onClick={() => void open()}>
          <ExternalLink size={13} aria-hidden="true" />
          {t("settings:open")}
        </button>
      )}
    </span>
  );
}
