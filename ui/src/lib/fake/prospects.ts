// The made-up engine's prospects, and what it reads on the sites of deals.

import type { ProspectRow } from "../../generated/ProspectRow";
import type { ProspectState } from "../../generated/ProspectState";
import type { Research } from "../../generated/Research";
import type { SiteFactKind } from "../../generated/SiteFactKind";
import { BackendError } from "../backend";
import type { Args, Reply } from "../commands";
import type { Answers } from "./backend";
import { cardOf } from "./detail";
import { days, hours } from "./people";
import type { World } from "./world";

const STATES: readonly ProspectState[] = ["new", "in_outreach", "linked", "closed", "set_aside"];

/** `make` opens the deal, as a new one by hand. */
export function prospectAnswers(
  world: World,
  changed: () => void,
  make: (asked: Args<"deal_new">) => Reply<"deal_new">,
  lively: boolean,
): Answers {
  const all = prospects();
  const read = new Map<string, Research>();
  const findOne = (id: string): ProspectRow => {
    const found = all.find((one) => one.id === id);
    if (!found) throw new BackendError("not_found", "There is no such prospect.");
    return found;
  };
  return {
    prospects_page: ({ brand, state, search, sort, offset, limit }) => {
      const words = search?.toLowerCase() ?? "";
      const ofBrand = all.filter((one) => !brand || one.brand === brand);
      const rows = ofBrand
        .filter((one) => !state || one.state === state)
        .filter((one) => `${one.site} ${one.contact_name} ${one.contact_email}`.toLowerCase().includes(words))
        .sort((one, other) => {
          if (sort === "site") return one.site.localeCompare(other.site);
          if (sort === "authority") return (other.authority ?? -1) - (one.authority ?? -1);
          if (sort === "added") return other.created_at - one.created_at;
          return other.priority - one.priority;
        });
      const counts = STATES.map((state) => ({ state, count: ofBrand.filter((one) => one.state === state).length }));
      const from = offset ?? 0;
      return structuredClone({
        rows: rows.slice(from, from + (limit ?? 200)),
        total: rows.length,
        counts: counts.filter(({ count }) => count > 0),
      });
    },
    prospect_start: ({ id, email, name }) => {
      const one = findOne(id);
      const contact = one.contact_email || email;
      if (!contact) throw new BackendError("bad_request", "No contact is known there; an address is needed.");
      const made = make({
        brand: one.brand,
        pipeline: "backlink",
        stage: null,
        contact,
        name: one.contact_name || name,
        company: one.site,
        value_cents: 0,
      } as Args<"deal_new">);
      Object.assign(one, {
        state: "in_outreach",
        deal_id: made.id,
        stage: "Prospect",
        contact_id: one.contact_id ?? `${made.id}-contact`,
        contact_email: contact,
        contact_name: one.contact_name || (name ?? ""),
        contacts: Math.max(1, one.contacts),
      });
      changed();
      return { id: made.id, done: `${one.site} is in Backlink; its site is read next.` };
    },
    prospect_set_aside: ({ id, aside }) => {
      const one = findOne(id);
      one.state = aside ? "set_aside" : "new";
      changed();
      return { done: aside ? `${one.site} is set aside.` : `${one.site} is a prospect again.` };
    },
    research: ({ id }) => structuredClone(read.get(id) ?? researchOf(world, id, false)),
    research_run: async ({ id }) => {
      if (lively) await new Promise((resolve) => setTimeout(resolve, 5_000));
      const found = researchOf(world, id, true);
      read.set(id, { ...found, read_at: world.status.now });
      changed();
      return structuredClone(read.get(id) ?? found);
    },
  };
}

type Line = [string, ProspectState, number | null, number, string[], string, string, Partial<ProspectRow>?];

