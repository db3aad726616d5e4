import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { closeNewDeal, openNewDeal } from "../lib/new-deal";
import { App } from "./app";

const SARAH = "codeteki-9";
const JOHN = "codeteki-1";

async function open(deal: string, backend: FakeBackend = fakeBackend()) {
  window.location.hash = `#/tasks?deal=${deal}`;
  render(<App backend={backend} />);
  await screen.findByRole("tablist");
  return { backend, user: userEvent.setup(), call: (name: string) => callsOf(backend, name) };
}

function callsOf(backend: FakeBackend, name: string) {
  return backend.calls.filter((call) => call.name === name).map((call) => call.args);
}

test("R answers, Ctrl Enter sends, and the way back makes it a draft", async () => {
  const { user, call } = await open(SARAH);
  await screen.findByText("The autopilot asks you");
  await user.keyboard("r");
  expect(await screen.findByLabelText("Subject")).toHaveProperty("value", "Re: Cutting the paperwork at Local Cafe");
  const text = screen.getByLabelText("Your text");
  expect(document.activeElement).toBe(text);
  await user.type(text, "Hi Sarah,{Enter}{Enter}it is 3,200.");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText(/^Queued\. Its mail waits/);
  const body = "Hi Sarah,\n\nit is 3,200.";
  const subject = "Re: Cutting the paperwork at Local Cafe";
  expect(call("email_write")).toEqual([{ deal: SARAH, subject, body, send: true }]);
  await screen.findByText("Take back");
  expect(screen.queryByText("The autopilot asks you")).toBeNull();
  await user.keyboard("{Control>}z{/Control}");
  await screen.findByText("Approve");
  expect(call("email_edit")).toEqual([{ id: `email-${SARAH}`, subject, body }]);
});

test("Escape leaves the composer, not the deal, and the words are still there", async () => {
  const { user, backend, call } = await open(SARAH);
  await user.keyboard("r");
  await user.type(await screen.findByLabelText("Your text"), "Half a thought");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByLabelText("Your text")).toBeNull());
  await user.keyboard("r");
  expect(await screen.findByLabelText("Your text")).toHaveProperty("value", "Half a thought");
  backend.refuse("email_write", new BackendError("refused", "This address must not be mailed: said no."));
  await user.click(screen.getByText("Keep as a draft"));
  await screen.findByText("This address must not be mailed: said no.");
  expect(screen.getByLabelText("Your text")).toHaveProperty("value", "Half a thought");
  expect(call("email_write")).toHaveLength(1);
});

test("a waiting mail is edited with E and approved with A; one that may not be written says why", async () => {
  const { user, call } = await open(JOHN);
  await screen.findByText("Approve");
  expect(screen.queryByText("Draft for me")).toBeNull();
  await user.keyboard("e");
  const text = await screen.findByLabelText("Your text");
  await user.clear(text);
  await user.type(text, "Shorter.");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Changed; it waits for approval.");
  await screen.findByText(/^Shorter\./);
  await user.keyboard("a");
  await screen.findByText("Take back");
  expect(call("email_approve")).toMatchObject([{ id: `email-${JOHN}` }]);
});

test("a deal is moved by M and a number, and the way back leads to where it was", async () => {
  const { user, call } = await open(SARAH);
  await user.keyboard("m");
  await screen.findByText("Move Sarah Jones");
  await user.keyboard("3");
  await screen.findByText("Moved to Engaged.");
  await screen.findByText("Sales · Engaged");
  await user.keyboard("{Control>}z{/Control}");
  await screen.findByText("Sales · Contacted");
  expect(call("deal_move").map((args) => (args as { stage: string }).stage)).toEqual(["engaged", "contacted"]);
  expect(call("deal_hold")).toEqual([{ id: SARAH, until: null }]);
});

