// The made-up engine's templates and prompts, with a renderer that knows just enough of the template language to show a preview.

import type { VariableRow } from "../../generated/VariableRow";
import type { WordingPreview } from "../../generated/WordingPreview";
import type { WordingVersion } from "../../generated/WordingVersion";
import { BackendError } from "../backend";
import type { Answers } from "./backend";
import { cardOf } from "./backend";
import { days } from "./people";
import type { World } from "./world";

const GREETING = "{% if recipient_first_name %}Hi {{ recipient_first_name }},{% else %}Hello,{% endif %}";

const SHIPPED: Record<string, string> = {
  sales_initial: `{% if recipient_company %}An idea for {{ recipient_company }}{% else %}A short introduction{% endif %}

${GREETING}

I am writing from {{ brand }}. {{ company_description }}

{% if recipient_company %}I came across {{ recipient_company }} and thought that we could be useful to you{% else %}I thought that we could be useful to you{% endif %}: what we do best is {{ value_proposition }}.

Would a ten-minute call this week or next be worth it? A short yes or no is a good answer too.
`,
  sales_first_follow_up: `Following up

${GREETING}

I wrote a few days ago about {{ value_proposition }}. Did it reach the right person?

A short yes or no is a good answer too.
`,
  sales_second_follow_up: `Another angle

${GREETING}

Perhaps the question is rather what takes most of your week. We often start there.

What would you hand over first?
`,
  sales_later_follow_up: `Last one from me

${GREETING}

I will not keep writing. If {{ value_proposition }} becomes a topic, I am one reply away.
`,
  backlink_initial: `{% if recipient_website %}A page for {{ recipient_website }}{% else %}A page for your readers{% endif %}

${GREETING}

{% if pitch %}{{ pitch }}{% else %}I am writing from {{ brand }}.{% endif %} Our guide could serve your readers. May I send it?
`,
  backlink_first_follow_up: `Following up

${GREETING}

Did the guide reach you? I am glad to change it so that it fits.
`,
  backlink_second_follow_up: `One more thought

${GREETING}

We could also write a piece of your choice. Would that be welcome?
`,
  backlink_later_follow_up: `Last one from me

${GREETING}

I leave it here. Thank you for the site.
`,
  decision: `You decide the next step of one deal for the brand {{ brand }}.

Stages of the pipeline, in order: {{ stages }}.
At most {{ max_per_deal }} mails are sent to one person; {{ emails_sent }} were sent.
`,
  mail: `You write one mail for the brand {{ brand }}.

Kind of mail: {{ kind_text }}
How the brand sounds: {{ style }}

Write a subject and a body in plain text. {{ subject_text }}
`,
  reply_class: `You classify one reply that the brand {{ brand }} received.
`,
};

const FACTS: [string, string, boolean][] = [
  ["brand", "The brand's name", false],
  ["sender_name", "The name mails come from", false],
  ["company_description", "What the brand's company does, in a sentence", false],
  ["value_proposition", "What the brand does best, as it follows “what we do best is”", false],
  ["style", "How the brand sounds", true],
  ["recipient_name", "The person's whole name", true],
  ["recipient_first_name", "The person's first name", true],
  ["recipient_company", "The person's company", true],
  ["recipient_website", "The person's website", true],
  ["notes", "Notes kept about the person", true],
  ["pitch", "A sentence or two about the person's website, from facts found there", true],
  ["topic", "A subject of that website, as it follows “about”", true],
  ["stage", "The name of the deal's stage", false],
  ["emails_sent", "How many mails of this deal went out", false],
];
const PROMPTS: Record<string, [string, string, boolean][]> = {
  decision: [
    ["brand", "The brand's name", false],
    ["stages", "The keys of the pipeline's stages, in order", false],
    ["max_per_deal", "The most mails one person gets", false],
    ["emails_sent", "How many mails of this deal went out", false],
  ],
  mail: [
    ["brand", "The brand's name", false],
    ["style", "How the brand sounds", true],
    ["kind_text", "Which mail of the sequence it is, and what it is for", false],
    ["subject_text", "What is asked of the subject line", false],
  ],
  reply_class: [["brand", "The brand's name", false]],
};
const MAILS = ["initial", "first_follow_up", "second_follow_up", "later_follow_up"] as const;

