// The made-up engine's answers about setting up: settings, previews, connecting, tests, the doctor and copies.

import type { BrandDetail } from "../../generated/BrandDetail";
import type { Connected } from "../../generated/Connected";
import type { DoctorCheck } from "../../generated/DoctorCheck";
import type { SlotDay } from "../../generated/SlotDay";
import { BackendError } from "../backend";
import type { Args, CommandName, Reply } from "../commands";
import { START } from "./people";
import type { World } from "./world";

type Answers = { [N in CommandName]?: (args: Args<N>) => Reply<N> | Promise<Reply<N>> };
type Values = Record<string, string>;

const DAY = 86_400_000;

/** What a brand starts with, by key; brands differ in the first few. */
const USUAL: Values = {
  "from.email": "",
  "from.name": "",
  reply_to: "",
  signature: "Best regards,\nThe Codeteki Team",
  "legal.name": "",
  "legal.address": "11 Example Street, Melbourne VIC 3000",
  website: "https://www.codeteki.au",
  "ai.company_description": "Codeteki is a digital agency in Australia that builds AI and web solutions.",
  "ai.value_proposition": "helping businesses grow with websites and AI assistants",
  "ai.style": "Warm, brief, concrete. No buzzwords.",
  "ai.provider": "playbook",
  "ai.base_url": "https://api.openai.com/v1",
  "ai.model": "",
  "ai.price_in": "0",
  "ai.price_out": "0",
  "ai.daily_tokens": "0",
  "ai.monthly_cost": "0",
  "sender.dkim_selectors": "",
  autonomy: "review",
  timezone: "Australia/Melbourne",
  "mailbox.kind": "zoho",
  "mailbox.sign_in": "password",
  "mailbox.username": "",
  "mailbox.sent_copy": "append",
  "mailbox.aliases": "",
  "imap.host": "",
  "imap.port": "993",
  "imap.security": "tls",
  "smtp.host": "",
  "smtp.port": "465",
  "smtp.security": "tls",
  "zoho.data_centre": "com.au",
  "zoho.account_id": "",
  "zoho.accounts_url": "",
  "zoho.mail_url": "",
  "sending.window": "Mon-Fri 09:00-17:00",
  "sending.days_off": "12-25, 01-01",
  "sending.daily_cap": "50",
  "sending.hourly_cap": "20",
  "sending.ramp": "10+5",
  "sending.min_gap_seconds": "90",
  "sending.max_per_deal": "4",
  "sending.domain_cap": "5",
  "sending.cross_brand_days": "14",
  "relay.url": "",
  "relay.opens": "off",
  "relay.clicks": "off",
  "relay.countries": "",
  notices: "question, interested, link_lost, approval, trouble, solved, review",
};

const WHAT = { openai_api_key: "the model's key", relay_key: "the relay's key" };

interface Kept {
  values: Values;
  secrets: Record<string, boolean>;
}

