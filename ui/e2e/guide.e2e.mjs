// What the customer's guide lets a person do, once through on the real engine, by the keyboard alone: this page has no mouse.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { hands, PATIENCE } from "./hands.mjs";
import { AUTOPILOT, openWorld } from "./world.mjs";

const LONG = { timeout: 120_000 };

let world;
let page;
const { keys, spoken, palette, tabTo, until } = hands(() => page);

before(
  async () => {
    world = await openWorld("", (page) => page.setDefaultTimeout(PATIENCE));
    ({ page } = world);
    await page.getByRole("navigation").first().waitFor();
  },
  { timeout: 180_000 },
);

after(() => world?.close());

test("Deals: the board is reached by the palette and filtered", LONG, async () => {
  await palette("Go to Board");
  await card().first().waitFor();
  const all = await card().count();
  await keys("f");
  await page.getByRole("searchbox", { name: "Text" }).waitFor();
  const wanted = await card().first().locator(".card-who .cut").innerText();
  await page.keyboard.type(wanted);
  await keys("Enter");
  await until(
    async () => (await card().count()) < all && (await card(wanted).count()) > 0,
    "the filter narrows the board",
  );
  await tabTo("Clear all");
  await keys("Enter");
  await until(async () => (await card().count()) >= all, "everything is back");
});

test("Deals: a card is carried to another stage, and the move is taken back", LONG, async () => {
  const name = await focusCard("New Lead");
  await keys("Space");
  await page.getByText(`Lifted ${name}, in New Lead`).waitFor();
  await keys("ArrowRight");
  await page.getByText(/^Over Contacted, stage 2/).waitFor();
  await keys("Enter");
  await page.getByText(`${name} is in Contacted now.`).first().waitFor();
  await stage("Contacted").locator("[data-card]", { hasText: name }).waitFor();
  await keys("Control+z");
  await page.getByText(`${name} is back as before.`).first().waitFor();
  await stage("New Lead").locator("[data-card]", { hasText: name }).waitFor();
});

test("Deals: two are selected and paused together", LONG, async () => {
  await focusCard("New Lead");
  await keys("x", "ArrowDown", "x");
  const bar = page.getByRole("region", { name: "Acts on what is selected" });
  await bar.getByText("2 selected").waitFor();
  await tabTo("Pause");
  await keys("Enter");
  await page.getByText("2 deals are paused.").first().waitFor();
  await keys("Control+z");
  await bar.waitFor({ state: "detached" });
});

test("Deals: two are selected and moved together", LONG, async () => {
  await focusCard("New Lead");
  await keys("x", "ArrowDown", "x", "m");
  await page.getByText("Move 2 deals to").waitFor();
  await keys("4");
  await spoken("2 deals are in Qualified now.");
  assert.equal(await stage("Qualified").locator("[data-card]").count(), 2);
  await keys("Control+z");
  await spoken("2 deals are back as before.");
});

test("queue_deal_email: one mail is drafted for one deal", LONG, async () => {
  const name = await focusCard("New Lead");
  await keys("Enter");
  const panel = page.getByRole("complementary", { name: "Deal" });
  await panel.getByRole("heading", { name, exact: true }).waitFor();
  await keys("d");
  await spoken(/^Written: “.*”\. It waits for you\./);
  await keys("Escape");
  await panel.waitFor({ state: "detached" });
});

test("Manual execution: the next steps are decided from the palette", LONG, async () => {
  await palette("Run now: Decide next steps");
  await page.locator(".spoken", { hasText: "Decide next steps" }).waitFor();
  await stage("New Lead").locator("[data-card]", { hasText: "Mail waits for you" }).first().waitFor();
});

test("AI mail: one is approved as it stands, the next is changed first", LONG, async () => {
  await palette("Go to Review");
  const subject = page.locator(".sheet-subject");
  const first = await subject.innerText();
  await page.getByText("What it leans on").waitFor();
  await keys("a");
  await spoken(/^Approved\. /);
  await until(async () => (await subject.innerText()) !== first, "the next mail is open");

  await page.getByText("What it leans on").waitFor();
  await keys("e");
  await page.getByRole("textbox", { name: "Text" }).waitFor();
  await tabTo("Text");
  await keys("Control+Home");
  await page.keyboard.type("A word before: ");
  await keys("Control+Enter");
  await page
    .getByText(/What was written first is kept/)
    .first()
    .waitFor();
  await page.locator(".sheet-text", { hasText: "A word before:" }).waitFor();
});

test("Email logs: the log is searched, and a mail is opened beside it", LONG, async () => {
  await palette("Go to Sent mail", "sent mail");
  const rows = page.getByRole("grid", { name: "Sent mail" }).locator(".table-row");
  await rows.first().waitFor();
  assert.ok((await rows.count()) > 10, "every mail is in the log");
  await keys("/");
  await page.keyboard.type("A word before");
  await until(async () => (await rows.count()) === 1, "the mail that was changed is found by its text");
  await tabTo("Waits for you", "[role=row]");
  await keys("Enter");
  await page.getByText("What happened").waitFor();
  await keys("Escape");
  await page.getByText("What happened").waitFor({ state: "detached" });
});

