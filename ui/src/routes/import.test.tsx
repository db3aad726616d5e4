import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched lazily by the router; here it is there from the start.
import "./import";

vi.setConfig({ testTimeout: 120_000 });

async function open(backend: FakeBackend = fakeBackend()) {
  window.location.hash = "#/import";
  render(<App backend={backend} />);
  await screen.findByText("Drop a CSV, TSV or Excel file here");
  return { backend, user: userEvent.setup() };
}

async function wrongs(): Promise<string[]> {
  const screen = document.querySelector(".main") ?? document.body;
  const runOnly = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(screen, { runOnly, rules: { "color-contrast": { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}

test("a list is imported by keys alone, every number adds up, and it can be undone", async () => {
  const { user, backend } = await open();
  await user.keyboard("o");
  expect((await screen.findByText("Where does each column go?")).tagName).toBe("H2");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Step 2 of 5"));
  await screen.findByText("Keep as “Last Seen”");

  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("What shall become of these people?");
  await user.keyboard("{Control>}{Enter}{/Control}");
  const rows = within(await screen.findByLabelText("Rows and what becomes of them"));
  expect((await rows.findAllByText("same address as line 2")).length).toBeGreaterThan(0);

  await screen.findByText("Import 11,902 contacts");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Imported 11,902 contacts from conference-2026.csv");
  screen.getByText("Together 12,480 rows of the file.");
  await user.click(screen.getByText("Save the 8 rejected rows"));
  await screen.findByText("Saved as conference-2026-rejected.csv.");

  await user.click(await screen.findByText("Undo this import"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText("It created 11,902 contacts, and new deals: 11,841.");
  await user.click(dialog.getByText("Undo this import"));
  await screen.findByText("Undid the import of conference-2026.csv");
  expect((await screen.findAllByText(/kept 3 that were worked on since/)).length).toBeGreaterThan(0);
  expect(backend.calls.some(({ name }) => name === "import_undo")).toBe(true);
});

test("a suggestion is taken with one press, and a column that is left out says so", async () => {
  const { user, backend } = await open();
  await user.keyboard("o");
  await user.click(await screen.findByText("Did you mean Notes?"));
  await waitFor(() => expect(screen.queryByText("Did you mean Notes?")).toBeNull());
  await screen.findByText("your choice");
  const looks = backend.calls.filter(({ name }) => name === "import_look");
  expect(looks.at(-1)?.args).toMatchObject({ map: { Nots: "notes" } });
  await user.click(screen.getByLabelText("Keep unknown columns as custom fields"));
  await screen.findByText("Leave out");
});

test("without addresses nothing goes on, and Escape leads one step back", async () => {
  const { user } = await open();
  await user.keyboard("o");
  await user.click(await screen.findByLabelText("E-Mail: Goes to: E-mail"));
  await user.click(await screen.findByText("Leave out", { selector: "[role=option] *" }));
  await screen.findByText(/No column holds e-mail addresses yet/);
  expect(screen.getByText("Continue").closest("button")).toHaveProperty("disabled", true);
  await user.keyboard("{Escape}");
  await screen.findByText("Continue with conference-2026.csv");
});

test("a number shows its rows, and the options decide which there are", async () => {
  const { user } = await open();
  await user.keyboard("o");
  await screen.findByText("Where does each column go?");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await user.click(await screen.findByLabelText("Update"));
  await user.click(screen.getByLabelText("Open a deal for each contact, due now"));
  await user.keyboard("{Control>}{Enter}{/Control}");
  await user.click(await screen.findByTitle("Show only: update"));
  const rows = within(screen.getByLabelText("Rows and what becomes of them"));
  expect(rows.queryByText("reject")).toBeNull();
  expect(rows.getAllByText("name, tags").length).toBeGreaterThan(1);
  await screen.findByText("Import 12,243 contacts");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("See the contacts");
});

test("what was chosen stays while one looks at another screen", async () => {
  const { user } = await open();
  await user.keyboard("o");
  await screen.findByText("Where does each column go?");
  act(() => {
    window.location.hash = "#/";
  });
  await waitFor(() => expect(screen.queryByText("Where does each column go?")).toBeNull());
  act(() => {
    window.location.hash = "#/import";
  });
  await screen.findByText("Where does each column go?");
});

test("a file that cannot be read says why, and how to go on", async () => {
  const backend = fakeBackend();
  const why = "On line 4 the file is not UTF-8; choose another encoding.";
  backend.refuse("import_look", new BackendError("failed", why));
  const { user } = await open(backend);
  await user.keyboard("o");
  await screen.findByText(why);
  await user.click(screen.getByText("Try again"));
  await screen.findByText("Where does each column go?");
});

test("an earlier import is undone from the list", async () => {
  const { user } = await open();
  await user.click(await screen.findByLabelText("Undo the import of bloggers-au.xlsx"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText("It changed 12 contacts that you knew already.");
  await user.click(dialog.getByText("Undo this import"));
  await waitFor(() => expect(screen.queryByLabelText("Undo the import of bloggers-au.xlsx")).toBeNull());
});

test("a file dropped anywhere is read, and what is no list is said", async () => {
  await open();
  const drag = (kind: string, files: File[]) =>
    act(() => {
      const dataTransfer = { types: ["Files"], files };
      window.dispatchEvent(Object.assign(new Event(kind, { cancelable: true }), { dataTransfer }));
    });
  drag("dragover", []);
  screen.getByText("Drop it to read it");
  drag("drop", [new File(["%PDF"], "brochure.pdf")]);
  await screen.findByText(/“brochure.pdf” is not one list/);
  expect(screen.queryByText("Drop it to read it")).toBeNull();
  drag("drop", [new File(["email\n"], "people.csv")]);
  await screen.findByText("Where does each column go?");
});

test("nobody is shut out of sorting columns and judging rows", async () => {
  const { user } = await open();
  await user.keyboard("o");
  await screen.findByText("Keep as “Last Seen”");
  expect(await wrongs()).toEqual([]);
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("What shall become of these people?");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Import 11,902 contacts");
  expect(await wrongs()).toEqual([]);
});
