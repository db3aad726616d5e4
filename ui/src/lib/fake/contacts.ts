// The made-up contacts: those of the deals, and a crowd beside them; pages, one person, acts on many, duplicates.

import type { ActivityRow } from "../../generated/ActivityRow";
import type { BulkAct } from "../../generated/BulkAct";
import type { Card } from "../../generated/Card";
import type { ContactFilter } from "../../generated/ContactFilter";
import type { ContactHistory } from "../../generated/ContactHistory";
import type { ContactLine } from "../../generated/ContactLine";
import type { ContactRow } from "../../generated/ContactRow";
import type { ContactSort } from "../../generated/ContactSort";
import type { DealRow } from "../../generated/DealRow";
import type { MergeField } from "../../generated/MergeField";
import type { SuppressionRow } from "../../generated/SuppressionRow";
import { BackendError } from "../backend";
import type { Args, CommandName, Reply } from "../commands";
import { dealDetail } from "./detail";
import { days, hours } from "./people";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };
type Known = ContactLine & Pick<ContactRow, "notes" | "timezone" | "basis_note">;

const FIRST = [
  "Asha",
  "Ben",
  "Carla",
  "Dev",
  "Elif",
  "Finn",
  "Greta",
  "Hugo",
  "Isla",
  "Jonas",
  "Kavya",
  "Liam",
  "Maya",
  "Noah",
  "Olga",
  "Paulo",
];
const LAST = [
  "Abbott",
  "Bianchi",
  "Chopra",
  "Dunn",
  "Engel",
  "Fraser",
  "Gupta",
  "Hart",
  "Ito",
  "Jansen",
  "Kaur",
  "Lopez",
  "Morris",
];
const FIRMS = [
  "Bakery",
  "Dental",
  "Plumbing",
  "Legal",
  "Studio",
  "Optical",
  "Motors",
  "Yoga",
  "Books",
  "Catering",
  "Roofing",
];
const TAGS = [["technology", "startup"], ["hospitality", "local"], ["conference-2026"], [], ["retail"], ["vip"]];
const BASES = ["inferred_published", "none", "express", "legitimate_interest"] as const;

