import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { forgetDrafts } from "../features/settings/drafts";
import { BackendError } from "../lib/backend";
import { fakeBackend } from "../lib/fake/backend";
import { type FakeWindow, fakeWindow } from "../lib/fake/window";
import { App } from "./app";
// Fetched when it is first gone to; here before the clock of a test runs.
import "./settings";

let shown: FakeWindow | undefined;

afterEach(() => {
  shown?.close();
  shown = undefined;
  forgetDrafts();
});

async function open(section: string, backend = fakeBackend()) {
  window.location.hash = `#/settings/${section}`;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

const box = (label: string | RegExp) => screen.findByLabelText<HTMLInputElement>(label);

test("what closing the window does is kept at once, and can be taken back", async () => {
  const { user, backend } = await open("computer");
  await user.click(await box(/^Quit/));
  await screen.findByText("Saved");
  expect(backend.calls).toContainEqual({ name: "program_set", args: { quiet_hours: null, on_close: "quit" } });
  await user.click(screen.getByText("Undo"));
  await waitFor(async () => expect((await box(/^Ask me the next time/)).checked).toBe(true));
});

test("quiet hours are switched on and set; the same time twice is none", async () => {
  const { user, backend } = await open("computer");
  await user.click(await box("Be quiet every day"));
  expect((await box("From")).value).toBe("22:00");
  fireEvent.change(await box("To"), { target: { value: "06:30" } });
  fireEvent.blur(await box("To"));
  await waitFor(() =>
    expect(backend.calls).toContainEqual({
      name: "program_set",
      args: { quiet_hours: "22:00-06:30", on_close: null },
    }),
  );
  fireEvent.change(await box("To"), { target: { value: "22:00" } });
  fireEvent.blur(await box("To"));
  await screen.findByRole("alert");
  expect(backend.calls.filter(({ name }) => name === "program_set")).toHaveLength(2);
  await user.click(await box("Be quiet every day"));
  await waitFor(() => expect(screen.queryByLabelText("From")).toBeNull());
});

test("what is refused comes back as it was, and says why", async () => {
  const { user, backend } = await open("computer");
  const ask = await box(/^Ask me the next time/);
  backend.refuse("program_set", new BackendError("refused", "The disk is full."));
  await user.click(await box(/^Quit/));
  await screen.findByText("The disk is full.");
  await waitFor(() => expect(ask.checked).toBe(true));
});

test("a plain browser does not speak of logging in; the program does, and passes on a refusal", async () => {
  const { unmount } = render(<App backend={fakeBackend()} />);
  window.location.hash = "#/settings/computer";
  await screen.findByText("Closing the window");
  expect(screen.queryByLabelText("Start when I log in")).toBeNull();
  unmount();

  let starts = false;
  shown = fakeWindow((command, args) => {
    if (command === "starts_at_login") return starts;
    if (command !== "start_at_login") return undefined;
    if (starts) return Promise.reject("The system keeps this setting to itself.");
    starts = (args as { on: boolean }).on;
    return undefined;
  });
  const { user } = await open("computer");
  await waitFor(async () => expect((await box("Start when I log in")).disabled).toBe(false));
  await user.click(await box("Start when I log in"));
  await screen.findByText("It starts when you log in");
  await waitFor(async () => expect((await box("Start when I log in")).checked).toBe(true));
  await user.click(await box("Start when I log in"));
  await screen.findByText("The system keeps this setting to itself.");
  await waitFor(async () => expect((await box("Start when I log in")).checked).toBe(true));
});

test("which kinds come up is a setting of the brand, saved with the rest of them", async () => {
  const { user, backend } = await open("notices");
  await user.click(await screen.findByLabelText(/^It works again/));
  await user.click(await screen.findByLabelText(/^The morning review/));
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("Saved the settings of Codeteki");
  const values = { notices: "question, interested, link_lost, approval, trouble" };
  expect(backend.calls).toContainEqual({ name: "brand_set", args: { brand: "codeteki", values } });
  await user.click(screen.getByText("This computer", { selector: ".settings-inline" }));
  await screen.findByText("Quiet hours");
});

test.each(["notices", "computer"])("nobody is shut out of %s", async (section) => {
  const { container } = await open(section);
  await waitFor(() => expect(container.querySelector(".settings-part")).not.toBeNull());
  await waitFor(() => expect(container.querySelector(".loading")).toBeNull());
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container.querySelector(".main") ?? container, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
