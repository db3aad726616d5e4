import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { BackendError } from "../lib/backend";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

async function open(backend = fakeBackend()) {
  window.location.hash = "#/doctor";
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

test("checks stand by what they are about, and a button leads to what mends a failing one", async () => {
  const { user, container } = await open();
  const part = within(await screen.findByRole("region", { name: /Desi Firms/ }));
  await part.findByText("desifirms/zoho_client_id is missing");
  const [first] = part.getAllByRole("listitem");
  expect(first?.textContent).toContain("is missing");
  const { violations } = await axe.run(container.querySelector(".main") ?? container, {
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await user.click(part.getAllByText("Connect")[0] as HTMLElement);
  await screen.findByText("Connect a mailbox");
  expect(window.location.hash).toContain("brand=desifirms");
});

test("everything is looked at again by one key", async () => {
  const { user, backend } = await open();
  await screen.findByText("2 need you", { selector: "[role=status]" });
  const asked = () => backend.calls.filter(({ name }) => name === "doctor").length;
  const before = asked();
  await user.keyboard("r");
  await waitFor(() => expect(asked()).toBe(before * 2));
});

test("a part that cannot be asked says so, and the others are shown", async () => {
  const backend = fakeBackend();
  const call = backend.call.bind(backend);
  backend.call = (name, args) =>
    name === "doctor" && "program" in args && args.program ? Promise.reject(new Error("lost")) : call(name, args);
  await open(backend);
  await screen.findByText("found accounts.zoho.com.au and mail.zoho.com.au", {
    selector: "#doctor-brand-codeteki ~ * *",
  });
});

test("diagnostics are shown before they are copied, and it is said when that is done", async () => {
  const { user } = await open();
  await user.click(await screen.findByText("Copy diagnostics"));
  const dialog = await screen.findByRole("dialog");
  within(dialog).getByText("This is what will be copied. It has no addresses, names or secrets.");
  const shown = within(dialog).getByLabelText<HTMLTextAreaElement>("What will be copied").value;
  expect(shown).toContain("CRM Autopilot 0.1.0");
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(dialog, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await user.keyboard("{Enter}");
  await screen.findByText("Copied. Paste it where somebody helps you.");
  expect(await navigator.clipboard.readText()).toBe(shown);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("where copying is not allowed, the text can be selected", async () => {
  const { user } = await open();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("no"));
  await user.click(await screen.findByText("Copy diagnostics"));
  const dialog = await screen.findByRole("dialog");
  await user.click(within(dialog).getByText("Copy"));
  await within(dialog).findByRole("alert");
});

test("diagnostics that cannot be had say why", async () => {
  const backend = fakeBackend();
  backend.refuse("diagnostics", new BackendError("failed", "The log cannot be read."));
  const { user } = await open(backend);
  await user.click(await screen.findByText("Copy diagnostics"));
  await screen.findByText("The log cannot be read.");
});
