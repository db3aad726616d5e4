// The sections of the settings: which there are, which belong to a brand, and which settings each of them edits.

export const SECTIONS = [
  "identity",
  "mailbox",
  "sender",
  "ai",
  "sending",
  "autonomy",
  "relay",
  "targets",
  "notices",
  "pipelines",
  "wordings",
  "computer",
  "appearance",
  "backups",
  "about",
] as const;

export type SectionName = (typeof SECTIONS)[number];

/** In the list they stand in three groups: how a brand writes, what it follows, and the program itself. */
export const GROUPS = [
  {
    name: "brand",
    sections: ["identity", "mailbox", "sender", "ai", "sending", "autonomy", "relay", "targets", "notices"],
  },
  { name: "playbook", sections: ["pipelines", "wordings"] },
  { name: "program", sections: ["computer", "appearance", "backups", "about"] },
] as const satisfies readonly { name: string; sections: readonly SectionName[] }[];

/** The settings of a brand by the section where they are edited. */
export const KEYS = {
  identity: [
    "from.name",
    "from.email",
    "reply_to",
    "signature",
    "legal.name",
    "legal.address",
    "website",
    "timezone",
    "ai.company_description",
    "ai.value_proposition",
    "ai.style",
  ],
  mailbox: ["mailbox.aliases"],
  sender: ["sender.dkim_selectors"],
  ai: ["ai.provider", "ai.base_url", "ai.model", "ai.price_in", "ai.price_out", "ai.daily_tokens", "ai.monthly_cost"],
  sending: [
    "sending.window",
    "sending.days_off",
    "sending.daily_cap",
    "sending.hourly_cap",
    "sending.ramp",
    "sending.min_gap_seconds",
    "sending.max_per_deal",
    "sending.domain_cap",
    "sending.cross_brand_days",
  ],
  autonomy: ["autonomy"],
  relay: ["relay.url", "relay.opens", "relay.clicks", "relay.countries"],
  notices: ["notices"],
} as const;

export type Key = (typeof KEYS)[keyof typeof KEYS][number];

export function sectionNamed(name: string | undefined): SectionName {
  return SECTIONS.find((section) => section === name) ?? "identity";
}

/** Whether a section is about one brand. */
export function isOfBrand(section: SectionName): boolean {
  return GROUPS[0].sections.some((name) => name === section);
}
