// The import wizard in a real browser on the real engine, by the keyboard alone: the guide's list goes in, is shown row by row, and comes out again.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { hands } from "./hands.mjs";
import { openWorld } from "./world.mjs";

/** The two rows of the guide, and one that cannot be a contact. */
const LIST = `email,name,company,website,domain_authority,notes,tags
john@example.com,John Smith,Acme Corp,https://acme.com,45,Met at conference,"technology, startup"
sarah@cafe.com,Sarah Jones,Local Cafe,https://localcafe.com,28,Small business owner,"hospitality, local"
n/a,Ben Ford,Ford Tiles,,,,
`;

let world;
let page;
const { tabTo, press } = hands(() => page);

before(
  async () => {
    // From the start: a chooser that opens before anybody listens is nobody's.
    world = await openWorld("#/import", (page) => page.on("filechooser", () => undefined));
    ({ page } = world);
    await writeFile(join(world.folder, "guide.csv"), LIST);
  },
  { timeout: 60_000 },
);

after(() => world?.close());

test("the guide's list is imported and undone by the keyboard alone", { timeout: 90_000 }, async () => {
  await page.getByRole("heading", { name: /Drop a CSV/ }).waitFor();
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.keyboard.press("o")]);
  await chooser.setFiles(join(world.folder, "guide.csv"));
  await page.getByRole("heading", { name: /Where does each column go/ }).waitFor();
  assert.equal(await page.locator(".columns-table tbody tr").count(), 7);
  assert.equal(await page.getByText("certain", { exact: true }).count(), 7, "every column of the guide is known");

  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: /What shall become/ }).waitFor();
  await page.keyboard.press("Control+Enter");
  const rows = page.getByRole("grid", { name: "Rows and what becomes of them" });
  await rows.getByText("sarah@cafe.com").waitFor();
  await rows.getByText("“n/a” is not an e-mail address").waitFor();
  await page.getByRole("button", { name: /Import 2 contacts/ }).waitFor();

  await page.keyboard.press("Control+Enter");
  await page.getByRole("heading", { name: /Imported 2 contacts from guide.csv/ }).waitFor();
  await tabTo("Save the rejected row");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "guide-rejected.csv");

  await press("Undo this import");
  await page.getByRole("dialog").waitFor();
  await press("Undo this import");
  await page.getByRole("heading", { name: "Undid the import of guide.csv" }).waitFor();
  await page.locator(".import-done").getByText("Removed 2 contacts and 2 deals").waitFor();
  assert.deepEqual(world.faults, []);
});
