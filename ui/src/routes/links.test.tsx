import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { closeVouch, closeWatchLink } from "../lib/link-dialogs";
import { App } from "./app";
// Fetched when they are first gone to; here before the clock of a test runs.
import "./board";
import "./links";
import "./prospects";
import "./settings";

afterEach(() => {
  act(() => {
    closeVouch();
    closeWatchLink();
  });
});

function open(hash: string, backend: FakeBackend = fakeBackend()) {
  window.location.hash = hash;
  const { container } = render(<App backend={backend} />);
  const call = (name: string) => backend.calls.filter((one) => one.name === name).map(({ args }) => args);
  return { backend, container, user: userEvent.setup(), call };
}

async function axeFinds(container: HTMLElement) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

const rows = (label: string) =>
  [...(document.querySelector(`[aria-label="${label}"][role=grid]`)?.querySelectorAll(".table-row") ?? [])].map(
    (row) => row.textContent,
  );

test("links stand with those that need somebody first, and are filtered by how they stand", async () => {
  const { user, container } = open("#/links");
  await waitFor(() => expect(rows("Links")[0]).toContain("kitchentablepress.com"));
  expect(rows("Links")[0]).toContain("Lost");
  screen.getByLabelText(/^Latest 12 looks: live, .*not on the page$/);
  expect(await axeFinds(container)).toEqual([]);
  await user.click(screen.getByText("Weak", { selector: ".filter-chip" }));
  await waitFor(() => expect(rows("Links")).toHaveLength(2));
  expect(window.location.hash).toContain("standing=weak");
  await user.keyboard("/nothing like it");
  await screen.findByText("No link fits");
});

test("a lost link shows its evidence, leads to the mail, and is looked at by a key", async () => {
  const { user, container, call } = open("#/links?link=link-1");
  await screen.findByText("Evidence");
  const mail = screen.getByText("Review the mail").closest("a");
  expect(mail?.getAttribute("href")).toContain("mail=email-codeteki-1");
  screen.getByText(/it was there for 3 months/, { selector: ".link-why" });
  expect(await axeFinds(container)).toEqual([]);
  await user.click(screen.getByLabelText("Show as a table"));
  expect(screen.getAllByRole("row").length).toBeGreaterThan(12);
  await user.keyboard("l");
  await screen.findByText("Looked: live. The link is back, followed.");
  expect(call("link_check")).toEqual([{ id: "link-1" }]);
});

test("the table is walked by the arrows, opened by Enter, and left by Escape", async () => {
  const { user } = open("#/links");
  await waitFor(() => expect(rows("Links").length).toBeGreaterThan(5));
  document.querySelector<HTMLElement>(".table-row")?.focus();
  await user.keyboard("{ArrowDown}{Enter}");
  await screen.findByRole("complementary", { name: /^retailnotes\.net/ });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("Evidence")).toBeNull());
});

