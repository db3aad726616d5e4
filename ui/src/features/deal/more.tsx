// The deal's long stories, one at a time: timeline, the site it is about, mail, decisions, and who it is with. The choice stays from deal to deal.

import { Tabs } from "@base-ui/react/tabs";
import { useState } from "react";
import type { DealDetail } from "../../generated/DealDetail";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { useKnown } from "../../lib/known";
import { About } from "./about";
import type { Acts } from "./acts";
import { Decisions } from "./decisions";
import { placeOf, thread } from "./reading";
import { Site } from "./site";
import { Thread } from "./thread";
import { Timeline } from "./timeline";

type Story = "timeline" | "site" | "mail" | "decisions" | "about";

let last: Story = "timeline";

interface Props {
  detail: DealDetail;
  acts: Acts;
  /** The message that is shown above already. */
  shown: string | undefined;
}

export function More({ detail, acts, shown }: Props) {
  const [chosen, setStory] = useState(last);
  const aboutSite = placeOf(detail.deal, useKnown().pipelines).pipeline?.purpose === "backlink";
  const story = chosen === "site" && !aboutSite ? "timeline" : chosen;
  const items = thread(detail);
  const tabs: [Story, number | null][] = [
    ["timeline", null],
    ...(aboutSite ? ([["site", null]] satisfies [Story, null][]) : []),
    ["mail", items.length],
    ["decisions", detail.decisions.length],
    ["about", null],
  ];
  const choose = (next: Story) => {
    last = next;
    setStory(next);
  };
  return (
    <Tabs.Root className="more" value={story} onValueChange={(next: Story) => choose(next)}>
      <Tabs.List className="more-tabs" aria-label={t("deal:tabs.label")}>
        {tabs.map(([key, n]) => (
          <Tabs.Tab key={key} value={key} className="more-tab">
            {t(`deal:tabs.${key}`)}
            {n !== null && n > 0 && <span className="more-count">{count(n)}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="timeline" className="more-panel">
        <Timeline rows={detail.timeline} onNote={acts.note} />
      </Tabs.Panel>
      {aboutSite && (
        <Tabs.Panel value="site" className="more-panel">
          <Site detail={detail} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="mail" className="more-panel">
        <Thread items={items} contact={detail.deal.card} shown={shown} />
      </Tabs.Panel>
      <Tabs.Panel value="decisions" className="more-panel">
        <Decisions rows={detail.decisions} deal={detail.deal} />
      </Tabs.Panel>
      <Tabs.Panel value="about" className="more-panel">
        <About detail={detail} acts={acts} />
      </Tabs.Panel>
    </Tabs.Root>
  );
}
