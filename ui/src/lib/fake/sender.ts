// The made-up engine's answers about a brand's own domain: SPF is missing until it is looked up a second time, as if somebody had set it meanwhile.

import type { RecordFinding } from "../../generated/RecordFinding";
import type { SenderHealth } from "../../generated/SenderHealth";
import type { Args, CommandName, Reply } from "../commands";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };

const finding = (record: RecordFinding["record"], rest: Omit<RecordFinding, "record">): RecordFinding => ({
  record,
  ...rest,
});

export function senderAnswers(world: World, changed: () => void): Answers {
  const looks = new Map<string, number>();
  const health = (slug: string): SenderHealth => {
    const times = looks.get(slug) ?? 0;
    const domain = world.status.brands.find((brand) => brand.slug === slug)?.from_email.split("@")[1] ?? "";
    const base = { brand: slug, domain, house: "Zoho", looked_at: times > 0 ? world.status.now : null };
    if (times === 0) return { ...base, findings: [], vouched: "unknown", warning: null };
    const value = "v=spf1 include:zohomail.com.au ~all";
    const spf =
      times > 1
        ? finding("spf", {
            verdict: "good",
            sentence: `${domain} says that Zoho may send for it.`,
            fix: null,
            found: [value],
          })
        : finding("spf", {
            verdict: "missing",
            sentence: `${domain} has no SPF record: it names no server that may send for it.`,
            fix: { sentence: `Add this TXT record to ${domain}.`, set: { kind: "TXT", name: domain, value } },
            found: [],
          });
    const dkim = finding("dkim", {
      verdict: "missing",
      sentence: `No DKIM key of ${domain} was found under the names zoho, zmail.`,
      fix: { sentence: "In Zoho's mail admin console, add a selector, and set the record that it shows.", set: null },
      found: [],
    });
    const dmarc = finding("dmarc", {
      verdict: "weak",
      sentence: "There is a DMARC record. It lets through what fails (p=none).",
      fix: null,
      found: ["v=DMARC1; p=none"],
    });
    const warning =
      times > 1
        ? null
        : {
            sentence: `Receivers cannot tell that mail from ${domain} is yours`,
            fix: `Add this TXT record to ${domain}.`,
          };
    return { ...base, findings: [spf, dkim, dmarc], vouched: warning ? "no" : "yes", warning };
  };
  return {
    sender_health: ({ brand }) => health(brand),
    sender_look: ({ brand }) => {
      looks.set(brand, (looks.get(brand) ?? 0) + 1);
      const found = health(brand);
      const row = world.status.brands.find(({ slug }) => slug === brand);
      if (row) row.sender = found.warning;
      changed();
      return found;
    },
  };
}