test("watching ends only after it was asked", async () => {
  const { user, call } = open("#/links?link=link-3");
  await user.click(await screen.findByText("Stop watching"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/growlocal\.com\.au/);
  await user.click(dialog.getByText("Stop watching"));
  await screen.findByText("Nobody looks at this link any more.");
  expect(call("link_end")).toEqual([{ id: "link-3" }]);
});

test("a link is watched with the words of a target", async () => {
  const { user, call } = open("#/links");
  await user.click(await screen.findByText("Watch a link", { selector: "button" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Page that carries the link"), "https://menu.example/links");
  await user.type(dialog.getByLabelText("Our page"), "https://codeteki.au/ordering");
  await user.click(await dialog.findByText("an ordering page of their own · not used yet"));
  await user.click(dialog.getByText("Watch it"));
  await screen.findByText("menu.example is watched now.");
  expect(call("link_add")).toEqual([
    {
      brand: "codeteki",
      source: "https://menu.example/links",
      target: "https://codeteki.au/ordering",
      anchors: ["an ordering page of their own"],
      deal: null,
    },
  ]);
});

test("prospects say why, and one with a known contact is begun by a key", async () => {
  const { user, container, call } = open("#/prospects");
  await waitFor(() => expect(rows("Prospects")[0]).toContain("hospitalitymag.com.au"));
  await user.click(screen.getByText("broadsheetfood.example"));
  await screen.findByText("Why this priority: 88");
  expect(await axeFinds(container)).toEqual([]);
  await user.keyboard("s");
  await screen.findByText(/^broadsheetfood\.example is in Backlink/);
  expect(call("prospect_start")).toMatchObject([{ email: null, name: null }]);
});

test("where no contact is known an address is asked for; where one was written to lately it is said", async () => {
  const { user, call } = open("#/prospects?prospect=codeteki%2Fhospitalitymag.com.au");
  await user.click(await screen.findByText("Start outreach"));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByText("Start outreach", { selector: "button" }));
  await dialog.findByText("This is not a mail address.");
  await user.type(dialog.getByLabelText("Address to write to"), "editor@hospitalitymag.com.au");
  await user.click(dialog.getByText("Start outreach", { selector: "button" }));
  await screen.findByText(/^hospitalitymag\.com\.au is in Backlink/);
  expect(call("prospect_start")).toMatchObject([{ email: "editor@hospitalitymag.com.au" }]);
});

test("a prospect that was written to lately is begun only after a warning", async () => {
  const { user, call } = open("#/prospects?prospect=codeteki%2Fstartupgrind.example");
  await user.click(await screen.findByText("Start outreach"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/Last mail to somebody at startupgrind\.example: 21 Oct/);
  expect(call("prospect_start")).toEqual([]);
  await user.click(dialog.getByText("Start anyway"));
  await waitFor(() => expect(call("prospect_start")).toHaveLength(1));
});

test("a prospect is set aside and taken back", async () => {
  const { user } = open("#/prospects?prospect=codeteki%2Fcafeculture.example");
  await user.click(await screen.findByText("Set aside", { selector: ".link-button" }));
  await screen.findByText("cafeculture.example is set aside.");
  await user.click(await screen.findByText("Take back"));
  await screen.findByText("cafeculture.example is a prospect again.");
});

/** By its words: to ask a whole deal for roles takes seconds. */
const tab = (name: string) => screen.findByText(name, { selector: ".more-tab, .more-tab *" });

test("the deal of a backlink shows its links and what its site says, each fact with its passage", async () => {
  const { user, call } = open("#/tasks?deal=codeteki-links-1");
  await user.click(await tab("Site"));
  await screen.findByText(/No link of this deal is watched yet/);
  await user.click(await screen.findByText("Read the site"));
  await screen.findByText("Read webweekly.net: 12 facts kept.");
  await screen.findByText("We take first-hand stories only, at most 900 words, and one link to your own site.");
  screen.getByText(/“Five evenings I got back”, “First-hand stories only”/);
  await user.click(screen.getAllByText("/write-for-us")[0] as HTMLElement);
  await screen.findByText("Open this link?");
  expect(call("research_run")).toEqual([{ id: "codeteki-links-1" }]);
});

test("a deal about anything else has no site to read", async () => {
  open("#/tasks?deal=codeteki-9");
  await tab("Timeline");
  expect(screen.queryByRole("tab", { name: "Site" })).toBeNull();
});

test("what only the notary may say is refused with the way out: a person signs for the link", async () => {
  const { user, call } = open("#/tasks?deal=codeteki-links-5");
  await tab("Site");
  await user.keyboard("m");
  await screen.findByText("Move Will Archer");
  await user.keyboard("8");
  await user.click(await screen.findByRole("button", { name: /won/i }));
  await user.click(await screen.findByText("I saw the link myself", { selector: ".spoken-undo" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByText("Sign and verify"));
  expect(dialog.getAllByText("This is needed.")).toHaveLength(3);
  await user.type(dialog.getByLabelText("Where you saw it"), "https://thelocalweb.org/guides");
  await user.type(dialog.getByLabelText("How you saw it"), "In my browser");
  await user.type(dialog.getByLabelText("Your name"), "Samir Desai");
  await user.click(dialog.getByText("Sign and verify"));
  await screen.findByText("Verified, signed by Samir Desai.");
  expect(call("deal_vouch")).toEqual([
    {
      id: "codeteki-links-5",
      source: "https://thelocalweb.org/guides",
      note: "In my browser",
      signed: "Samir Desai",
    },
  ]);
});

test("a card dropped on Verified goes back, says why, and offers to vouch", async () => {
  const { user, call } = open("#/board/codeteki-backlink");
  const card = await waitFor(() => {
    const found = document.querySelector<HTMLElement>('[data-card="codeteki-links-5"]');
    if (!found) throw new Error("the card is not there");
    return found;
  });
  card.focus();
  await user.keyboard("m");
  await user.click(await screen.findByRole("menuitem", { name: /Verified/ }));
  await screen.findByText(/^Will Archer stays: only the notary verifies a link/);
  await user.click(screen.getByText("I saw the link myself"));
  await screen.findByText("You saw the link of Will Archer?");
  expect(call("deals_bulk")).toHaveLength(1);
});

test("a refused vouching keeps what was written", async () => {
  const backend = fakeBackend();
  backend.refuse("deal_vouch", new BackendError("bad_request", "This is no address of a web page."));
  const { user } = open("#/tasks?deal=codeteki-links-5", backend);
  await user.click(await tab("Site"));
  await user.click(await screen.findByText("I saw the link myself"));
  const dialog = within(await screen.findByRole("dialog"));
  const page = dialog.getByLabelText("Where you saw it");
  expect(page).toHaveProperty("value", "https://thelocalweb.org/guides/ordering-online");
  await user.clear(page);
  await user.type(page, "there");
  await user.type(dialog.getByLabelText("How you saw it"), "x");
  await user.type(dialog.getByLabelText("Your name"), "S");
  await user.click(dialog.getByText("Sign and verify"));
  await dialog.findByText("This is no address of a web page.");
  expect(page).toHaveProperty("value", "there");
});

test("Today tells of lost links, and leads to them", async () => {
  const { user } = open("#/");
  await screen.findByText("Lost links");
  screen.getByText(/1 more was missed/);
  await user.click(screen.getByText("Show 2 lost links"));
  await waitFor(() => expect(window.location.hash).toContain("standing=lost"));
  await waitFor(() => expect(rows("Links")).toHaveLength(2));
});

test("link targets are added, changed and removed, with a way back", async () => {
  const { user, container, call } = open("#/settings/targets");
  await screen.findByText("an ordering page of their own");
  expect(await axeFinds(container)).toEqual([]);
  await user.click(screen.getByText("Add a page"));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Page of ours"), "https://codeteki.au/apps");
  await user.type(dialog.getByLabelText("Words of the link"), "apps for shops{Enter}shop apps");
  await user.click(dialog.getByText("Add a page", { selector: "button" }));
  await screen.findByText("The page is a link target now.");
  expect(call("link_target_set")).toEqual([
    { brand: "codeteki", address: "https://codeteki.au/apps", anchors: ["apps for shops", "shop apps"] },
  ]);
  await user.click(await screen.findByLabelText("Remove: https://codeteki.au/apps"));
  await screen.findByText("The page is no link target any more.");
  await user.click(screen.getByText("Undo"));
  await screen.findByText("apps for shops");
});
