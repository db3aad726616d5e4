// The deal's long stories, one at a time: timeline, mail, decisions, and who it is with. The choice stays from deal to deal.

import { Tabs } from "@base-ui/react/tabs";
import { useState } from "react";
import type { DealDetail } from "../../generated/DealDetail";
import { count } from "../../lib/format";
import { t } from "../../lib/i18n";
import { About } from "./about";
import type { Acts } from "./acts";
import { Decisions } from "./decisions";
import { thread } from "./reading";
import { Thread } from "./thread";
import { Timeline } from "./timeline";

type Story = "timeline" | "mail" | "decisions" | "about";

let last: Story = "timeline";

interface Props {
  detail: DealDetail;
  acts: Acts;
  /** The message that is shown above already. */
  shown: string | undefined;
}

export function More({ detail, acts, shown }: Props) {
  const [story, setStory] = useState(last);
  const items = thread(detail);
  const tabs: [Story, number | null][] = [
    ["timeline", null],
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
