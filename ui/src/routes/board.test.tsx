import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched when it is first gone to; here before the clock of a test runs.
import "./board";

async function open(place = "#/board/codeteki-sales", backend: FakeBackend = fakeBackend()) {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

/** By selector: asking for roles among a board of buttons takes jsdom seconds. */
function cardOf(name: string, stage?: string): Promise<HTMLElement> {
  return waitFor(() => {
    const board = stage ? screen.getByLabelText(stage) : document;
    const cards = [...board.querySelectorAll<HTMLElement>("[data-card]")];
    const card = cards.find((card) => card.textContent?.includes(name));
    if (!card) throw new Error(`${name} has no card ${stage ? `in ${stage}` : "on the board"}`);
    return card;
  });
}

const acts = (backend: FakeBackend) =>
  backend.calls.filter(({ name }) => name === "deals_bulk").map(({ args }) => args);

test("the board shows stages, counts and sums from the database, and cards", async () => {
  await open();
  const stage = within(await screen.findByLabelText("New Lead"));
  expect(stage.getByText("247")).toBeDefined();
  const card = await cardOf("John Smith");
  expect(card.textContent).toBe("John Smith62Acme CorpYou act next: Mail waits for youjust now");
  expect(screen.getByText("260 deals · $224,100")).toBeDefined();
});

test("backlinks show the authority of their domain", async () => {
  await open("#/board/codeteki-backlink");
  expect((await cardOf("Ines Duarte")).textContent).toContain("DA 61");
});

test("arrows move between cards, Enter opens, Escape leads back to the card", async () => {
  const { user } = await open();
  (await cardOf("Priya Nair")).focus();
  await user.keyboard("{ArrowUp}{ArrowRight}");
  expect(document.activeElement).toBe(await cardOf("Sarah Jones"));
  await user.keyboard("{Enter}");
  await screen.findByText("Sarah Jones", { selector: "h2" });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("Sarah Jones", { selector: "h2" })).toBeNull());
  expect(document.activeElement).toBe(await cardOf("Sarah Jones"));
});

test("a card is lifted, carried and dropped by keys, and the move can be undone", async () => {
  const { user, backend } = await open();
  (await cardOf("Daniel Roth", "Contacted")).focus();
  await user.keyboard(" ");
  await screen.findByText(/Lifted Daniel Roth, in Contacted/);
  await user.keyboard("{ArrowRight}");
  await screen.findByText("Over Engaged, stage 3 of 7, 3 deals.");
  await user.keyboard("{Enter}");
  const moved = await cardOf("Daniel Roth", "Engaged");
  await waitFor(() => expect(document.activeElement).toBe(moved));
  await screen.findByText("Daniel Roth is in Engaged now.");
  expect(acts(backend)).toEqual([
    { ids: ["codeteki-10"], act: { kind: "move", stage: "engaged", won: null, reason: null } },
  ]);
  await user.click(screen.getByText("Undo"));
  await cardOf("Daniel Roth", "Contacted");
  await screen.findByText("Daniel Roth is back as before.");
});

test("Escape puts a lifted card back and nothing is asked of the engine", async () => {
  const { user, backend } = await open();
  (await cardOf("Daniel Roth")).focus();
  await user.keyboard(" {ArrowRight}{Escape}");
  await screen.findByText("Put back.");
  await cardOf("Daniel Roth", "Contacted");
  expect(acts(backend)).toEqual([]);
});

test("a refusal puts the card back and says why", async () => {
  const { user, backend } = await open();
  backend.refuse("deals_bulk", new BackendError("refused", "The database is locked by another program."));
  (await cardOf("Daniel Roth")).focus();
  await user.keyboard(" {ArrowRight}{Enter}");
  await screen.findByText("Daniel Roth stays: The database is locked by another program.");
  await cardOf("Daniel Roth", "Contacted");
  expect(screen.queryByText("Undo")).toBeNull();
});

test("M moves; a closing stage asks won or lost, and lost needs a reason", async () => {
  const { user, backend } = await open();
  (await cardOf("Leo Martins")).focus();
  await user.keyboard("m");
  await screen.findByText("Move Leo Martins to");
  await user.keyboard("7");
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByLabelText("Lost"));
  await user.click(dialog.getByText("Close as lost"));
  dialog.getByText("Say why: a lost deal needs a reason.");
  expect(acts(backend)).toEqual([]);
  await user.click(dialog.getByText("Not a fit"));
  await user.click(dialog.getByText("Close as lost"));
  await screen.findByText("Leo Martins is closed as lost.");
  await cardOf("Leo Martins", "Closed");
  const act = { kind: "move", stage: "closed", won: false, reason: "Not a fit" };
  expect(acts(backend)).toEqual([{ ids: ["codeteki-15"], act }]);
});

