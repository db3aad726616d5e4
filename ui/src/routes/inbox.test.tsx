import { configure, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched ahead: the window fetches a screen when it is first opened.
import "./inbox";

configure({ asyncUtilTimeout: 8_000 });

async function open(backend: FakeBackend = fakeBackend(), place = "#/inbox") {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  await screen.findByText("9 replies need you");
  return { backend, container, user: userEvent.setup() };
}

const reading = () => waitFor(() => document.querySelector<HTMLElement>(".reading") ?? fail("nothing is open"));
const fail = (why: string): never => {
  throw new Error(why);
};
const calls = (backend: FakeBackend, name: string) => backend.calls.filter((call) => call.name === name);

test("what needs a person comes first, open beside its deal, with how it is known and what it means", async () => {
  await open();
  const mail = within(await reading());
  await mail.findByText(/Do you also do online ordering/);
  mail.getByText("It answers our mail");
  mail.getByText("It asks two things and commits to nothing.");
  mail.getByText("Replied: question 93%");
  mail.getByText("6 lines quoted");
  await screen.findByText(/Prices are yours to give/);
  await screen.findByText("Contacted · Sales");
});

test("J, a number and E: on to the next, say what it means, done, and back by undo", async () => {
  const { user, backend } = await open();
  await screen.findByText(/Do you also do online ordering/, { selector: ".mail-words" });
  await user.keyboard("jj");
  await screen.findByText(/Bring an example/, { selector: ".mail-words" });
  await user.keyboard("4");
  await screen.findByText("Read as “not interested” from now on.");
  const mail = within(await reading());
  await mail.findByText("Said no");
  await mail.findByText(/Before you spoke it was “Interested”, read by gpt-5-mini/);
  expect(calls(backend, "message_reclassify")[0]?.args).toMatchObject({ class: "not_interested", until: null });
  await user.keyboard("e");
  await screen.findByText("Dealt with.");
  await user.click(screen.getByText("Undo"));
  await waitFor(() =>
    expect(calls(backend, "message_done").map((call) => call.args)).toMatchObject([{ done: true }, { done: false }]),
  );
});

test("a meaning with a day asks for the day", async () => {
  const { user, backend } = await open();
  await screen.findByText(/Do you also do online ordering/, { selector: ".mail-words" });
  await user.keyboard("6");
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Until which day?"), "2026-12-14");
  await user.click(dialog.getByText("Set to Away"));
  await waitFor(() =>
    expect(calls(backend, "message_reclassify")[0]?.args).toMatchObject({
      class: "out_of_office",
      until: "2026-12-14",
    }),
  );
});

test("an answer by hand goes to the deal, survives a look elsewhere, and deals with the mail", async () => {
  const { user, backend } = await open();
  await screen.findByText(/Do you also do online ordering/, { selector: ".mail-words" });
  await user.keyboard("r");
  await user.type(await screen.findByLabelText("Text", { selector: "textarea" }), "Two counters are 3,200.");
  await user.keyboard("{Escape}j");
  await screen.findByText(/Daniel passed your mail/, { selector: ".mail-words" });
  await user.keyboard("k");
  await user.click(await screen.findByText("Go on with your answer"));
  expect(await screen.findByLabelText("Text", { selector: "textarea" })).toHaveProperty(
    "value",
    "Two counters are 3,200.",
  );
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() =>
    expect(calls(backend, "email_write")[0]?.args).toEqual({
      deal: "codeteki-9",
      subject: "Re: Cutting the paperwork at Local Cafe",
      body: "Two counters are 3,200.",
      send: true,
    }),
  );
});

test("a mail of nobody is given to somebody", async () => {
  const { user, backend } = await open(fakeBackend(), "#/inbox?message=message-stranger-1");
  await screen.findByText("Whose mail is it?");
  await user.click(await screen.findByLabelText("It belongs to Daniel Roth"));
  await screen.findByText("It belongs to Daniel Roth now. What waited for them was stopped.");
  expect(calls(backend, "message_link")[0]?.args).toEqual({ id: "message-stranger-1", deal: "codeteki-10" });
  await screen.findByText("What we wrote before");
});

test("a mail as it was sent stands in a frame without rights, and a link is shown before it opens", async () => {
  const { user, backend } = await open();
  await user.click(await screen.findByText("As sent"));
  const frame = await screen.findByTitle("The mail from Sarah Jones as it was sent");
  expect(frame.getAttribute("sandbox")).toBe("");
  expect(frame.getAttribute("srcdoc")).toContain("default-src 'none'");
  screen.getByText(/2 pictures from elsewhere are left out/);
  expect(calls(backend, "message_pictures")).toEqual([]);
  await user.click(screen.getByText("Show them"));
  await waitFor(() => expect(screen.queryByText(/pictures from elsewhere/)).toBeNull());
  expect(calls(backend, "message_pictures")).toHaveLength(1);
  await user.click(screen.getByText("www.yourbank.example"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText("xn--yorbank-e1a.example.net");
  dialog.getByText("It says “www.yourbank.example”, and that is not where it leads.");
});

test("parts, words and meanings narrow the list, and an empty one says what it is for", async () => {
  const { user } = await open();
  await user.click(await screen.findByText("Robots 3"));
  await screen.findByText(/could not be delivered/, { selector: ".mail-words" });
  await user.keyboard("/");
  await user.keyboard("nothing like it");
  await screen.findByText("Nothing found");
});

test("nobody is shut out of the inbox", async () => {
  const { container } = await open();
  await screen.findByText(/Prices are yours to give/);
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
