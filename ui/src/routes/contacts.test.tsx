import { render, screen, waitFor } from "@testing-library/react";
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

/** A button by what it says or is called; by selector, see above. */
function button(name: string, within: ParentNode = document): Promise<HTMLElement> {
  return waitFor(() => {
    const all = [...within.querySelectorAll<HTMLElement>("button, [role=menuitem]")];
    const one = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").startsWith(name));
    if (!one) throw new Error(`There is no button “${name}”`);
    return one;
  });
}

function dialog(): Promise<HTMLElement> {
  return waitFor(() => {
    const one = document.querySelector<HTMLElement>("[role=dialog]");
    if (!one) throw new Error("Nothing is asked");
    return one;
  });
}

async function mark(user: ReturnType<typeof open>["user"], name: string): Promise<void> {
  const box = (await rowOf(name)).querySelector("input");
  if (box) await user.click(box);
}

test("the slash leads to the search, the arrow to the rows, Enter to the person, Escape back", async () => {
  const { user } = open();
  await rowOf("Sarah Jones");
  await user.keyboard("/");
  await user.paste("sarah jones");
  await screen.findByText("1 contact");
  await user.keyboard("{ArrowDown}{Enter}");
  await screen.findByText("Sarah Jones", { selector: "h2" });
  await screen.findByText("Asks for a price; I stopped the sequence");
  await user.keyboard("{Escape}");
  await rowOf("Sarah Jones");
  await user.click(screen.getByText("Clear all"));
  await screen.findByText(/^1,\d{3} contacts$/);
});

test("many are labelled at once, and it can be taken back", async () => {
  const { user, backend } = open();
  await mark(user, "John Smith");
  await mark(user, "Tom Okafor");
  screen.getByText("2 selected");
  await user.click(await button("Label", document.querySelector(".selection-bar") ?? document));
  await user.click((await dialog()).querySelector("input") ?? document.body);
  await user.paste("fair");
  await user.keyboard("{Enter}");
  await screen.findByText("Changed 2 contacts.");
  const labelled = () => document.querySelectorAll(".contact-tags[title$=fair]").length;
  await waitFor(() => expect(labelled()).toBe(2));
  await user.click(await button("Undo"));
  await waitFor(() => expect(labelled()).toBe(0));
  expect(backend.calls.filter(({ name }) => name === "contacts_bulk")).toHaveLength(2);
});

test("who could not get a deal is told, with the reason", async () => {
  const { user } = open();
  await mark(user, "Mei Chen");
  await user.click(await button("Open deals"));
  await user.click(await button("Open deals", await dialog()));
  await screen.findByText("Mei Chen: must not be mailed: the address does not exist");
});

test("a field is edited where it stands, the change can be taken back, and erasing names the person", async () => {
  const { user, backend } = open("#/contacts/codeteki-contact-9");
  await user.click(await button("Edit Company: Local Cafe"));
  await user.keyboard("{Control>}a{/Control}");
  await user.paste("Corner Cafe");
  await user.keyboard("{Enter}");
  await screen.findByText("Company is changed.");
  await button("Edit Company: Corner Cafe");
  await user.click(await button("Undo"));
  await button("Edit Company: Local Cafe");

  await user.click(await button("More acts"));
  await user.click(await button("Erase Sarah Jones"));
  const asked = await dialog();
  expect(asked.textContent).toContain("What remains is a keyed hash");
  await user.click(await button("Erase Sarah Jones", asked));
  await screen.findByText(/Erased sarah@cafe.com/);
  expect(backend.calls).toContainEqual({ name: "contact_erase", args: { address: "sarah@cafe.com" } });
  // Nobody is left to be shown: back to the list, not before a page that fails.
  await waitFor(() => expect(window.location.hash).toMatch(/^#\/contacts(\?|$)/));
});

test("an address that is known leads to the contact that has it", async () => {
  const { user } = open();
  await user.click(await screen.findByText("Add contact"));
  const asked = await dialog();
  await user.click(asked.querySelector("input[type=email]") ?? document.body);
  await user.paste("sarah@cafe.com");
  await user.click(await button("Add contact", asked));
  await screen.findByText("This address is a contact already.");
  await user.click(screen.getByText("Open it"));
  await screen.findByText("Sarah Jones", { selector: "h2" });
});

test("lifting a suppression asks first and says why it was there", async () => {
  const { user } = open("#/contacts?tab=suppressed");
  await user.click(await button("Lift", await rowOf("karen@hillflorist.com.au")));
  await screen.findByText(/asked not to be mailed\. A person who said no/);
  await user.click(screen.getByText("Let it be mailed"));
  await screen.findByText("karen@hillflorist.com.au may be mailed again.");
});

test("two contacts are compared and merged, and a refusal says why", async () => {
  const { user, backend } = open("#/contacts?tab=duplicates");
  await user.click(await button("Compare"));
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