test("several cards are selected by key and mouse and paused together", async () => {
  const { user, backend } = await open();
  (await cardOf("Daniel Roth")).focus();
  await user.keyboard("x");
  await user.keyboard("{Control>}");
  await user.click(await cardOf("Grace Lee"));
  await user.keyboard("{/Control}");
  const bar = within(await screen.findByLabelText("Acts on what is selected"));
  bar.getByText("2 selected");
  await user.click(bar.getByText("Pause"));
  await screen.findByText("2 deals are paused.");
  expect(acts(backend)).toEqual([{ ids: ["codeteki-10", "codeteki-16"], act: { kind: "pause", reason: "" } }]);
  expect(screen.queryByLabelText("Acts on what is selected")).toBeNull();
  await waitFor(async () => expect((await cardOf("Grace Lee")).textContent).toContain("Paused"));
});

test("what is refused of many is told by name, the rest is done", async () => {
  const { user } = await open();
  (await cardOf("Felix Braun")).focus();
  await user.keyboard("x");
  (await cardOf("Daniel Roth")).focus();
  await user.keyboard("x");
  await user.click(within(await screen.findByLabelText("Acts on what is selected")).getByText("Pause"));
  await screen.findByText(/Daniel Roth is paused. 1 deal stays as it was. Felix Braun: The deal is closed/);
});

test("Shift extends the selection along a column, Escape lets go of it", async () => {
  const { user } = await open();
  (await cardOf("Ravi Menon")).focus();
  await user.keyboard("x");
  await user.keyboard("{Shift>}");
  await user.click(await cardOf("Daniel Roth"));
  await user.keyboard("{/Shift}");
  await screen.findByText("3 selected");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("3 selected")).toBeNull());
});

test("a whole stage is selected, also what was never in sight, and moved in turns", async () => {
  const { user, backend } = await open();
  (await cardOf("John Smith")).focus();
  await user.keyboard("{Control>}a{/Control}");
  const bar = within(await screen.findByLabelText("Acts on what is selected"));
  await bar.findByText("247 selected");
  await user.click(bar.getByText("Move to"));
  await user.click(await screen.findByText("Qualified", { selector: ".menu *" }));
  await screen.findByText("247 deals are in Qualified now.");
  expect(backend.calls.filter(({ name }) => name === "deals_bulk").length).toBe(2);
  expect(within(screen.getByLabelText("Qualified")).getByText("248")).toBeDefined();
});

test("filters narrow cards and counts, and can be saved", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.click(screen.getByText("Needs me"));
  await screen.findByText("4 deals");
  expect(screen.queryByText("Tom Okafor")).toBeNull();
  expect(window.location.hash).toContain("needs_you");
  await user.click(screen.getByText("Views"));
  await user.click(await screen.findByText("Save this filter"));
  await user.type(await screen.findByLabelText("Name"), "Mine{Enter}");
  await screen.findByText("“Mine” is saved.");
  await screen.findByText("Mine", { selector: ".chip-on *" });
});

test("a saved view is chosen, and cleared again", async () => {
  const { user, backend } = await open();
  await cardOf("John Smith");
  await user.click(await screen.findByText("Views"));
  await user.click(await screen.findByText("Hot and answered"));
  await waitFor(() => expect(screen.queryByText("John Smith")).toBeNull());
  await cardOf("Omar Haddad");
  const asked = backend.calls.filter(({ name }) => name === "board").at(-1)?.args;
  expect(asked).toMatchObject({ filter: { score_from: 60, replied: true } });
  await user.click(screen.getByText("Clear all"));
  await cardOf("John Smith");
});

test("a filter that nobody fits says so and leads back", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.keyboard("f");
  await user.type(await screen.findByLabelText("Text"), "zzz{Enter}");
  await screen.findByText("No deal of Sales fits this filter");
  await user.click(screen.getByText("Show all"));
  await cardOf("John Smith");
});

test("N opens one deal after the other that waits for the person", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.keyboard("n");
  await screen.findByText("John Smith", { selector: "h2" });
  await user.keyboard("n");
  await screen.findByText("Ella Brown", { selector: "h2" });
});

test("what happens shows at once: the card changes and glows", async () => {
  const { backend } = await open();
  await cardOf("Tom Okafor");
  const deal = backend.world.cards["codeteki-sales"]?.find((deal) => deal.card.name === "Tom Okafor");
  if (!deal) throw new Error("Tom is missing");
  deal.card.email_state = "queued";
  deal.card.updated_at = backend.world.status.now + 1;
  act(() => backend.emit({ kind: "changed" }));
  await waitFor(async () => expect((await cardOf("Tom Okafor")).textContent).toContain("First mail queued"));
  expect((await cardOf("Tom Okafor")).querySelector(".card-glow")).not.toBeNull();
});

test("an empty pipeline says what it is for and offers the first step", async () => {
  await open("#/board/desifirms-backlink");
  await screen.findByText("Nobody is in Backlink yet");
  expect(screen.getByText("Import a list").getAttribute("href")).toBe("/#/import");
  const command = document.querySelector("code.command")?.textContent?.trim();
  expect(command).toBe("autopilot import list.csv --brand desifirms --create-deals --pipeline backlink");
});

test("nobody is shut out of the board and its selection", async () => {
  const { container, user } = await open("#/board/codeteki-backlink");
  (await cardOf("Ines Duarte")).focus();
  await user.keyboard("x");
  await screen.findByText("1 selected");
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
}, 60_000);