export function settingsAnswers(world: World): Answers {
  const kept = new Map<string, Kept>();
  const shared = { openai_api_key: false, relay_key: false };
  const brandOf = (slug: string) => {
    const brand = world.status.brands.find((brand) => brand.slug === slug);
    if (!brand) throw new BackendError("not_found", `There is no brand “${slug}”.`);
    return brand;
  };
  const of = (slug: string): Kept => {
    const brand = brandOf(slug);
    const fresh: Kept = {
      values: { ...USUAL, "from.email": brand.from_email, "from.name": brand.name, "legal.name": brand.name },
      secrets: connection(slug === "codeteki"),
    };
    if (slug === "codeteki") fresh.values["zoho.account_id"] = "692332000000002002";
    const found = kept.get(slug) ?? fresh;
    kept.set(slug, found);
    return found;
  };
  const connect = (slug: string, servers?: Args<"brand_connect_servers">): Connected => {
    const { values, secrets } = of(slug);
    Object.assign(secrets, servers ? ofServers(servers) : connection(true));
    Object.assign(
      values,
      servers ? valuesOf(servers) : { "mailbox.kind": "zoho", "zoho.account_id": "692332000000002002" },
    );
    const address = servers?.username || (values["from.email"] ?? "");
    return {
      brand: slug,
      account_id: "692332000000002002",
      address,
      send_as: [address],
      may_send_as_brand: true,
      secrets_in: "system keychain",
    };
  };
  return {
    brand_show: ({ brand }) => detail(world, brandOf(brand), of(brand), shared),
    brand_set: ({ brand, values }) => {
      const [wrong] = problems(values as Values);
      if (wrong) throw new BackendError("bad_request", wrong.message);
      Object.assign(of(brand).values, values);
      const row = brandOf(brand);
      row.from_email = of(brand).values["from.email"] ?? row.from_email;
      row.autonomy = of(brand).values.autonomy === "autopilot" ? "autopilot" : "review";
      row.provider = of(brand).values["ai.provider"] === "openai" ? "openai" : "playbook";
      return { done: `Set ${Object.keys(values).join(", ")} of ${brand}.` };
    },
    brand_new: ({ slug, name, from_email }) => {
      const [first] = world.status.brands;
      if (!/^[a-z][a-z0-9-]+$/.test(slug)) throw new BackendError("bad_request", `“${slug}” does not fit.`);
      if (world.status.brands.some((brand) => brand.slug === slug))
        throw new BackendError("refused", `There is a brand “${slug}” already.`);
      if (first) world.status.brands.push({ ...first, id: slug, slug, name, from_email, queued: 0, sent_today: 0 });
      return { done: `${name} is there, with its pipelines.` };
    },
    brand_pause: ({ brand, reason }) => {
      brandOf(brand).paused = { reason, fix: null, since: world.status.now, by_person: true, until: null };
      return { done: `${brandOf(brand).name} is paused.` };
    },
    settings_check: ({ values }) => problems(values as Values),
    mail_preview: ({ brand, values }) => mail({ ...of(brand).values, ...(values as Values) }),
    slots_preview: ({ brand, days, values }) => ({
      days: slots({ ...of(brand).values, ...(values as Values) }, days),
      held: null,
    }),
    ai_spent: () => ({ tokens_today: 18_420, tokens_month: 412_000, cost_month: "1.24", limit_reached: null }),
    ai_test: ({ brand, values }) => {
      const all = { ...of(brand).values, ...(values as Values) };
      const answer = {
        model: all["ai.model"] || "gpt-5-mini",
        latency_ms: 840,
        tokens_in: 41,
        tokens_out: 9,
        trouble: null,
      };
      if (shared.openai_api_key || all["ai.base_url"]?.includes("127.0.0.1"))
        return { ...answer, models: ["gpt-5-mini", "gpt-5"] };
      const trouble = {
        code: "key_rejected",
        message: "The model's provider does not accept the key.",
        fix: "Enter a valid API key in the settings.",
      };
      return { ...answer, models: [], latency_ms: 0, tokens_in: null, tokens_out: null, trouble };
    },
    brand_test_email: ({ brand, to }) => ({
      brand,
      to,
      subject: `A test of ${brandOf(brand).name}'s mailbox`,
      provider_message_id: "1",
    }),
    brand_connect_code: ({ brand, code }) => {
      if (!code.trim().startsWith("1000."))
        throw new BackendError(
          "failed",
          "Zoho does not accept the code. Make a new one and paste it within its few minutes.",
        );
      return connect(brand);
    },
    mailbox_find: ({ address }) => found(address),
    brand_connect_servers: (servers) => {
      if (!servers.password.includes("app"))
        throw new BackendError(
          "failed",
          "The mail server does not accept the name or the password. Make an app password at the mail provider and connect the mailbox again with it.",
        );
      return connect(servers.brand, servers);
    },
    brand_connect_permission: () => ({
      page: "https://accounts.google.com/o/oauth2/v2/auth?response_type=code&state=1f",
      redirect_uri: "http://127.0.0.1:8765/callback",
    }),
    brand_connect_browser: () => ({
      page: "https://accounts.zoho.com.au/oauth/v2/auth?response_type=code&state=1f",
      redirect_uri: "http://127.0.0.1:8765/callback",
    }),
    brand_connect_wait: () => new Promise(() => undefined),
    brand_connect_stop: () => ({ done: "Nothing waits for the browser any more." }),
    brand_connect_env: ({ brand, text }) => {
      const names = [...text.matchAll(/^(\w+)=\S/gm)].map(([, name]) => name ?? "");
      if (!names.includes("ZOHO_REFRESH_TOKEN"))
        throw new BackendError("bad_request", "There is nothing for a brand in this text.");
      const stored = names.filter((name) => name.startsWith("ZOHO_")).map((name) => name.toLowerCase());
      const ignored = names.filter((name) => !name.startsWith("ZOHO_"));
      return { stored, settings: {}, ignored, connected: connect(brand), trouble: null };
    },
    relay_test: () =>
      shared.relay_key
        ? { waiting: 0, trouble: null }
        : {
            waiting: null,
            trouble: { message: "The relay's key is missing.", fix: "Set it in the brand's settings." },
          },
    secret_set: ({ name }) => {
      shared[name] = true;
      return { done: `Put ${WHAT[name]} into the system keychain.` };
    },
    secret_remove: ({ name }) => {
      shared[name] = false;
      return { done: `Removed ${WHAT[name]} from the system keychain.` };
    },
    backups: () =>
      [1, 2, 3, 10].map((ago) => ({
        file: `/home/you/.local/share/crm-autopilot/backups/crm-autopilot-2026-11-${24 - ago}.sqlite`,
        made_at: START - ago * DAY - 7 * 3_600_000,
        bytes: 8_400_000 - ago * 40_000,
      })),
    doctor: ({ program, brand }) => [
      ...(program ? ofProgram() : []),
      ...(brand ? ofBrand(brandOf(brand).name, brand, of(brand)) : []),
    ],
  };
}

