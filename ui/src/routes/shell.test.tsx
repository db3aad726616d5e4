import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

async function open(backend: FakeBackend = fakeBackend(), place = "#/board") {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

/** The card of a person. By selector: asking for roles among a board of buttons takes jsdom seconds. */
function cardOf(name: string): Promise<HTMLElement> {
  return waitFor(() => {
    const cards = [...document.querySelectorAll<HTMLElement>(".board button.card")];
    const card = cards.find((card) => card.textContent?.startsWith(name));
    if (!card) throw new Error(`${name} has no card on the board`);
    return card;
  });
}

async function pause(user: ReturnType<typeof userEvent.setup>, length: string): Promise<void> {
  // Its menu is fetched once the page is drawn.
  await user.click(await screen.findByText("Pause", { selector: "[aria-haspopup=menu]" }));
  await user.click(await screen.findByText(length));
}

test("a deal shows what it asks, what was said, and why nothing goes out", async () => {
  const { user } = await open();
  await user.click(await cardOf("Sarah Jones"));
  await screen.findByText("The autopilot asks you");
  await screen.findByText(/Do you also do online ordering/);
  await screen.findByText("They replied after this mail was written");
});

test("a mail can be approved once its text is on screen", async () => {
  const { user, backend } = await open();
  await user.click(await cardOf("John Smith"));
  await user.click(await screen.findByText("Approve"));
  await screen.findByText("The mail to John Smith goes out in the next free slot.");
  expect(backend.calls).toContainEqual({
    name: "email_approve",
    args: expect.objectContaining({ id: "email-codeteki-1" }),
  });
  await waitFor(async () => expect((await cardOf("John Smith")).textContent).toContain("First mail queued"));
});

test("what happens appears at once: the feed has a new line", async () => {
  const { backend } = await open(fakeBackend(), "#/");
  await screen.findByText("Decided: send the first mail");
  const [first] = backend.world.feed;
  if (!first) throw new Error("the feed is empty");
  backend.world.feed.unshift({ ...first, id: "new", at: first.at + 1, summary: "Wrote to Tom" });
  act(() => backend.emit({ kind: "changed" }));
  const line = await screen.findByText("Wrote to Tom");
  expect(line.closest("li")?.className).toBe("feed-new");
});

test("a refusal of the engine is said as it comes", async () => {
  const { user, backend } = await open();
  backend.refuse("pause_all", new BackendError("refused", "Another process runs the tasks; this window only watches."));
  await pause(user, "For an hour");
  await screen.findByText("Another process runs the tasks; this window only watches.");
});

test("g and a letter lead to a screen, ? lists the keys that act", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.keyboard("gt");
  await screen.findByText("Today", { selector: "h1" });
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog");
  within(sheet).getByText("Go to Board");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test.each([
  ["For an hour", "hour", "Until 11:40"],
  ["Until tomorrow", "tomorrow", "Until tomorrow"],
  ["Until I resume it", "resumed", "By hand, in the window"],
])("the autopilot is paused %s and resumed, and the focus stays", async (choice, length, said) => {
  const { user, backend } = await open();
  await screen.findByLabelText("It works, and something waits for you");
  await pause(user, choice);
  await screen.findByText(said);
  await screen.findByLabelText("You paused it");
  expect(backend.calls).toContainEqual({ name: "pause_all", args: { reason: "by hand, in the window", length } });
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Resume"));
  await user.keyboard("{Enter}");
  await screen.findByText("Autopilot on");
  await waitFor(() => expect(document.activeElement?.textContent).toBe("Pause"));
});

test("the palette pauses for as long as one says", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "pause hour");
  await user.keyboard("{Enter}");
  await screen.findByText("Until 11:40");
});

test("a fault is said in the autopilot's card, and leads to the doctor", async () => {
  const backend = fakeBackend();
  const [brand] = backend.world.status.brands;
  if (brand) brand.paused = { reason: "The mailbox refused", fix: null, since: 0, by_person: false, until: null };
  const { user } = await open(backend);
  await screen.findByLabelText("Something does not work");
  await user.click(screen.getByText("Has trouble"));
  await screen.findByText("Doctor", { selector: "h1" });
});

test("a full disk is said with its fix, and nothing can be resumed by hand", async () => {
  const backend = fakeBackend();
  const fix = "Free some space: nothing is lost, and it goes on by itself.";
  backend.world.status.paused = { reason: "The disk is full", fix, since: 0, by_person: false, until: null };
  await open(backend);
  const banner = await screen.findByLabelText("Needs attention");
  within(banner).getByText(/Free some space/);
  expect(screen.queryByText("Resume")).toBeNull();
});

test("one key approves, another leads to the next card that waits, and the focus comes along", async () => {
  const { user } = await open();
  await user.click(await cardOf("John Smith"));
  await screen.findByText("Approve");
  await user.keyboard("a");
  await waitFor(() => expect(screen.queryByText("Approve")).toBeNull());
  await user.keyboard("n");
  const next = document.querySelector(".card[aria-current]");
  expect(next?.textContent).not.toContain("John Smith");
  expect(next).toHaveProperty("dataset.needs", "true");
  expect(document.activeElement).toBe(next);
});

test("a paused brand is resumed where it is said that it stands still", async () => {
  const backend = fakeBackend();
  for (const brand of backend.world.status.brands) {
    if (brand.slug === "codeteki")
      brand.paused = { reason: "The mailbox refused", fix: null, since: 0, by_person: false, until: null };
  }
  const { user } = await open(backend);
  const banner = await screen.findByLabelText("Needs attention");
  await user.click(within(banner).getByText("Resume"));
  await screen.findByText("Codeteki goes on.");
  expect(screen.queryByLabelText("Needs attention")).toBeNull();
});

test("an engine that does not answer is said, with a way to try again", async () => {
  const backend = fakeBackend();
  backend.refuse("status", new BackendError("unreachable", "The engine did not answer."));
  const { user } = await open(backend);
  await screen.findByText("The engine did not answer.");
  await user.click(screen.getByText("Try again"));
  await cardOf("John Smith");
});

test("the theme is chosen and kept", async () => {
  const { user } = await open();
  await user.click(await screen.findByLabelText("Dark"));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(window.localStorage.getItem("theme")).toBe("dark");
});

test("the palette finds people and does things, by keyboard alone", async () => {
  const { user } = await open();
  await cardOf("John Smith");
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole("combobox");
  await user.type(field, "sarah");
  await screen.findByRole("group", { name: "Deals" });
  await user.keyboard("{ArrowDown}{Enter}");
  await screen.findByText("Sarah Jones", { selector: "h2" });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "today");
  await user.keyboard("{Enter}");
  await screen.findByText("Today", { selector: "h1" });
});

test.each([
  ["today", "#/", "Today"],
  ["the board", "#/board", "Sales"],
  ["a deal", "#/board/codeteki-sales?deal=codeteki-9", "Sarah Jones"],
])("nobody is shut out of the screen with %s", async (_name, hash, title) => {
  const { container } = await open(fakeBackend(), hash);
  await waitFor(() => expect([...document.querySelectorAll("h1, h2")].map((it) => it.textContent)).toContain(title));
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
