// The made-up engine's links, with what looks at them found, and the pages of ours that are wanted.

import type { LinkCheckRow } from "../../generated/LinkCheckRow";
import type { LinkDetail } from "../../generated/LinkDetail";
import type { LinkRow } from "../../generated/LinkRow";
import type { LinkState } from "../../generated/LinkState";
import type { LinkTargetRow } from "../../generated/LinkTargetRow";
import type { Standing } from "../../generated/Standing";
import { BackendError } from "../backend";
import { STANDINGS } from "../link-states";
import type { Answers } from "./backend";
import type { Change } from "./detail";
import { cardOf, find } from "./detail";
import { days, hours } from "./people";
import type { World } from "./world";

const STATES: Record<string, LinkState> = {
  L: "live",
  N: "live-nofollow",
  X: "live-noindex",
  H: "hidden",
  T: "wrong-target",
  A: "wrong-anchor",
  R: "redirected",
  M: "removed",
  G: "page-gone",
  B: "blocked",
  U: "unreachable",
};

interface Told {
  source: string;
  target?: string;
  anchors?: string[];
  standing: Standing;
  /** What each look found, oldest first, one a letter. */
  looks: string;
  why: string;
  who?: string;
  deal?: string;
  by?: string;
  brand?: string;
  /** Days since it is watched, and until the next look. */
  age: number;
  next?: number | null;
  misses?: number;
  excerpt?: string;
  moved_to?: string;
}

const HOME = "https://codeteki.au/";

const LINKS: Told[] = [
  {
    source: "https://www.kitchentablepress.com/small-business-tools-2026/",
    target: `${HOME}ordering`,
    anchors: ["online ordering for cafes", "Codeteki"],
    standing: "lost",
    looks: "LLLLLLLLMMMM",
    why: "The page stands without the link, on 4 days since 20 Nov; it was there for 3 months.",
    who: "Nadia Rahman",
    deal: "codeteki-links-6",
    by: "notary",
    age: 96,
    next: 1,
    misses: 4,
  },
  {
    source: "https://retailnotes.net/2026/08/checklists",
    standing: "lost",
    looks: "LLLLGGGG",
    why: "The page is gone (410), on 4 days since 18 Nov.",
    who: "Dev Patel",
    by: "notary",
    age: 118,
    next: 23,
    misses: 4,
  },
  {
    source: "https://growlocal.com.au/blog/websites-that-sell",
    target: `${HOME}websites`,
    anchors: ["websites for small shops"],
    standing: "missing",
    looks: "LLLLLUMM",
    why: "The page stands without the link, on 2 days. 2 more would make it lost.",
    who: "Grace Liu",
    by: "notary",
    age: 41,
    next: 1,
    misses: 2,
  },
  {
    source: "https://designnotes.blog/resources",
    target: `${HOME}websites`,
    anchors: ["Codeteki"],
    standing: "weak",
    looks: "LLLNNN",
    why: "The link stands, and rel says nofollow, which it did not before 12 Nov.",
    who: "Yuki Tanaka",
    deal: "codeteki-links-3",
    by: "notary",
    age: 63,
    next: 12,
  },
  {
    source: "https://bizdirectory.example/melbourne/it/",
    standing: "weak",
    looks: "XXX",
    why: "The link stands on a page that asks search engines not to keep it (X-Robots-Tag: noindex).",
    age: 20,
    next: 3,
  },
  {
    source: "https://thelocalweb.org/guides/ordering-online",
    target: `${HOME}ordering`,
    anchors: ["online ordering for cafes"],
    standing: "awaited",
    looks: "BB",
    why: "The page does not let us in (403). That says nothing about the link; I ask again on Thursday.",
    who: "Will Archer",
    deal: "codeteki-links-5",
    age: 2,
    next: 2,
  },
  {
    source: "https://smallshop.io/journal/spring-roundup",
    standing: "awaited",
    looks: "M",
    why: "The page stands without a link to codeteki.au so far.",
    who: "Peter Novak",
    deal: "codeteki-links-2",
    age: 1,
    next: 1,
  },
  {
    source: "https://foundersread.com/interviews/taking-orders-at-three-in-the-morning-and-other-stories",
    target: `${HOME}ordering`,
    anchors: ["taking orders online"],
    standing: "standing",
    looks: "LLULLLLLLLLL",
    why: "The link stands in the third paragraph, followed, with the agreed words.",
    who: "Carla Gomez",
    deal: "codeteki-links-4",
    by: "notary",
    age: 74,
    next: 9,
  },
  {
    source: "https://members.tradesguild.example/partners",
    standing: "standing",
    looks: "BBB",
    why: "Behind a login, so I am not let in; vouched for by hand on 2 Nov.",
    who: "Owen Price",
    by: "Samir Desai",
    age: 22,
    next: 2,
  },
  ...[
    "hospoweekly.com.au/tools",
    "cafeowner.net/online",
    "northsidetraders.org.au/members",
    "menuengineering.blog/links",
  ].map(
    (page, place): Told => ({
      source: `https://${page}`,
      ...(place % 2 === 0 ? { target: `${HOME}ordering`, anchors: ["online ordering for cafes"] } : {}),
      standing: "standing",
      looks: "LLLLLLLL".slice(place),
      why: "The link stands, followed.",
      by: "notary",
      age: 130 - 20 * place,
      next: 11 + 17 * place,
    }),
  ),
  {
    source: "https://oldblog.example/friends",
    standing: "ended",
    looks: "LLM",
    why: "Nobody looks any more, as you said on 1 Sep.",
    by: "notary",
    age: 300,
    next: null,
  },
  {
    source: "https://indianinmelbourne.example/directory",
    target: "https://desifirms.com.au/",
    standing: "standing",
    looks: "LLLL",
    why: "The link stands, followed.",
    by: "notary",
    brand: "desifirms",
    age: 35,
    next: 8,
  },
];

