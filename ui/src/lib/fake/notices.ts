// The made-up engine's record of what was worth telling, newest first.

import type { NoticeKind } from "../../generated/NoticeKind";
import type { NoticeRow } from "../../generated/NoticeRow";
import type { Answers } from "./backend";
import { minutes } from "./people";
import type { World } from "./world";

export function noticeAnswers(world: World, changed: () => void): Answers {
  return {
    notices_list: ({ limit }) => structuredClone(world.notices.slice(0, limit)),
    notices_seen: ({ upto }) => {
      for (const notice of world.notices) if (notice.at <= upto) notice.seen = true;
      changed();
      return { done: "Seen." };
    },
  };
}

export function notices(): NoticeRow[] {
  type Line = [number, NoticeKind, string, string | null, string, string?];
  const lines: Line[] = [
    [-1, "approval", "2 mails wait for your approval", "codeteki", "Codeteki"],
    [
      -120,
      "question",
      "Sarah Jones asks something",
      "codeteki",
      "Do you also do online ordering, and what would it cost?",
      "codeteki-9",
    ],
    [
      -300,
      "interested",
      "Leo Martins is interested",
      "codeteki",
      "Sounds good. Can we talk on Thursday?",
      "codeteki-15",
    ],
    [-700, "solved", "This works again", null, "desifirms: The mailbox did not answer within 30 seconds."],
    [-760, "trouble", "Something needs a look", null, "desifirms: The mailbox did not answer within 30 seconds."],
    [
      -1_490,
      "trouble",
      "A mail may or may not have gone out",
      "codeteki",
      "The mailbox did not answer. I look for the mail to Ravi Menon in the Sent folder.",
      "codeteki-13",
    ],
    [-1_500, "interested", "Omar Haddad is interested", "codeteki", "Yes please, send me the details.", "codeteki-18"],
    [-1_540, "review", "Codeteki: morning review", "codeteki", "38 deals scored, 3 need you"],
    [-4_420, "review", "Codeteki: morning review", "codeteki", "35 deals scored, nothing needs you"],
  ];
  return lines.map(([at, kind, title, brand, body, deal], place) => ({
    id: `notice-${lines.length - place}`,
    at: minutes(at),
    kind,
    brand,
    deal_id: deal ?? null,
    title,
    body,
    seen: place > 2,
  }));
}
