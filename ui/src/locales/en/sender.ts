// Settings: how a brand's own domain stands.

export const sender = {
  title: "Sender health",
  about:
    "Receivers look into the DNS of the domain that {{brand}} writes from, to tell its mail from mail that only pretends. Nothing is kept back for it.",
  loading: "Fetching what was found last",
  look: "Look up now",
  looking: "Looking up",
  lookedAt: "Looked up",
  through: "sends through {{house}}",
  noDomain: "There is no address yet",
  noDomainAbout: "Say under Brand identity which address the brand writes from.",
  notYet: "Not looked up yet",
  notYetAbout:
    "The records of {{domain}} are looked up once a day as soon as the mailbox is connected, or now if you like.",
  verdicts: {
    good: "good",
    weak: "could be better",
    missing: "missing",
    broken: "does not work",
    unknown: "not known",
  },
  found: "As it stands in DNS",
  name: "Name ({{kind}})",
  value: "Value",
  keys: "Names of DKIM keys",
  keysAbout: "Only if your key has another name than the usual ones of your mail house. Several with commas between.",
  selectors: "Selectors",
} as const;
