import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";
import type { Bubble } from "../generated/Bubble";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { fakeWindow } from "../lib/fake/window";
import { chooseScope, chosenScope } from "../lib/scope";
import { App } from "./app";
// Fetched when it is first gone to; here before the clock of a test runs.
import "./notices";

// Somebody looks at the window.
beforeEach(() => void vi.spyOn(document, "hasFocus").mockReturnValue(true));

async function open(backend: FakeBackend = fakeBackend(), place = "#/notices") {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

const line = async (title: string) => (await screen.findByText(title)).closest("button") as HTMLButtonElement;
const seen = (backend: FakeBackend) => backend.calls.filter(({ name }) => name === "notices_seen");

test("the bell counts what is new; to look at it is to have seen it, and it stays marked until one leaves", async () => {
  const { user, backend, container } = await open(fakeBackend(), "#/");
  await user.click(await screen.findByRole("link", { name: "Notices, 3 new" }));
  await screen.findByText("Leo Martins is interested");
  await screen.findByRole("link", { name: "Notices" });
  expect(backend.world.notices.every(({ seen }) => seen)).toBe(true);
  expect(container.querySelectorAll(".notice[data-new]")).toHaveLength(3);
  expect([...container.querySelectorAll(".notices h2")].map((day) => day.textContent)).toEqual([
    "Today",
    "Yesterday",
    "Sat 21 Nov",
  ]);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  await user.keyboard("gt");
  await screen.findByText("Today", { selector: "h1" });
  await user.keyboard("gn");
  await screen.findByText("Leo Martins is interested");
  expect(container.querySelectorAll(".notice[data-new]")).toHaveLength(0);
});

test("what comes while nobody looks is not seen before somebody does", async () => {
  const looked = vi.spyOn(document, "hasFocus").mockReturnValue(false);
  const { backend } = await open();
  await screen.findByText("Leo Martins is interested");
  expect(seen(backend)).toEqual([]);
  looked.mockReturnValue(true);
  act(() => void window.dispatchEvent(new Event("focus")));
  await waitFor(() => expect(seen(backend)[0]?.args).toEqual({ upto: backend.world.notices[0]?.at }));
});

test("only the chosen kinds are listed, and what is left out does not count as seen", async () => {
  const backend = fakeBackend();
  for (const notice of backend.world.notices) notice.seen = true;
  const { user } = await open(backend);
  await screen.findByText("Leo Martins is interested");
  await user.click(screen.getByRole("button", { name: "Trouble" }));
  expect(screen.queryByText("Leo Martins is interested")).toBeNull();
  await screen.findByText("Something needs a look");
  const [first] = backend.world.notices;
  if (!first) throw new Error("there are no notices");
  backend.world.notices.unshift({ ...first, id: "new", at: first.at + 1, title: "Tom asks", seen: false });
  act(() => backend.emit({ kind: "changed" }));
  await screen.findByRole("link", { name: "Notices, 1 new" });
  await user.click(screen.getByRole("button", { name: "Trouble" }));
  await waitFor(() => expect(seen(backend)).toHaveLength(1));
});

test("each leads to what it is about: a deal beside the list, anything else to its screen", async () => {
  const { user } = await open();
  await user.click(await line("Sarah Jones asks something"));
  await screen.findByText("Sarah Jones", { selector: "h2" });
  expect(window.location.hash).toBe("#/notices?deal=codeteki-9");
  expect((await line("Sarah Jones asks something")).getAttribute("aria-current")).toBe("true");
  await user.click(await line("Something needs a look"));
  await screen.findByText("Doctor", { selector: "h1" });
});

test("what another brand is about is in scope where it leads", async () => {
  chooseScope("desifirms");
  const { user } = await open();
  await user.click(await line("2 mails wait for your approval"));
  await waitFor(() => expect(window.location.hash).toContain("#/review"));
  expect(chosenScope()).toBe("codeteki");
  act(() => chooseScope(null));
});

test("an empty record says what it is for, and leads to what comes up", async () => {
  const backend = fakeBackend();
  backend.world.notices = [];
  const { user } = await open(backend);
  const empty = within((await screen.findByText("Nothing to tell you yet")).parentElement as HTMLElement);
  await user.click(empty.getByText("Choose what comes up"));
  await screen.findByText("Notifications", { selector: "nav *" });
});

test("a clicked notification leads to the same place, also if it is what opened the window", async () => {
  const about = { brand: "codeteki", title: "", body: "" };
  const opened: Bubble = { ...about, kind: "question", deal: "codeteki-9" };
  const shown = fakeWindow((command) => (command === "opened_by" ? opened : undefined));
  await open(fakeBackend(), "#/");
  await screen.findByText("Sarah Jones", { selector: "h2" });
  shown.tell({ about: "clicked", said: { ...about, kind: "trouble", deal: null } });
  await screen.findByText("Doctor", { selector: "h1" });
  cleanup();
  shown.close();
});