export function wordingAnswers(world: World, changed: () => void): Answers {
  const kept = new Map<string, WordingVersion[]>([
    [
      "codeteki/sales_first_follow_up",
      [
        {
          version: 2,
          text: `Following up\n\n${GREETING}\n\nI wrote a few days ago. Should I write to somebody else at {{ recipient_company or 'your company' }}?\n\nA short yes or no is a good answer too.\n`,
          created_at: days(-3),
        },
        {
          version: 1,
          text: `Following up\n\n${GREETING}\n\nI wrote a few days ago. Did it reach you?\n`,
          created_at: days(-12),
        },
      ],
    ],
  ]);
  const versions = (brand: string, name: string) => kept.get(`${brand}/${name}`) ?? [];
  const shipped = (name: string) => {
    const text = SHIPPED[name];
    if (text === undefined) throw new BackendError("not_found", `There is no template “${name}”.`);
    return text;
  };
  const add = (brand: string, name: string, text: string | null) => {
    const before = versions(brand, name);
    const version = (before[0]?.version ?? 0) + 1;
    kept.set(`${brand}/${name}`, [{ version, text, created_at: world.status.now }, ...before]);
    changed();
  };
  const own = (brand: string, name: string) => versions(brand, name)[0]?.text ?? null;
  return {
    wordings: ({ brand }) =>
      Object.keys(SHIPPED).map((name) => ({
        name,
        version: own(brand, name) === null ? 0 : (versions(brand, name)[0]?.version ?? 0),
        text: own(brand, name) ?? shipped(name),
      })),
    wording_show: ({ brand, name }) => ({
      name,
      version: own(brand, name) === null ? 0 : (versions(brand, name)[0]?.version ?? 0),
      text: own(brand, name) ?? shipped(name),
      shipped: shipped(name),
      purpose: name.startsWith("sales_") ? "sales" : name.startsWith("backlink_") ? "backlink" : null,
      mail: MAILS.find((mail) => name.endsWith(`_${mail}`)) ?? null,
      variables: variables(name),
      versions: structuredClone(versions(brand, name)),
    }),
    wording_preview: ({ brand, name, text, deal }) => preview(world, brand, name, text, deal),
    wording_set: ({ brand, name, text }) => {
      const { trouble } = preview(world, brand, name, text, null);
      if (trouble)
        throw new BackendError("bad_request", `This wording was not kept, it does not work. ${trouble.why}.`);
      add(brand, name, text === shipped(name) ? null : text);
      return { done: `${name} is reworded; the next mail uses it.` };
    },
    wording_reset: ({ brand, name }) => {
      add(brand, name, null);
      return { done: `${name} is the shipped text again.` };
    },
  };
}

function variables(name: string): VariableRow[] {
  return (PROMPTS[name] ?? FACTS).map(([name, meaning, may_be_empty]) => ({ name, meaning, may_be_empty }));
}

function preview(world: World, brand: string, name: string, text: string, deal: string | null): WordingPreview {
  const card = deal ? cardOf(world, deal) : null;
  const to = card?.name || "Sarah Jones";
  const sender = world.status.brands.find(({ slug }) => slug === brand);
  const values: Record<string, string> = {
    brand: sender?.name ?? brand,
    sender_name: `The ${sender?.name ?? brand} Team`,
    company_description:
      "We are a digital agency in Australia that builds AI and web solutions for growing businesses.",
    value_proposition: "helping businesses grow with websites and AI assistants that take over routine work",
    recipient_name: to,
    recipient_first_name: to.split(" ")[0] ?? "",
    recipient_company: card?.company ?? "Local Cafe",
    recipient_website: card ? `https://${card.email.split("@")[1]}` : "https://cafe.example",
    stage: "New Lead",
    emails_sent: String(card?.emails_sent ?? 0),
    max_per_deal: "4",
    stages: "new_lead, contacted, engaged",
    kind_text: "the first mail: introduce the brand and say what the recipient gains",
    subject_text: "The subject is short and concrete.",
    style: "brief and friendly",
    notes: "",
    pitch: "",
    topic: "",
  };
  const known = variables(name).map(({ name }) => name);
  const filled = fill(text, values, known);
  if (typeof filled !== "string") return { to, subject: null, body: "", whole: null, trouble: filled };
  if (name in PROMPTS) return { to, subject: null, body: filled.trim(), whole: null, trouble: null };
  const cut = filled.indexOf("\n\n");
  const [subject, body] = cut < 0 ? ["", filled.trim()] : [filled.slice(0, cut).trim(), filled.slice(cut).trim()];
  const empty = { line: null, why: "the subject is empty; write the subject, an empty line, then the body" };
  if (!subject) return { to, subject, body, whole: null, trouble: empty };
  const footer = `${sender?.name ?? brand}, 1 Example Street, Melbourne\nRather not hear from us? Reply STOP and we will not write again.\nOur reference: ref:preview`;
  const whole = `${body}\n\nBest regards,\nThe ${sender?.name ?? brand} Team\n\n-- \n${footer}\n`;
  return { to, subject, body, whole, trouble: null };
}

function fill(text: string, values: Record<string, string>, known: string[]): string | { line: number; why: string } {
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  for (const match of text.matchAll(/\{\{\s*([\w.]*)[^}]*\}\}/g)) {
    if (!known.includes(match[1] ?? "")) {
      return { line: lineOf(match.index), why: `There is no such variable here. Known are: ${known.join(", ")}` };
    }
  }
  const opened = text.match(/\{%-?\s*if/g)?.length ?? 0;
  if (opened !== (text.match(/\{%-?\s*endif/g)?.length ?? 0)) {
    const why = "It does not read as a template: unexpected end of input, expected endif";
    return { line: text.trimEnd().split("\n").length, why };
  }
  const chosen = text.replace(/\{%\s*if\s+(\w+)\s*%\}(.*?)\{%\s*endif\s*%\}/gs, (_all, name: string, inner: string) => {
    const [yes = "", no = ""] = inner.split(/\{%\s*else\s*%\}/);
    return values[name] ? yes : no;
  });
  return chosen.replace(/\{\{\s*(\w+)(?:\s+or\s+'([^']*)')?\s*\}\}/g, (_all, name: string, other?: string) => {
    return values[name] || other || "";
  });
}