export function contactAnswers(world: World): Answers {
  const people: Known[] = [...ofDeals(world), ...twins(), ...crowd()];
  const silences: SuppressionRow[] = [
    silence("karen@hillflorist.com.au", "address", "asked not to be mailed", "mailbox", days(-3)),
    silence("mei@lotusbooks.com.au", "address", "the address does not exist", "mailbox", hours(-3)),
    silence("example.net", "domain", "a competitor", "person", days(-20)),
    silence("9f2c…", "erased", "asked to be forgotten", "person", days(-41)),
  ];
  const find = (id: string) => {
    const one = people.find((one) => one.id === id || one.email === id);
    if (!one) throw new BackendError("not_found", "There is no such contact.");
    return one;
  };
  const silenceOf = (one: Known) =>
    silences.find(({ kind, value }) => (kind === "domain" ? one.email.endsWith(`@${value}`) : value === one.email));
  const lineOf = (one: Known): ContactLine => ({ ...one, suppressed: silenceOf(one)?.reason ?? null });
  const under = (filter: ContactFilter) => people.map(lineOf).filter((one) => fits(one as Known, filter));
  return {
    contacts_page: ({ filter, sort, down, offset, limit }) => {
      const all = under(filter).sort(by(sort));
      if (down) all.reverse();
      return { rows: structuredClone(all.slice(offset, offset + limit)), total: all.length, more: false };
    },
    contact_facets: () => ({ tags: [...new Set(TAGS.flat())], countries: ["AU", "IN", "NZ", "US"] }),
    contact_show: ({ contact }) => row(lineOf(find(contact)) as Known),
    contact_history: ({ contact }) => {
      const one = find(contact);
      const same = people.filter((other) => other.email === one.email && other.id !== one.id);
      const touching = silenceOf(one);
      return history(
        world,
        lineOf(one) as Known,
        same.map((other) => row(lineOf(other) as Known)),
        touching ? [touching] : [],
      );
    },
    contact_new: (asked) => {
      const known = people.find(({ brand, email }) => brand === asked.brand && email === asked.email);
      if (known) return { done: `${asked.email} is a contact already; nothing was added.`, id: known.id, known: true };
      const one = person(asked.brand, `new-${people.length}`, asked.name, asked.company, asked.email, world.status.now);
      people.push({ ...one, kind: asked.kind, basis: asked.basis, basis_note: asked.basis_note, source: asked.source });
      return { done: `${asked.name || asked.email} is a contact now.`, id: one.id, known: false };
    },
    contact_edit: ({ id, ...change }) => {
      const given = Object.entries(change).filter(([, value]) => value !== null);
      Object.assign(find(id), Object.fromEntries(given), { updated_at: world.status.now });
      return { done: "Changed." };
    },
    contact_erase: ({ address }) => {
      for (let at = people.length - 1; at >= 0; at -= 1) if (people[at]?.email === address) people.splice(at, 1);
      silences.unshift(silence("0a1b…", "erased", "asked to be forgotten", "person", world.status.now));
      const done = `Erased ${address}: contacts 1, deals 0, mails 0, messages 0, mentions elsewhere 0. The address stays suppressed for every brand, known only by its hash.`;
      return { done, contacts: 1, deals: 0, emails: 0, messages: 0, mentions: 0, cleaned: [], left: [] };
    },
    evidence: ({ address }) => ({
      address,
      made_at: world.status.now,
      contacts: [],
      deals: [],
      emails: [],
      messages: [],
      decisions: [],
      activities: [],
      engagement: [],
      suppressions: [],
    }),
    suppressions_list: () => structuredClone(silences),
    suppress: ({ target, brand, reason }) => {
      const kind = target.includes("@") ? "address" : "domain";
      silences.unshift({ ...silence(target, kind, reason || "you suppressed it", "person", world.status.now), brand });
      return { done: `${target} is suppressed for every brand.` };
    },
    unsuppress: ({ target }) => {
      const at = silences.findIndex(({ value }) => value === target);
      if (at < 0) throw new BackendError("not_found", `There is no suppression for “${target}”.`);
      silences.splice(at, 1);
      return { done: `${target} may be mailed again.` };
    },
    contacts_bulk: ({ ids, filter, act }) => {
      const chosen = filter ? under(filter).map(({ id }) => find(id)) : ids.map(find);
      const reply: Reply<"contacts_bulk"> = { done: "", changed: [], left: 0, refused: [] };
      for (const one of chosen) {
        const why = done(world, one, act, silences, silenceOf(one)?.reason ?? null);
        if (why === null) reply.changed.push(one.id);
        else {
          reply.left += 1;
          if (why) reply.refused.push({ id: one.id, who: one.name || one.email, why });
        }
      }
      reply.done = `Changed ${reply.changed.length} ${reply.changed.length === 1 ? "contact" : "contacts"}.`;
      return reply;
    },
    contacts_merge: ({ keep, other, take }) => {
      const [stays, goes] = [find(keep), find(other)];
      for (const field of take) copy(stays, goes, field);
      people.splice(people.indexOf(goes), 1);
      return { done: `${stays.name} and ${goes.name} are one contact now: ${stays.email}.` };
    },
    duplicates: () => {
      const pairs = (sign: "address" | "name_and_company", ids: string[]) => {
        const contacts = people
          .filter(({ id }) => ids.includes(id))
          .map((one) => ({ ...one, deals: one.open_deal ? 1 : 0, emails: one.open_deal ? 2 : 0 }));
        return { sign, contacts };
      };
      const groups = [
        pairs("address", ["codeteki-contact-2", "twin-1"]),
        pairs("name_and_company", ["codeteki-contact-15", "twin-2"]),
      ];
      return structuredClone({ groups: groups.filter(({ contacts }) => contacts.length > 1), looked_at: 100_000 });
    },
    contacts_file: ({ format, ids }) => ({
      rows: ids.length || people.length,
      file: { token: "contacts", name: `contacts.${format}`, size: 4_096 },
    }),
    evidence_file: ({ address }) => ({ token: "evidence", name: `${address.replace("@", "-at-")}.json`, size: 4_096 }),
  };
}

/** Does it; `null` when it changed something, a reason when it is refused, "" when it was so already. */
function done(
  world: World,
  one: Known,
  act: BulkAct,
  silences: SuppressionRow[],
  silent: string | null,
): string | null {
  switch (act.act) {
    case "tag":
      if (one.tags.includes(act.tag)) return "";
      one.tags = [...one.tags, act.tag];
      return null;
    case "untag":
      if (!one.tags.includes(act.tag)) return "";
      one.tags = one.tags.filter((tag) => tag !== act.tag);
      return null;
    case "set_kind":
      one.kind = act.kind;
      return null;
    case "suppress":
      if (silent) return "";
      silences.unshift(silence(one.email, "address", act.reason || "you suppressed it", "person", world.status.now));
      return null;
    case "unsuppress": {
      const at = silences.findIndex(({ value }) => value === one.email);
      if (at < 0) return "";
      silences.splice(at, 1);
      return null;
    }
    case "create_deals":
      if (silent) return `must not be mailed: ${silent}`;
      return one.open_deal ? "has an open deal in Sales already" : null;
  }
}

function copy(stays: Known, goes: Known, field: MergeField): void {
  Object.assign(stays, { [field]: goes[field] });
}