test("a loss needs a reason", async () => {
  const { user, call } = await open(SARAH);
  await user.click(await screen.findByText("Close as lost…"));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Close as lost" }));
  await dialog.findByText("Say why in a few words.");
  await user.click(dialog.getByText("No budget"));
  await user.click(dialog.getByRole("button", { name: "Close as lost" }));
  await screen.findByText("Closed as lost: No budget.");
  expect(call("deal_close")).toEqual([{ id: SARAH, won: false, reason: "No budget" }]);
});

test("H holds until a time that people mean", async () => {
  const { user, call } = await open(SARAH);
  await user.keyboard("h");
  await user.click(await screen.findByText("Tomorrow"));
  await screen.findByText("The autopilot holds back.");
  expect(call("deal_hold")).toEqual([{ id: SARAH, until: Date.parse("2026-11-25T09:00:00+11:00") }]);
});

test("the value is changed where it stands, and a note becomes a line", async () => {
  const { user, call } = await open(SARAH);
  await user.click(screen.getByLabelText("Add a value"));
  await user.keyboard("3,200{Enter}");
  await screen.findByLabelText("Change the value, now $3,200");
  expect(call("deal_edit")).toEqual([{ id: SARAH, value_cents: 320_000, notes: null }]);
  await user.type(screen.getByLabelText("Note"), "Called, nobody there{Enter}");
  const line = (await screen.findByText("Called, nobody there")).closest("li");
  expect(line?.textContent).toContain("You, just now");
});

test("a decision shows what it was made on and what it took", async () => {
  const { user } = await open(SARAH);
  await user.click(screen.getByRole("tab", { name: /Decisions/ }));
  const [first] = await screen.findAllByText("What it was made on");
  if (!first) throw new Error("there is no decision");
  await user.click(first);
  await screen.findByText("1,184 read, 96 written");
  await screen.findByText("no price set");
  await screen.findByText("Local Cafe");
});

test("a new deal is made with a known contact by the keyboard alone, and opens", async () => {
  const { user, call } = await open(SARAH);
  act(() => openNewDeal({ pipeline: "backlink" }));
  await user.type(await screen.findByRole("combobox", { name: "Who" }), "priya");
  await screen.findByRole("option", { name: /Priya Nair/ });
  await user.keyboard("{Enter}");
  await screen.findByTitle("Choose somebody else");
  await user.click(screen.getByText("Make the deal"));
  await screen.findByText("Priya Nair", { selector: "h2" });
  expect(call("deal_new")).toMatchObject([{ contact: "codeteki-contact-2", pipeline: "backlink", stage: "prospect" }]);
});

test("a second open deal is refused where it was asked for, with what to do", async () => {
  const { user } = await open(JOHN);
  act(() => openNewDeal({ contact: "new@somewhere.example" }));
  await screen.findByText("New contact: new@somewhere.example");
  await user.clear(screen.getByRole("combobox", { name: "Who" }));
  await user.type(screen.getByRole("combobox", { name: "Who" }), "sarah");
  await user.click(await screen.findByRole("option", { name: /Sarah Jones/ }));
  await user.click(screen.getByText("Make the deal"));
  const dialog = within(screen.getByRole("dialog"));
  await dialog.findByText(/already has an open deal in Sales, in Contacted/);
  act(() => closeNewDeal());
});

// Axe takes its time on a busy machine.
test("nobody is shut out of a deal", async () => {
  const { user } = await open(SARAH);
  const wrong = async (place: Element | null) => {
    if (!place) throw new Error("there is nothing to look at");
    // jsdom draws nothing, so it knows no contrast.
    const { violations } = await axe.run(place, { rules: { "color-contrast": { enabled: false } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  };
  for (const tab of ["Mail", "Decisions", "About"]) {
    await user.click(screen.getByRole("tab", { name: new RegExp(tab) }));
    expect(await wrong(screen.getByRole("tabpanel")), tab).toEqual([]);
  }
  await user.keyboard("r");
  const text = await screen.findByLabelText("Your text");
  expect(await wrong(text.closest("section")), "the composer").toEqual([]);
}, 60_000);
