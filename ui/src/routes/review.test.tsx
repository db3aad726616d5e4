import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched when it is first gone to; here before the clock of a test runs.
import "./review";

async function open(backend = fakeBackend()) {
  window.location.hash = "#/review";
  const { container } = render(<App backend={backend} />);
  const user = userEvent.setup();
  await subject("Cutting the paperwork at Brown & Daughters");
  await screen.findByText("What it leans on");
  return { backend, container, user };
}

/** The mail that is open. */
function subject(text: string): Promise<HTMLElement> {
  return screen.findByText(text, { selector: ".sheet-subject" });
}

const acme = "Cutting the paperwork at Acme Corp";

test("one key approves exactly what is on screen and goes on; at the end it says what happens next", async () => {
  const { user, backend } = await open();
  await user.keyboard("a");
  await subject(acme);
  expect(backend.calls).toContainEqual({
    name: "email_approve",
    args: { id: "email-codeteki-5", content_hash: "hash-email-codeteki-5" },
  });
  await screen.findByText("Approved. Ella Brown gets it when every gate lets it.");
  await user.keyboard("a");
  await screen.findByText("Nothing waits for you");
  screen.getByText(/I look at what is due/);
});

test("an approval is taken back while the mail has not left", async () => {
  const { user, backend } = await open();
  await user.keyboard("a");
  await screen.findByText("Approved. Ella Brown gets it when every gate lets it.");
  await user.keyboard("{Control>}z{/Control}");
  await subject("Cutting the paperwork at Brown & Daughters");
  expect(backend.calls).toContainEqual({ name: "emails_take_back", args: { ids: ["email-codeteki-5"] } });
});

test("what the engine refuses comes back, with the reason", async () => {
  const backend = fakeBackend();
  const { user } = await open(backend);
  backend.refuse("email_approve", new BackendError("refused", "The text changed after you saw it; read it again."));
  await user.keyboard("a");
  await screen.findByText("The text changed after you saw it; read it again.");
  await subject("Cutting the paperwork at Brown & Daughters");
});

test("J and K go through the queue, and what a model made up is listed", async () => {
  const { user } = await open();
  await user.keyboard("j");
  await subject(acme);
  await screen.findByText("“two coordinators” is not in your data");
  expect(document.querySelector("mark.sheet-unknown")?.textContent).toBe("two coordinators");
  await user.keyboard("k");
  await subject("Cutting the paperwork at Brown & Daughters");
});

test("a mail is changed in place, and the change can be seen word by word", async () => {
  const { user, backend } = await open();
  await user.keyboard("e");
  const text = await screen.findByLabelText<HTMLTextAreaElement>("Text");
  await user.clear(text);
  await user.type(text, "Hi Ella, may I call?");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText(/What was written first is kept/);
  expect(backend.calls.find((call) => call.name === "email_edit")?.args).toMatchObject({
    body: "Hi Ella, may I call?",
  });
  await user.keyboard("d");
  await waitFor(() => expect(document.querySelector(".sheet-text del")).not.toBeNull());
  expect(document.querySelector(".sheet-text ins")?.textContent).toContain("may");
});

test("Escape leaves the text as it was and offers back what was typed", async () => {
  const { user, backend } = await open();
  await user.keyboard("e");
  await user.type(await screen.findByLabelText("Text"), " More.");
  await user.keyboard("{Escape}");
  await screen.findByText("Your changes to the mail to Ella Brown were left out.");
  expect(backend.calls.some((call) => call.name === "email_edit")).toBe(false);
  await user.click(screen.getByText("Undo"));
  const text = await screen.findByLabelText<HTMLTextAreaElement>("Text");
  expect(text.value).toContain("More.");
});

test("a no is asked once, says what happens to the deal, and keeps the reason", async () => {
  const { user, backend } = await open();
  await user.keyboard("x");
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/The deal stays where it is and asks you/);
  await user.type(dialog.getByLabelText(/^Why/), "we know them{Enter}");
  await subject(acme);
  expect(backend.calls).toContainEqual({
    name: "email_reject",
    args: { id: "email-codeteki-5", reason: "we know them" },
  });
  await screen.findByText("Rejected.");
  await user.keyboard("{Control>}z{/Control}");
  await subject("Cutting the paperwork at Brown & Daughters");
  expect(backend.calls).toContainEqual({ name: "email_reconsider", args: { id: "email-codeteki-5" } });
});

test("all in view are approved after a question that names the number; one that changed meanwhile is left out by name", async () => {
  const { user, backend } = await open();
  await user.keyboard("{Shift>}A{/Shift}");
  const question = within(await screen.findByRole("dialog"));
  question.getByText("Approve 2 mails?");
  question.getByText("1 you have not opened.");
  await act(async () => {
    await backend.call("email_edit", { id: "email-codeteki-1", subject: "Other words", body: "Hi John, other words." });
  });
  await user.click(question.getByText("Approve 2 mails"));
  const left = within(
    await screen.findByText("1 was not approved").then((title) => title.closest("[role=dialog]") as HTMLElement),
  );
  left.getByText("John Smith");
  left.getByText(/The text changed after you saw it/);
});

test("a mail that is cancelled while one looks at it says so and why", async () => {
  const { user, backend } = await open();
  await act(async () => {
    await backend.call("email_cancel", { id: "email-codeteki-5" });
  });
  await screen.findByText("This mail no longer waits for you: cancelled");
  screen.getByText("You cancelled it");
  expect(screen.queryByText("Approve", { selector: ".letter-acts button" })).toBeNull();
  await user.keyboard("j");
  await subject(acme);
});

test("nobody is shut out of the review queue", async () => {
  const { container } = await open();
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
