import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test } from "vitest";
import { BackendError } from "../lib/backend";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

beforeEach(() => window.localStorage.clear());

function open(place = "#/contacts", backend = fakeBackend()) {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

/** The row of a person. By selector: asking for roles among a table takes jsdom seconds. */
function rowOf(name: string): Promise<HTMLElement> {
  return waitFor(() => {
    const rows = [...document.querySelectorAll<HTMLElement>(".table-row")];
    const row = rows.find((row) => row.textContent?.includes(name));
    if (!row) throw new Error(`${name} is not in the table`);
    return row;
  });
}

test("the slash leads to the search, the arrow to the rows, Enter to the person, Escape back", async () => {
  const { user } = open();
  await rowOf("Sarah Jones");
  await user.keyboard("/sarah jones");
  await screen.findByText("1 contact");
  await user.keyboard("{ArrowDown}{Enter}");
  await screen.findByText("Sarah Jones", { selector: "h2" });
  await screen.findByText("Asks for a price; I stopped the sequence");
  await user.keyboard("{Escape}");
  await rowOf("Sarah Jones");
  await user.click(screen.getByText("Clear all"));
  await screen.findByText("1,272 contacts");
});

test("many are labelled at once, and it can be taken back", async () => {
  const { user, backend } = open();
  await user.click(within(await rowOf("John Smith")).getByRole("checkbox"));
  await user.click(within(await rowOf("Tom Okafor")).getByRole("checkbox"));
  screen.getByText("2 selected");
  await user.click(screen.getByRole("button", { name: "Label" }));
  await user.type(await screen.findByRole("combobox", { name: "Label" }), "fair{Enter}");
  await screen.findByText("Changed 2 contacts.");
  within(await rowOf("John Smith")).getByTitle(/fair/);
  await user.click(screen.getByRole("button", { name: /^Undo/ }));
  await waitFor(() => expect(backend.calls.filter(({ name }) => name === "contacts_bulk")).toHaveLength(2));
  await waitFor(async () => expect(within(await rowOf("John Smith")).queryByTitle(/fair/)).toBeNull());
});

test("who could not get a deal is told, with the reason", async () => {
  const { user } = open();
  await user.click(within(await rowOf("Mei Chen")).getByRole("checkbox"));
  await user.click(screen.getByRole("button", { name: "Open deals" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Open deals" }));
  await screen.findByText("Mei Chen: must not be mailed: the address does not exist");
});

test("a field is edited where it stands, and the change can be taken back", async () => {
  const { user, backend } = open("#/contacts/codeteki-contact-9");
  await user.click(await screen.findByRole("button", { name: "Edit Company: Local Cafe" }));
  await user.keyboard("{Control>}a{/Control}Corner Cafe{Enter}");
  await screen.findByText("Company is changed.");
  await screen.findByRole("button", { name: "Edit Company: Corner Cafe" });
  await user.click(screen.getByRole("button", { name: /^Undo/ }));
  await screen.findByRole("button", { name: "Edit Company: Local Cafe" });
  expect(backend.calls.filter(({ name }) => name === "contact_edit")).toHaveLength(2);
});

test("erasing names the person and says what remains", async () => {
  const { user, backend } = open("#/contacts/codeteki-contact-9");
  await user.click(await screen.findByRole("button", { name: "More acts" }));
  await user.click(await screen.findByRole("menuitem", { name: "Erase Sarah Jones" }));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText(/What remains is a keyed hash/);
  await user.click(dialog.getByRole("button", { name: "Erase Sarah Jones" }));
  await screen.findByText(/Erased sarah@cafe.com/);
  expect(backend.calls).toContainEqual({ name: "contact_erase", args: { address: "sarah@cafe.com" } });
});

test("an address that is known leads to the contact that has it", async () => {
  const { user } = open();
  await user.click(await screen.findByText("Add contact"));
  await user.type(await screen.findByRole("textbox", { name: "E-mail" }), "sarah@cafe.com");
  await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Add contact" }));
  await screen.findByText("This address is a contact already.");
  await user.click(screen.getByText("Open it"));
  await screen.findByText("Sarah Jones", { selector: "h2" });
});

test("lifting a suppression asks first and says why it was there", async () => {
  const { user } = open("#/contacts?tab=suppressed");
  const row = await rowOf("karen@hillflorist.com.au");
  await user.click(within(row).getByText("Lift"));
  await screen.findByText(/asked not to be mailed\. A person who said no/);
  await user.click(screen.getByText("Let it be mailed"));
  await screen.findByText("karen@hillflorist.com.au may be mailed again.");
});

test("two contacts are compared and merged, and a refusal says why", async () => {
  const { user, backend } = open("#/contacts?tab=duplicates");
  const [compare] = await screen.findAllByText("Compare");
  if (compare) await user.click(compare);
  const act = await screen.findByText("Merge into priya@harbourdental.com.au");
  backend.refuse("contacts_merge", new BackendError("refused", "Both have an open deal in Sales. Nothing was merged."));
  await user.click(act);
  await screen.findByText(/Nothing was merged/);
  await user.click(act);
  await screen.findByText("Priya Nair and Priya Nair are one contact now: priya@harbourdental.com.au.");
  await waitFor(() => expect(screen.getAllByText("Compare")).toHaveLength(1));
});

test.each([
  ["contacts", "#/contacts", "Sarah Jones"],
  ["suppressions", "#/contacts?tab=suppressed", "karen@hillflorist.com.au"],
  ["duplicates", "#/contacts?tab=duplicates", "Leo Martins"],
  ["one person", "#/contacts/codeteki-contact-9", "Sarah Jones"],
])("nobody is shut out of the screen with %s", async (_name, hash, text) => {
  const { container } = open(hash);
  await waitFor(() => expect(container.textContent).toContain(text));
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
