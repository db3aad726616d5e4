import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

async function open(backend: FakeBackend = fakeBackend()) {
  window.location.hash = "#/analytics";
  const user = userEvent.setup();
  const { container } = render(<App backend={backend} />);
  // The pictures come with a large library of their own.
  await screen.findByText(/How far deals come|could not count/, {}, { timeout: 50_000 });
  return { backend, container, user };
}

const asked = (backend: FakeBackend) =>
  backend.calls.filter(({ name }) => name === "analytics").map(({ args }) => args);

test("the last thirty days are shown with how they are counted, and others are asked for", async () => {
  const { backend, container, user } = await open();
  await screen.findByText("How far deals come");
  expect(screen.getAllByText(/Moves are noted since/)).toHaveLength(2);
  expect(asked(backend)).toContainEqual({ from: "2026-10-26", to: "2026-11-24", brand: null, pipeline: null });
  await user.click(screen.getByLabelText("Quarter"));
  await waitFor(() =>
    expect(asked(backend)).toContainEqual({ from: "2026-10-01", to: "2026-11-24", brand: null, pipeline: null }),
  );
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("the report stays in sight while other days are counted", async () => {
  const { backend, user } = await open();
  await screen.findByText("How far deals come");
  const call = backend.call.bind(backend);
  backend.call = (name, args) => (name === "analytics" ? new Promise(() => undefined) : call(name, args));
  await user.click(screen.getByLabelText("Quarter"));
  screen.getByText("How far deals come");
  expect(screen.queryByText("Counting")).toBeNull();
});

test("behind each picture is a table that can be copied", async () => {
  const { user } = await open();
  const figure = within((await screen.findByText("How far deals come")).closest("section") as HTMLElement);
  await user.click(figure.getByLabelText("Show as a table"));
  within(figure.getByRole("table")).getAllByText("Contacted");
  await user.click(figure.getByLabelText("Copy as CSV"));
  await screen.findByText("Copied as CSV.");
  expect(await navigator.clipboard.readText()).toMatch(
    /^Brand,Pipeline,Stage,Came this far,Of the stage before\r\ncodeteki,Sales,New Lead,/,
  );
});

test("brands are seen side by side", async () => {
  const { backend, user } = await open();
  await user.click(await screen.findByLabelText("What is counted: All pipelines"));
  await user.click(await screen.findByText("Brands side by side"));
  await waitFor(() => expect(document.querySelectorAll(".figures-title")).toHaveLength(2));
  expect(asked(backend).slice(-2)).toMatchObject([{ brand: "codeteki" }, { brand: "desifirms" }]);
});

test("an engine that cannot count says why, with a way to try again", async () => {
  const backend = fakeBackend();
  backend.refuse("analytics", new BackendError("failed", "The database could not count replies."));
  const { user } = await open(backend);
  await screen.findByText("The database could not count replies.");
  await user.click(screen.getByText("Try again"));
  await screen.findByText("How far deals come");
});
