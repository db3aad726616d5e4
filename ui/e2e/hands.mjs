// What a test does with its hands, which have no mouse, and what it waits for. `pageOf` gives the page: it is opened after the test's file
// has been read.

import assert from "node:assert/strict";

/** How long a state may take to come. */
export const PATIENCE = Number(process.env.PATIENCE ?? 60_000);

export function hands(pageOf) {
  /** One key after the other. */
  async function keys(...all) {
    for (const key of all) await pageOf().keyboard.press(key);
  }

  const type = (text) => pageOf().keyboard.type(text);

  /** What the page says about the last act. */
  const spoken = (text) => pageOf().locator(".spoken").getByText(text).waitFor();

  /** Does what the palette offers first for these words. */
  async function palette(title, words = title) {
    await keys("Control+k");
    await pageOf().getByRole("combobox").waitFor();
    await type(words);
    await pageOf().locator(".palette-line[aria-selected=true]", { hasText: title }).waitFor();
    await keys("Enter");
  }

  /** Goes on with Tab until a control has the focus whose name begins like this. */
  async function tabTo(name, kind = "a, button, input, textarea") {
    const isThere = ([name, kind]) => {
      const one = document.activeElement;
      if (!one?.matches(kind)) return false;
      const label = one.getAttribute("aria-label") ?? one.labels?.[0]?.textContent ?? one.textContent;
      return label.trim().startsWith(name);
    };
    for (let at = 0; at < 200; at += 1) {
      if (await pageOf().evaluate(isThere, [name, kind])) return;
      await keys("Tab");
    }
    assert.fail(`${name} cannot be reached with Tab`);
  }

  /** Goes to a control and presses it. */
  async function press(name) {
    await tabTo(name);
    await keys("Enter");
  }

  /** Waits for a state that is no single element. */
  async function until(holds, what) {
    const end = Date.now() + PATIENCE;
    while (!(await holds())) {
      assert.ok(Date.now() < end, what);
      await pageOf().waitForTimeout(100);
    }
  }

  return { keys, type, spoken, palette, tabTo, press, until };
}