test("AI decisions: one is opened, with its reason and what it was made on", LONG, async () => {
  await palette("Go to Decisions");
  await page.getByRole("grid", { name: "Decisions" }).locator(".table-row").first().waitFor();
  await keys("j");
  await page.getByText("What it was made on").waitFor();
  await keys("Escape");
  await page.getByText("What it was made on").waitFor({ state: "detached" });
});

test("Periodic tasks: a schedule is changed in words, and taken back", LONG, async () => {
  await palette("Go to Tasks");
  const tasks = page.getByRole("list", { name: "Recurring tasks" });
  await tasks.waitFor();
  await tabTo("Morning review");
  await keys("Enter");
  await tabTo("Or say it");
  await keys("Control+a");
  await page.keyboard.type("Mon-Fri at 8:15");
  await tabTo("Keep this schedule");
  await keys("Enter");
  await spoken("Morning review now runs Mon–Fri at 08:15.");
  await tasks.getByText("Mon–Fri at 08:15").waitFor();
  await keys("Control+z");
  await tasks.getByText("daily at 09:00").waitFor();
});

test("Periodic tasks: one is switched off and on, and run by hand", LONG, async () => {
  const toggle = page.getByRole("switch", { name: "Runs by itself: Morning review" }).first();
  await tabTo("Runs by itself: Morning review");
  await keys("Space");
  await until(async () => (await toggle.getAttribute("aria-checked")) === "false", "it is off");
  await keys("Space");
  await until(async () => (await toggle.getAttribute("aria-checked")) === "true", "it is on");
  await keys("r");
  await page.getByRole("grid", { name: "Runs of Morning review" }).locator(".table-row").first().waitFor();
});