function fits(one: Known, filter: ContactFilter): boolean {
  const words = (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const said = `${one.name} ${one.company} ${one.email} ${one.tags.join(" ")}`.toLowerCase();
  return (
    (filter.brand === null || one.brand === filter.brand) &&
    words.every((word) => said.includes(word)) &&
    (filter.kind === null || one.kind === filter.kind) &&
    (filter.tag === null || one.tags.includes(filter.tag)) &&
    (filter.suppressed === null || (one.suppressed !== null) === filter.suppressed) &&
    (filter.open_deal === null || (one.open_deal !== null) === filter.open_deal) &&
    (filter.authority === null || (one.domain_authority ?? -1) >= filter.authority) &&
    (filter.country === null || one.country === filter.country) &&
    (filter.mark === null || one.marks.includes(filter.mark)) &&
    filter.import === null
  );
}

function by(sort: ContactSort): (one: ContactLine, other: ContactLine) => number {
  const text = (key: "name" | "company" | "email") => (one: ContactLine, other: ContactLine) =>
    one[key].localeCompare(other[key]);
  switch (sort) {
    case "created":
      return (one, other) => one.created_at - other.created_at;
    case "updated":
      return (one, other) => one.updated_at - other.updated_at;
    case "authority":
      return (one, other) => (one.domain_authority ?? -1) - (other.domain_authority ?? -1);
    default:
      return text(sort);
  }
}

function row({ open_deal: _deal, created_at: _created, updated_at: _updated, ...rest }: Known): ContactRow {
  return structuredClone(rest);
}

function history(world: World, one: Known, others: ContactRow[], suppressions: SuppressionRow[]): ContactHistory {
  const ids = [one.id, ...others.map(({ id }) => id)];
  const deals = Object.values(world.cards)
    .flat()
    .filter(({ card }) => ids.includes(card.contact_id));
  const details = deals.map(({ card }) => dealDetail(world, card.id));
  const activities: ActivityRow[] = details.flatMap(({ timeline }) => timeline);
  return structuredClone({
    contact: row(one),
    created_at: one.created_at,
    updated_at: one.updated_at,
    custom: { "Lead Score": "B", Region: "Inner West" },
    imported: { id: "import-1", file_name: "cafe-list.csv", line: 2, at: one.created_at },
    others,
    deals: details.map(
      ({ deal }): DealRow => ({
        ...deal,
        pipeline: deal.pipeline === "sales" ? "Sales" : "Backlink",
        stage: deal.stage.replaceAll("_", " "),
      }),
    ),
    emails: details.flatMap(({ emails }) => emails),
    messages: details.flatMap(({ messages }) => messages),
    activities: activities.sort((one, other) => other.at - one.at),
    suppressions,
  });
}

function silence(
  value: string,
  kind: string,
  reason: string,
  author: SuppressionRow["author"],
  created_at: number,
): SuppressionRow {
  return { value, kind, brand: null, reason, author, created_at };
}

function person(brand: string, id: string, name: string, company: string, email: string, at: number): Known {
  return {
    id,
    brand,
    email,
    name,
    company,
    website: `https://${email.split("@")[1] ?? ""}`,
    domain_authority: null,
    tags: [],
    kind: "lead",
    source: "Conference 2026",
    country: "AU",
    timezone: "",
    basis: "inferred_published",
    basis_note: "Address on their contact page, seen 3 Nov 2026",
    notes: "",
    created_at: at,
    updated_at: at,
    open_deal: null,
    suppressed: null,
    marks: email.startsWith("info@") ? ["role"] : [],
  };
}

function ofDeals(world: World): Known[] {
  const one = (brand: string, card: Card, place: number): Known => ({
    ...person(brand, card.contact_id, card.name, card.company, card.email, hours(-2 - place * 7)),
    domain_authority: card.domain_authority,
    kind: card.domain_authority !== null && card.domain_authority > 30 ? "backlink_target" : "lead",
    tags: TAGS[place % TAGS.length] ?? [],
    notes: place % 3 === 0 ? "Met at the small business fair; asked about online booking." : "",
    open_deal: card.status === "active" || card.status === "paused" ? card.id : null,
  });
  return world.pipelines.flatMap(({ id, brand }) =>
    (world.cards[id] ?? []).map(({ card }, place) => one(brand, card, place)),
  );
}

function twins(): Known[] {
  return [
    person("codeteki", "twin-1", "Priya Nair", "Harbour Dental", "priya+news@harbourdental.com.au", days(-30)),
    {
      ...person("codeteki", "twin-2", "Leo Martins", "Coastal Homes", "leo.martins@gmail.com", days(-12)),
      country: "NZ",
      basis: "none",
      basis_note: "",
    },
  ];
}

function crowd(): Known[] {
  return Array.from({ length: 1_240 }, (_, n) => {
    const [first, last] = [FIRST[(n * 7) % FIRST.length] ?? "", LAST[(n * 5) % LAST.length] ?? ""];
    const company = `${LAST[(n * 3) % LAST.length]} ${FIRMS[(n * 11) % FIRMS.length]}`;
    const host = `${company.toLowerCase().replaceAll(" ", "")}${n % 40 || ""}.com.au`;
    const target = n % 6 === 0;
    return {
      ...person(
        n % 5 === 4 ? "desifirms" : "codeteki",
        `crowd-${n}`,
        `${first} ${last}`,
        company,
        `${first.toLowerCase()}@${host}`,
        days(-6) - n * 1_370_000,
      ),
      domain_authority: target ? 18 + ((n * 13) % 60) : null,
      kind: target ? ("backlink_target" as const) : n % 31 === 7 ? ("partner" as const) : ("lead" as const),
      tags: TAGS[(n * 5) % TAGS.length] ?? [],
      basis: BASES[n % BASES.length] ?? "none",
      country: n % 9 === 0 ? "NZ" : "AU",
    };
  });
}
