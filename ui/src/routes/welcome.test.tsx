import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { forgetDrafts } from "../features/settings/drafts";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";
// Fetched when it is first gone to; here before the clock of a test runs.
import "./welcome";

afterEach(forgetDrafts);

async function open(place = "#/", backend = fakeBackend()) {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

function firstStart() {
  const backend = fakeBackend();
  backend.world.status.fresh = true;
  backend.world.status.demo = false;
  backend.world.status.awaiting_approval = 0;
  return backend;
}

test("the very first start leads to the welcome, and whoever skips it is not led there again", async () => {
  const backend = firstStart();
  const { user } = await open("#/", backend);
  await screen.findByText("How would you like to begin?");
  await user.click(screen.getByText("Skip this"));
  await waitFor(() => expect(window.location.hash).not.toContain("welcome"));
  expect(window.localStorage.getItem("welcome")).toBe("over");
});

test("who has data already is not led anywhere", async () => {
  await open("#/");
  await screen.findByText("Today", { selector: "h1" });
});

test("the steps lead to the first mail, and the place is kept", async () => {
  const { user, container } = await open("#/welcome", firstStart());
  await user.click(await screen.findByText("Begin with my own data"));
  await screen.findByText("Who do you write as?");
  expect(document.activeElement?.textContent).toBe("Who do you write as?");
  const signature = await screen.findByLabelText("Signature");
  await user.type(signature, "!");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Next" }).disabled).toBe(true);
  await user.click(screen.getByText("Discard"));
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("Connect the mailbox");
  const { violations } = await axe.run(container.querySelector(".main") ?? container, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await user.click(screen.getByText("People", { selector: ".guide-step *" }));
  await screen.findByText(/^Import (a|another) list$/);
  expect(window.localStorage.getItem("welcome")).toBe("import");
});

test("a page in a browser says how to start the demo", async () => {
  const { user } = await open("#/welcome", firstStart());
  await user.click(await screen.findByText("Look at a demo first"));
  expect((await screen.findByText("--demo")).closest("code")?.textContent?.trim()).toBe("crm-autopilot --demo");
});