function connection(is: boolean): Record<string, boolean> {
  return { zoho_client_id: is, zoho_client_secret: is, zoho_refresh_token: is };
}

function ofServers({ sign_in }: Args<"brand_connect_servers">): Record<string, boolean> {
  return sign_in === "password"
    ? { imap_password: true, smtp_password: true }
    : { mail_client_id: true, mail_refresh_token: true };
}

function valuesOf({ username, sign_in, sent_copy, imap, smtp }: Args<"brand_connect_servers">): Values {
  return {
    "mailbox.kind": "smtp_imap",
    "mailbox.sign_in": sign_in,
    "mailbox.username": username,
    "mailbox.sent_copy": sent_copy,
    "imap.host": imap.host,
    "imap.port": String(imap.port),
    "imap.security": imap.security,
    "smtp.host": smtp.host,
    "smtp.port": String(smtp.port),
    "smtp.security": smtp.security,
  };
}

/** Gmail's own addresses are known, a domain's mail is taken by Gmail, and one domain says nothing. */
function found(address: string): Reply<"mailbox_find"> {
  const domain = address.split("@")[1] ?? "";
  if (domain === "") throw new BackendError("bad_request", `“${address}” is no e-mail address.`);
  if (domain.endsWith("nowhere.example")) {
    const help = `No mail servers of ${domain} were found. Ask whoever looks after the mailbox for its servers and name them by hand.`;
    return { address, servers: null, help, link: null };
  }
  return {
    address,
    servers: {
      house: "Gmail and Google Workspace",
      imap: { host: "imap.gmail.com", port: 993, security: "tls" },
      smtp: { host: "smtp.gmail.com", port: 465, security: "tls" },
      username: address,
      sent_copy: "server",
      sign_in: ["password", "google"],
      strangers: domain === "gmail.com" ? [] : ["imap.gmail.com", "smtp.gmail.com"],
    },
    help: "Switch on two-step verification in your Google account, then make an app password and paste it here.",
    link: "https://myaccount.google.com/apppasswords",
  };
}

function detail(
  world: World,
  summary: BrandDetail["summary"],
  { values, secrets }: Kept,
  shared: Record<string, boolean>,
): BrandDetail {
  return structuredClone({
    summary,
    settings: Object.entries(values).map(([key, value]) => ({ key, value, meaning: "" })),
    secrets: { ...secrets, ...shared },
    pipelines: world.pipelines.filter(({ brand }) => brand === summary.slug),
  });
}

function problems(values: Values): { key: string; message: string }[] {
  const fits: Record<string, [RegExp, string]> = {
    "from.email": [/^\S+@\S+\.\S+$/, "an e-mail address"],
    timezone: [/^\w+\/\w+|UTC$/, "an IANA zone, such as Australia/Melbourne"],
    "sending.daily_cap": [/^\d{1,3}$/, "a number from 0 to 500"],
    "sending.hourly_cap": [/^\d{1,3}$/, "a number from 0 to 200"],
    "sending.ramp": [/^(off|\d+\+\d+)$/, "a start and a step, such as 10+5, or off"],
    notices: [/^(none|[a-z_]+(, [a-z_]+)*)$/, "kinds such as question, interested, trouble, or none"],
    "sending.window": [/^[A-Z]\S* \d\d:\d\d-\d\d:\d\d$/, "weekdays and times, such as Mon-Fri 09:00-17:00"],
  };
  return Object.entries(values).flatMap(([key, value]) => {
    const [shape, expected] = fits[key] ?? [];
    return shape && !shape.test(value) ? [{ key, message: `“${value}” does not fit ${key}: ${expected}` }] : [];
  });
}

