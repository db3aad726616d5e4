import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched when they are first gone to; here before the clock of a test runs.
import "./decisions";
import "./emails";

function open(hash: string, backend = fakeBackend()) {
  window.location.hash = hash;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

async function axeFinds(container: HTMLElement) {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

/** The rows in sight, by what they say. */
const rows = (label: string) =>
  [...(document.querySelector(`[aria-label="${label}"][role=grid]`)?.querySelectorAll(".table-row") ?? [])].map(
    (row) => row.textContent,
  );

test("the log of mails is searched from the keyboard and filtered by state", async () => {
  const { user, container } = open("#/emails");
  await screen.findByLabelText("Sent mail");
  await user.keyboard("/roth");
  await waitFor(() => expect(rows("Sent mail")).toHaveLength(1));
  expect(rows("Sent mail")[0]).toContain("Daniel Roth");
  await user.keyboard("{Escape}");
  await user.click(await screen.findByText("Sent or not?", { selector: ".filter-chip" }));
  await waitFor(() => expect(rows("Sent mail").map((row) => row?.includes("Ravi Menon"))).toEqual([true]));
  expect(await axeFinds(container)).toEqual([]);
});

test("a mail nobody is sure of says what was looked at, and is settled by hand after a warning", async () => {
  const { user, backend, container } = open("#/emails?mail=email-codeteki-13");
  await screen.findByText("Did it go out?");
  screen.getByText(/I looked through the Sent folder 2 times/);
  expect(await axeFinds(container)).toEqual([]);
  await user.click(screen.getByText("It did not go out"));
  const warning = within(await screen.findByRole("dialog"));
  warning.getByText(/they get two/);
  await user.click(warning.getByText("It did not go out", { selector: "button" }));
  await waitFor(() =>
    expect(backend.calls).toContainEqual({ name: "email_settle", args: { id: "email-codeteki-13", sent: false } }),
  );
  await screen.findByText("Settled: it did not go out. The deal is due again.");
});

test("a mail shows what happened to it in order, and Escape leads back to the log", async () => {
  const { user } = open("#/emails?mail=email-codeteki-15");
  await screen.findByText("What happened");
  const life = [...document.querySelectorAll(".emails-life li")].map((line) => line.firstChild?.textContent);
  expect(life).toEqual([
    "Written by the playbook",
    "Approved by you",
    "Handed to the mailbox",
    "Taken by the mailbox",
    "Answered: interested",
  ]);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("What happened")).toBeNull());
});

test("filters that find nothing say so and can be cleared at once", async () => {
  const { user } = open("#/emails");
  await screen.findByLabelText("Sent mail");
  await user.keyboard("/nobody at all");
  await screen.findByText("No mail fits");
  await user.click(screen.getAllByText("Clear all filters")[0] as HTMLElement);
  await waitFor(() => expect(rows("Sent mail").length).toBeGreaterThan(3));
});

test("a decision shows what it was made on, and leads to its deal", async () => {
  const { user, container } = open("#/decisions");
  await screen.findByLabelText("Decisions");
  await user.click(await screen.findByText("Ask you", { selector: ".filter-chip" }));
  await user.click(await screen.findByText("Sarah Jones"));
  await screen.findByText("What it was made on");
  screen.getByText("Local Cafe", { selector: "dd" });
  screen.getByText(/things were not known: .*notes/);
  expect(await axeFinds(container)).toEqual([]);
  await user.keyboard("o");
  await waitFor(() => expect(window.location.hash).toContain("deal=codeteki-9"));
});