function prospects(): ProspectRow[] {
  const named: Line[] = [
    [
      "hospitalitymag.com.au",
      "new",
      68,
      92,
      ["Authority 68", "Writes about cafes and ordering", "Links to a rival"],
      "",
      "",
      { rival: "https://orderfast.example/cafes" },
    ],
    [
      "broadsheetfood.example",
      "new",
      74,
      88,
      ["Authority 74", "Writes about cafes", "Nobody was written to yet"],
      "Imogen Hart",
      "imogen@broadsheetfood.example",
    ],
    [
      "webweekly.net",
      "in_outreach",
      61,
      81,
      ["Authority 61", "Answered once before"],
      "Ines Duarte",
      "ines@webweekly.net",
      { deal_id: "codeteki-links-1", stage: "Prospect" },
    ],
    [
      "foundersread.com",
      "linked",
      57,
      79,
      ["Authority 57", "Links to us already"],
      "Carla Gomez",
      "carla@foundersread.com",
      {
        deal_id: "codeteki-links-4",
        stage: "Interested",
        links: 1,
        last_contacted_at: days(-6),
        contacted_lately: true,
        researched_at: days(-9),
      },
    ],
    [
      "startupgrind.example",
      "new",
      52,
      71,
      ["Authority 52", "Somebody there was written to lately, which counts against it"],
      "Tom Beck",
      "tom@startupgrind.example",
      { last_contacted_at: days(-34), contacted_lately: true, contacts: 3 },
    ],
    [
      "smallshop.io",
      "in_outreach",
      44,
      64,
      ["Authority 44", "Writes about small shops"],
      "Peter Novak",
      "peter@smallshop.io",
      {
        deal_id: "codeteki-links-2",
        stage: "Initial Outreach",
        last_contacted_at: days(-1),
        contacted_lately: true,
        researched_at: days(-2),
      },
    ],
    [
      "designnotes.blog",
      "in_outreach",
      38,
      58,
      ["Authority 38", "Asked for money"],
      "Yuki Tanaka",
      "yuki@designnotes.blog",
      {
        deal_id: "codeteki-links-3",
        stage: "Follow Up 1",
        last_contacted_at: days(-4),
        contacted_lately: true,
        links: 1,
      },
    ],
    ["cafeculture.example", "new", null, 41, ["No authority is known", "Writes about cafes"], "", ""],
    [
      "quicklinks4u.example",
      "set_aside",
      12,
      9,
      ["Authority 12", "You set it aside"],
      "",
      "sales@quicklinks4u.example",
    ],
    [
      "oldtradenews.example",
      "closed",
      49,
      22,
      ["Authority 49", "Said no in April"],
      "Rita Vale",
      "rita@oldtradenews.example",
      { last_contacted_at: days(-213) },
    ],
  ];
  const crowd = Array.from({ length: 320 }, (_, place): Line => {
    const authority = 8 + ((place * 37) % 46);
    return [
      `${["cafe", "retail", "local", "maker", "garden"][place % 5]}${["notes", "digest", "weekly", "forum"][place % 4]}${place + 1}.example`,
      "new",
      authority,
      Math.max(5, authority - 6),
      [`Authority ${authority}`],
      "",
      "",
    ];
  });
  const row = ([site, state, authority, priority, reasons, name, email, rest]: Line, place: number): ProspectRow => ({
    id: `prospect-${place + 1}`,
    brand: "codeteki",
    site,
    page: `https://${site}/`,
    state,
    authority,
    authority_source: authority === null ? "" : place % 3 === 0 ? "Ahrefs DR" : "Moz DA",
    authority_at: authority === null ? null : days(-12),
    priority,
    reasons,
    contact_id: email ? `prospect-contact-${place + 1}` : null,
    contact_name: name,
    contact_email: email,
    contacts: email ? 1 : 0,
    last_contacted_at: null,
    contacted_lately: false,
    deal_id: null,
    stage: null,
    links: 0,
    rival: null,
    researched_at: null,
    source: "ahrefs-backlinks.csv",
    created_at: days(-11) + place * 1_000,
    ...rest,
  });
  return [...named, ...crowd].map(row);
}

/** What is known before it is read, and what reading finds. */
function researchOf(world: World, id: string, now: boolean): Research {
  const card = cardOf(world, id);
  const site = card.email.split("@")[1] ?? null;
  const nothing: Research = { site, read_at: null, pages: [], trouble: null, facts: [], angles: [] };
  const readBefore = ["link_placed", "interested"].includes(card.last_reply ?? "");
  if (site === null || (!now && !readBefore)) return nothing;
  if (site === "smallshop.io")
    return { ...nothing, read_at: days(-2), trouble: "Its robots.txt asks programs like this one to stay away." };
  const home = `https://${site}/`;
  const fact = (kind: SiteFactKind, value: string, passage = value, page = "") => ({
    kind,
    value,
    passage,
    page: home + page,
  });
  return {
    site,
    read_at: hours(-216),
    pages: [
      { address: home, status: 200 },
      { address: `${home}about`, status: 200 },
      { address: `${home}write-for-us`, status: 200 },
      { address: `${home}blog`, status: 200 },
    ],
    trouble: null,
    facts: [
      fact("title", card.company),
      fact(
        "description",
        "Stories for people who run their own shop",
        "Stories for people who run their own shop, since 2014.",
      ),
      fact(
        "topic",
        "taking orders",
        "Most of our letters are about one thing: taking orders without losing the evening.",
      ),
      fact("topic", "cafes"),
      fact(
        "post",
        "Five evenings I got back",
        "Five evenings I got back: how Mai moved her bakery’s orders online",
        "blog/five-evenings",
      ),
      fact("post", "The till that talks back", "The till that talks back", "blog/the-till"),
      fact("post", "What a menu costs", "What a menu costs, and who pays for it", "blog/menu"),
      fact("post", "Closing day, honestly", "Closing day, honestly", "blog/closing"),
      fact("author", card.name, `Edited by ${card.name}`, "about"),
      fact(
        "write_for_us",
        "First-hand stories only",
        "We take first-hand stories only, at most 900 words, and one link to your own site.",
        "write-for-us",
      ),
      fact("contact_address", card.email, `Pitches to ${card.email}`, "write-for-us"),
      fact(
        "link_to_rival",
        "orderfast.example",
        "…they use orderfast.example, like everybody in the arcade…",
        "blog/the-till",
      ),
    ],
    angles: [
      {
        sentence:
          "“Five evenings I got back” is the story our customers tell, too: one of them would write it first-hand.",
        facts: [4, 9],
      },
      { sentence: "Your readers ask about taking orders; we have numbers from forty cafes to share.", facts: [2, 3] },
    ],
  };
}