export function linkAnswers(world: World, change: Change, changed: () => void, lively: boolean): Answers {
  const all = LINKS.map(detailOf);
  const targets = newTargets();
  const findLink = (id: string): LinkDetail => {
    const found = all.find(({ link }) => link.id === id);
    if (!found) throw new BackendError("not_found", "There is no such link.");
    return found;
  };
  return {
    links_page: ({ brand, standing, deal, search, offset, limit }) => {
      const words = search?.toLowerCase() ?? "";
      const ofBrand = all.map(({ link }) => link).filter((link) => !brand || link.brand === brand);
      const rows = ofBrand
        .filter((link) => (!standing || link.standing === standing) && (!deal || link.deal_id === deal))
        .filter((link) => `${link.source} ${link.target} ${link.who ?? ""}`.toLowerCase().includes(words))
        .sort((one, other) => STANDINGS.indexOf(one.standing) - STANDINGS.indexOf(other.standing));
      const counts = STANDINGS.map((standing) => ({
        standing,
        count: ofBrand.filter((link) => link.standing === standing).length,
      }));
      const from = offset ?? 0;
      return structuredClone({
        rows: rows.slice(from, from + (limit ?? 200)),
        total: rows.length,
        counts: counts.filter(({ count }) => count > 0),
      });
    },
    link_show: ({ id }) => structuredClone(findLink(id)),
    link_add: ({ brand, source, target, anchors, deal }) => {
      if (!/^https?:\/\/[^\s/]+\.[^\s/]+/i.test(source))
        throw new BackendError("bad_request", `“${source}” is no address of a web page.`);
      const card = deal ? cardOf(world, deal) : null;
      const made = detailOf(
        {
          source,
          standing: "awaited",
          looks: "",
          why: "Nobody has looked yet; the first look is due now.",
          anchors,
          age: 0,
          next: 0,
          ...(target ? { target } : {}),
          ...(card && deal ? { who: card.name, deal } : {}),
          ...(brand ? { brand } : {}),
        },
        all.length,
      );
      all.unshift(made);
      changed();
      return structuredClone(made.link);
    },
    link_end: ({ id }) => {
      Object.assign(findLink(id).link, { standing: "ended", next_check_at: null });
      changed();
      return { done: "Nobody looks at this link any more." };
    },
    link_check: async ({ id }) => {
      if (lively) await new Promise((resolve) => setTimeout(resolve, 4_000));
      const detail = findLink(id);
      const { now } = world.status;
      const back = detail.link.standing === "lost";
      const state: LinkState = back ? "live" : (detail.link.state ?? "live");
      const why = back ? "The link is back, followed." : detail.link.why;
      detail.checks.unshift(checkOf(detail.link, state, now, why, detail.checks.length));
      detail.link.history.push({ at: now, state });
      Object.assign(detail.link, { state, why, checked_at: now, ...(back ? { standing: "standing", misses: 0 } : {}) });
      if (back) Object.assign(detail.link, { lost_at: null });
      changed();
      return structuredClone(detail);
    },
    deal_vouch: ({ id, signed, source }) => {
      const { card, deal } = find(world, id);
      deal.stage = "verified";
      Object.assign(card, { status: "won", question: null, reason: null, email_state: null, next_action_at: null });
      const link = all.find(({ link }) => link.deal_id === id)?.link;
      if (link)
        Object.assign(link, { standing: "standing", verified_by: signed, verified_at: world.status.now, source });
      change(card, "closed", `Verified: ${signed} saw the link on ${source}`);
      return { done: `Verified, signed by ${signed}.` };
    },
    link_targets: ({ brand }) => structuredClone(targets[brand] ?? []),
    link_target_set: ({ brand, address, anchors }) => {
      if (!/^https?:\/\//i.test(address))
        throw new BackendError("bad_request", `“${address}” is no address of a web page.`);
      targets[brand] ??= [];
      const mine = targets[brand];
      const known = mine.find((one) => one.address === address);
      const used = (anchor: string) => known?.anchors.find((one) => one.anchor === anchor)?.used ?? 0;
      const next = targetOf(
        address,
        anchors.map((anchor) => [anchor, used(anchor)]),
        known?.used ?? 0,
      );
      if (known) Object.assign(known, next);
      else mine.push(next);
      changed();
      return { done: known ? "The words are changed." : "The page is a link target now." };
    },
    link_target_remove: ({ id }) => {
      for (const [brand, rows] of Object.entries(targets)) targets[brand] = rows.filter((one) => one.id !== id);
      changed();
      return { done: "The page is no link target any more." };
    },
  };
}

function detailOf(told: Told, place: number): LinkDetail {
  const { looks, age, next = null, standing } = told;
  const states = [...looks].map((letter) => STATES[letter] ?? "live");
  const at = (look: number) => hours(-6) - 86_400_000 * (looks.length - 1 - look) * (age > 30 ? 3 : 1);
  const history = states.map((state, look) => ({ at: at(look), state }));
  const seen = history.find(({ state }) => state.startsWith("live"));
  const link: LinkRow = {
    id: `link-${place + 1}`,
    brand: told.brand ?? "codeteki",
    deal_id: told.deal ?? null,
    who: told.who ?? null,
    source: told.source,
    target: told.target ?? HOME,
    anchors: told.anchors ?? [],
    standing,
    state: states.at(-1) ?? null,
    why: told.why,
    misses: told.misses ?? 0,
    checked_at: history.at(-1)?.at ?? null,
    next_check_at: next === null ? null : days(next),
    first_live_at: seen ? days(-age) : null,
    lost_at: standing === "lost" ? hours(-30 * (place + 1)) : null,
    verified_at: told.by ? days(-age + 1) : null,
    verified_by: told.by ?? null,
    created_at: days(-age),
    history,
  };
  const checks = history
    .map((look, at) => checkOf(link, look.state, look.at, at === history.length - 1 ? told.why : WHY[look.state], at))
    .reverse();
  return { link, checks, reclaim: standing === "lost" && told.deal ? "email-codeteki-1" : null };
}

const WHY: Record<LinkState, string> = {
  live: "The link stands, followed.",
  "live-nofollow": "The link stands, and rel says nofollow.",
  "live-noindex": "The link stands on a page that asks search engines not to keep it.",
  hidden: "The link is in the page and nobody sees it.",
  "wrong-target": "The link leads to another page of ours.",
  "wrong-anchor": "The link stands with other words than agreed.",
  redirected: "The page leads elsewhere.",
  removed: "The page stands without the link.",
  "page-gone": "The page is gone (410).",
  blocked: "The page does not let us in (403).",
  unreachable: "Nobody answered within 20 seconds.",
};

function checkOf(link: LinkRow, state: LinkState, at: number, why: string, place: number): LinkCheckRow {
  const answered = state !== "unreachable";
  const seen = state.startsWith("live") || state === "wrong-anchor";
  const status = state === "page-gone" ? 410 : state === "blocked" ? 403 : 200;
  const bare = link.source.replace("https://", "http://");
  const hash = [...`${link.id}${place}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff, 7);
  const anchor = link.anchors[0] ?? "Codeteki";
  return {
    id: `${link.id}-look-${place}`,
    at,
    state,
    why,
    hops: answered
      ? [...(place % 2 === 0 ? [{ address: bare, status: 301 }] : []), { address: link.source, status }]
      : [],
    rel: state === "live-nofollow" ? ["nofollow", "noopener"] : [],
    anchor: seen ? anchor : null,
    position: seen ? 14 : null,
    excerpt: seen ? `…we moved the whole menu to ${anchor} in a weekend, and the queue at the counter is gone…` : null,
    hash: answered ? hash.toString(16).padStart(8, "0").repeat(8) : null,
    headers: answered
      ? [
          { name: "content-type", value: "text/html; charset=utf-8" },
          { name: "last-modified", value: "Thu, 12 Nov 2026 03:14:07 GMT" },
          ...(state === "live-noindex" ? [{ name: "x-robots-tag", value: "noindex" }] : []),
        ]
      : [],
    canonical: seen ? link.source : null,
    noindex: state === "live-noindex" ? "X-Robots-Tag: noindex" : null,
    moved_to: state === "removed" && place % 3 === 2 ? `${link.source.replace(/\/[^/]*\/?$/, "")}/archive` : null,
  };
}

function newTargets(): Record<string, LinkTargetRow[]> {
  return {
    codeteki: [
      targetOf(
        `${HOME}ordering`,
        [
          ["online ordering for cafes", 4],
          ["taking orders online", 1],
          ["an ordering page of their own", 0],
        ],
        5,
      ),
      targetOf(
        `${HOME}websites`,
        [
          ["websites for small shops", 1],
          ["Codeteki", 1],
        ],
        2,
      ),
      targetOf(HOME, [], 6),
    ],
    desifirms: [],
  };
}

function targetOf(address: string, anchors: [string, number][], used: number): LinkTargetRow {
  const least = anchors.toSorted((one, other) => one[1] - other[1])[0];
  return {
    id: `target-${address}`,
    address,
    anchors: anchors.map(([anchor, used]) => ({ anchor, used })),
    used,
    next_anchor: least?.[0] ?? null,
  };
}