function mail(values: Values): Reply<"mail_preview"> {
  const body = `Hi Sarah,\n\nI am writing from ${values["legal.name"]}. ${values["ai.company_description"]}\n\nI came across Local Cafe and thought that we could be useful to you: what we do best is ${values["ai.value_proposition"]}.\n\nWould a ten-minute call this week or next be worth it? A short yes or no is a good answer too.`;
  const footer = `${values["legal.name"]}, ${values["legal.address"]}\nWe have your address from: your website.\nRather not hear from us? Reply STOP and we will not write again.\nOur reference: AP-EXAMPLE`;
  return {
    from_name: values["from.name"] ?? "",
    from_email: values["from.email"] ?? "",
    reply_to: values.reply_to ?? "",
    to_name: "Sarah Jones",
    to_email: "sarah@localcafe.example",
    subject: "An idea for Local Cafe",
    text: `${body}\n\n${values.signature}\n\n-- \n${footer}\n`,
    missing: values["legal.address"] ? null : "legal.address",
  };
}

/** Roughly what the engine would say: hours of the window, ramp, hourly cap and gap. */
function slots(values: Values, ahead: number): SlotDay[] {
  const [, listed = "", opens = "09", closes = "17"] =
    /^(\S+) (\d\d):\d\d-(\d\d):\d\d$/.exec(values["sending.window"] ?? "") ?? [];
  const [start, step] = (values["sending.ramp"] ?? "off").split("+").map(Number);
  const cap = Number(values["sending.daily_cap"]);
  const [perHour, gap] = [Number(values["sending.hourly_cap"]), Number(values["sending.min_gap_seconds"]) * 1.25];
  const names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  return Array.from({ length: ahead }, (_, place) => {
    const date = new Date(START + place * DAY + 11 * 3_600_000);
    const name = names[date.getUTCDay()] ?? "";
    const weekend = name === "Sat" || name === "Sun";
    const closed = listed === "Mon-Fri" ? weekend : listed !== "Mon-Sun" && !listed.includes(name);
    const most = step === undefined ? cap : Math.min(cap, (start ?? 0) + step * (place + 2));
    const first = Number(opens) * 60 + (place === 0 ? 100 : 0);
    const minutes = Array.from({ length: closed ? 0 : most }, (_, n) =>
      Math.floor(first + Math.floor(n / Math.max(1, perHour)) * 60 + ((n % Math.max(1, perHour)) * gap) / 60),
    ).filter((minute) => minute < Number(closes) * 60);
    return {
      day: date.toISOString().slice(0, 10),
      cap: most,
      closed,
      slots: minutes.map((minute, n) => ({
        at: START + place * DAY + minute * 60_000 + n,
        minute,
        kind: place === 0 && n < 3 ? ("queued" as const) : ("free" as const),
        deal_id: null,
        who: place === 0 && n < 3 ? (["Priya Nair", "John Smith", "Ella Brown"][n] ?? null) : null,
      })),
    };
  });
}

function check(name: string, detail: string, rest: Partial<DoctorCheck> = {}): DoctorCheck {
  return { check: name, brand: null, ok: true, detail, fix: null, action: null, ...rest };
}

function ofProgram(): DoctorCheck[] {
  return [
    check("database", "/home/you/.local/share/crm-autopilot/crm-autopilot.sqlite"),
    check("disk", "48210 MB free"),
    check("clock", "2026-11-24T10:40:00+11:00"),
    check("autopilot", "no other process runs the tasks"),
    check("backup", "newest copy from 2026-11-23T03:30:00+11:00"),
  ];
}

function ofBrand(name: string, brand: string, { values, secrets }: Kept): DoctorCheck[] {
  const footer = values["legal.address"]
    ? check("legal footer", "says who we are")
    : check("legal footer", "legal.address is empty, so nothing can be sent", {
        ok: false,
        fix: "Fill in the postal address.",
        action: { do: "open_settings", brand, section: "identity" },
      });
  const isZoho = values["mailbox.kind"] === "zoho";
  const isConnected = isZoho ? secrets.zoho_refresh_token : secrets.imap_password || secrets.mail_refresh_token;
  const lacking: Partial<DoctorCheck> = {
    ok: false,
    fix: `Connect the mailbox of ${name}.`,
    action: { do: "connect", brand },
  };
  return [
    footer,
    isConnected
      ? check("secrets", "all present in the system keychain")
      : check("secrets", `${brand}/zoho_client_id is missing`, lacking),
    check("DNS", isZoho ? "found accounts.zoho.com.au and mail.zoho.com.au" : `found ${values["imap.host"]}`),
    isConnected
      ? check("mailbox", `connected, account ${values["zoho.account_id"] || values["mailbox.username"]}`)
      : check("mailbox", "The mailbox is not connected yet.", lacking),
  ].map((one) => ({ ...one, brand }));
}
