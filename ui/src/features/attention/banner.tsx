// Says above everything else what stands still, why, and what to do about it.

import { Link } from "@tanstack/react-router";
import { Info, TriangleAlert } from "lucide-react";
import { useTell } from "../../lib/ask";
import { t } from "../../lib/i18n";
import { useStatus } from "../../lib/known";
import "./banner.css";
import { attention } from "./attention";

export function Banner({ unreachable }: { unreachable: boolean }) {
  const status = useStatus();
  const lines = attention(status, unreachable);
  if (lines.length === 0) return null;
  return (
    <section className="banners" aria-label={t("shell:banner.label")}>
      {lines.map(({ tone, what, why, fix, brand, sender }) => (
        <p key={what} className={`banner banner-${tone}`}>
          {tone === "wait" ? <Info size={14} aria-hidden="true" /> : <TriangleAlert size={14} aria-hidden="true" />}
          <span>
            <b>{what}</b> {why} {fix && <span className="banner-fix">{fix}</span>}
          </span>
          {brand && <ResumeBrand brand={brand} />}
          {sender && (
            <Link
              to="/settings/$section"
              params={{ section: "sender" }}
              search={{ brand: sender }}
              className="link-button link-button-strong push"
            >
              {t("shell:banner.senderOpen")}
            </Link>
          )}
        </p>
      ))}
    </section>
  );
}

function ResumeBrand({ brand }: { brand: string }) {
  const resume = useTell("brand_resume", ({ done }) => done);
  return (
    <button
      type="button"
      className="link-button link-button-strong push"
      disabled={resume.isPending}
      onClick={() => resume.mutate({ brand })}
    >
      {t("shell:banner.resume")}
    </button>
  );
}