test("Contacts: people are found, two are labelled together, and it is taken back", LONG, async () => {
  await palette("Go to Contacts");
  await page.getByRole("searchbox", { name: "Search contacts" }).waitFor();
  await page.locator(".table-row").first().waitFor();
  await keys("/");
  // Who is found comes a moment later, and would take the place of what was chosen before.
  const found = page.waitForResponse((answer) => answer.url().endsWith("/call/contacts_page"));
  await page.keyboard.type("a");
  await found;
  await page.getByRole("button", { name: "Clear all" }).waitFor();
  await until(async () => (await page.locator(".main [aria-busy=true]").count()) === 0, "the table rests");
  await keys("ArrowDown", "Space", "ArrowDown", "Space");
  await page.getByText("2 selected").waitFor();
  await tabTo("Label");
  await keys("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo("Label", "input");
  await page.keyboard.type("met at the fair");
  await keys("Enter");
  await spoken("Labelled 2 contacts “met at the fair”.");
  const labelled = page.locator(".contact-tags[title*='met at the fair']");
  await until(async () => (await labelled.count()) === 2, "both have the label");
  await keys("Control+z");
  await until(async () => (await labelled.count()) === 0, "neither has the label");
});

test("Brands: a signature is changed, shown in an example, and taken back", LONG, async () => {
  await palette("Go to Settings");
  const signature = page.getByRole("textbox", { name: "Signature" });
  await signature.waitFor();
  const before = await signature.inputValue();
  await tabTo("Signature");
  await keys("Control+a");
  await page.keyboard.type("Kind regards, Priya");
  await page
    .getByLabel("Example mail")
    .getByText(/Kind regards, Priya/)
    .waitFor();
  await keys("Control+s");
  await spoken("Saved the settings of Codeteki");
  // While one writes, Ctrl Z is the field's own: the way back is a button.
  await tabTo("Undo");
  await keys("Enter");
  await until(async () => (await signature.inputValue()) === before, "the signature is as before");
});

test("Brands: a test mail goes through the mailbox", LONG, async () => {
  await tabTo("Mailbox");
  await keys("Enter");
  await tabTo("Send a test");
  await keys("Enter");
  await page
    .getByText(/The mailbox took “.*” for/)
    .first()
    .waitFor();
});

test("Pipelines: a stage is put in another place, and back", LONG, async () => {
  await tabTo("Pipelines");
  await keys("Enter");
  await tabTo("Move Contacted");
  await keys("Alt+ArrowDown");
  await spoken("Put the stages in another order.");
  await keys("Control+z");
  const names = page.locator("[aria-label^='Name of the stage']");
  await until(async () => /Contacted/.test(await names.nth(1).getAttribute("aria-label")), "it is the second again");
});

test("Troubleshooting: the doctor looks at everything", LONG, async () => {
  await palette("Doctor");
  await page.getByRole("heading", { name: "Doctor" }).waitFor();
  await page
    .getByText("Everything is well")
    .or(page.getByText(/needs? you$/))
    .first()
    .waitFor();
});

test("Quick reference: each screen is two keys away", LONG, async () => {
  const screens = { t: "Today", b: "Board", r: "Review", i: "Inbox", c: "Contacts", a: "Analytics" };
  Object.assign(screens, { d: "Decisions", m: "Sent mail", k: "Tasks", s: "Settings" });
  for (const [key, title] of Object.entries(screens)) {
    await keys("g", key);
    await page.locator("nav [aria-current=page]", { hasText: title }).first().waitFor();
  }
});

/** The guide's table of columns. */
const VARIATIONS = {
  email: ["email", "email_address", "e-mail", "contact_email"],
  name: ["name", "full_name", "contact_name", "full_name"],
  company: ["company", "company_name", "organization", "business"],
  website: ["website", "website_url", "url", "domain"],
  domain_authority: ["domain_authority", "da", "dr", "authority"],
  notes: ["notes", "note", "comments", "description"],
  tags: ["tags", "tag", "labels", "categories"],
};

test("CSV format: every variation of the guide is known, and a preview keeps nothing", LONG, async () => {
  const fields = Object.keys(VARIATIONS);
  const values = "john@example.com,John Smith,Acme Corp,https://acme.com,45,Met at conference,technology";
  for (let at = 0; at < 4; at += 1) {
    const headers = fields.map((field) => VARIATIONS[field][at]).join(",");
    const { columns } = await previewOf(`${headers}\n${values}\n`);
    const known = columns.filter(({ certainty }) => certainty === "known").map(({ field }) => field);
    assert.deepEqual(known, fields, headers);
  }
  const two = await previewOf("first_name,last_name,email\nJohn,Smith,john@example.com\n");
  assert.equal(two.rows[0].name, "John Smith");
  assert.deepEqual(await command("contacts", "list"), []);
});

test("Command line: pipelines, settings, deals and tasks are changed as in the guide", LONG, async () => {
  await command("seed");
  await command("seed");
  const { pipelines } = await command("brand", "show", "codeteki");
  assert.deepEqual(
    pipelines.map(({ key, stages }) => [key, stages.length]),
    [
      ["sales", 7],
      ["backlink", 8],
    ],
  );
  await command("brand", "set", "codeteki", "ai.company_description=Codeteki is a digital agency");
  const { settings } = await command("brand", "show", "codeteki");
  const said = settings.find(({ key }) => key === "ai.company_description").value;
  assert.equal(said, "Codeteki is a digital agency");

  const file = await list("email,name\njohn@example.com,John Smith\n");
  const kind = ["--type", "backlink_target", "--source", "Conference 2024", "--create-deals", "--pipeline", "backlink"];
  const done = await command("import", file, "--brand", "codeteki", ...kind);
  assert.deepEqual([done.created, done.deals], [1, 1]);
  await command("deals", "pause", "john@example.com");
  const paused = await command("deals", "list", "--pipeline", "backlink", "--stage", "Prospect", "--status", "paused");
  assert.equal(paused.length, 1);
  await command("deals", "resume", "john@example.com");

  await command("tasks", "disable", "daily_ai_review");
  await command("tasks", "schedule", "daily_ai_review", "0 8 * * Mon-Fri");
  const review = (await command("tasks", "list")).find(({ name }) => name === "daily_ai_review");
  assert.deepEqual([review.enabled, review.schedule], [false, "0 8 * * Mon-Fri"]);
  await command("tasks", "enable", "daily_ai_review");
  await command("run", "daily_ai_review");
  const [run] = await command("tasks", "history", "daily_ai_review");
  assert.equal(run.cause, "person");
});

test("nothing went wrong on the page meanwhile", () => assert.deepEqual(world.faults, []));

const stage = (name) => page.getByRole("region", { name, exact: true });
const card = (name) => page.locator("[data-card]", name ? { hasText: name } : {});

/** What the command line answers, in a data folder of its own. */
async function command(...told) {
  const { stdout } = await promisify(execFile)(AUTOPILOT, [...told, "--json", "--data-dir", join(world.folder, "own")]);
  return JSON.parse(stdout);
}

async function list(text) {
  const file = join(world.folder, "list.csv");
  await writeFile(file, text);
  return file;
}

const previewOf = async (text) => command("import", await list(text), "--brand", "codeteki", "--preview");

/** Goes on with Tab to the card of a stage; returns whose it is. */
async function focusCard(name) {
  const focused = stage(name).locator("[data-card]:focus");
  for (let at = 0; at < 200 && (await focused.count()) === 0; at += 1) await page.keyboard.press("Tab");
  return focused.locator(".card-who .cut").innerText();
}
