import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, expect, test, vi } from "vitest";
import { BackendError } from "../lib/backend";
import { type FakeBackend, fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

// Where nothing is laid out, a virtual table has no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(640);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1_000);
});

async function open(backend: FakeBackend = fakeBackend(), place = "#/tasks") {
  window.location.hash = place;
  const { container } = render(<App backend={backend} />);
  await screen.findByText("What it did", {}, { timeout: 10_000 });
  return { backend, container, user: userEvent.setup() };
}

test("each task says what it does, when it runs and how it went", async () => {
  const { container } = await open();
  const list = within(await screen.findByLabelText("Recurring tasks"));
  list.getByText("hourly");
  list.getByText("daily at 09:00");
  screen.getByText("Fetches replies, matches and classifies them");
  await waitFor(() => expect(container.querySelectorAll(".schedule-next li")).toHaveLength(5));
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("a schedule is said in words, shown by its next times, kept, and taken back", async () => {
  const { user, backend } = await open(fakeBackend(), "#/tasks?task=daily_ai_review");
  const words = await screen.findByLabelText("Or say it");
  await user.clear(words);
  await user.type(words, "Mon-Fri at 8:15");
  await screen.findByText("Wed 25 Nov 2026, 08:15");
  await user.click(screen.getByText("Keep this schedule"));
  await screen.findByText("Morning review now runs Mon–Fri at 08:15.");
  expect(backend.calls).toContainEqual({
    name: "task_schedule",
    args: { task: "daily_ai_review", schedule: "15 8 * * 1-5" },
  });
  await user.click(screen.getByText("Undo"));
  await waitFor(() => expect(backend.world.status.tasks[3]?.schedule).toBe("0 9 * * *"));
});

test("what is no schedule is said where it is written, and cannot be kept", async () => {
  const { user } = await open();
  const words = await screen.findByLabelText("Or say it");
  await user.clear(words);
  await user.type(words, "now and then");
  await screen.findByText(/This is not understood/);
  expect(screen.queryByText("Keep this schedule")).toBeNull();
  await user.clear(words);
  await user.type(words, "0 25 * * *");
  await screen.findAllByText(/is not a schedule/);
  expect(screen.getByText("Keep this schedule")).toHaveProperty("disabled", true);
});

test("a task is run by key and switched off; a refusal says why", async () => {
  const { user, backend } = await open();
  await user.keyboard("r");
  await screen.findByText("Check replies: 4 came in");
  backend.refuse("run_task", new BackendError("refused", "Another process runs the tasks; this window only watches."));
  await user.keyboard("r");
  await screen.findByText("Another process runs the tasks; this window only watches.");
  const [first] = screen.getAllByRole("switch", { name: "Runs by itself: Check replies" });
  if (first) await user.click(first);
  await screen.findByText("Not while it is switched off");
});

test("a run opens beside with all it counted and what went wrong, and Escape closes it", async () => {
  const { user } = await open();
  await user.click((await screen.findAllByText(/the mailbox did not answer/))[0] as HTMLElement);
  const run = (await screen.findByText("This run")).closest(".run") as HTMLElement;
  within(run).getByText("What went wrong");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByText("This run")).toBeNull());
});

test("earlier runs are fetched when they are asked for", async () => {
  const { user, backend } = await open();
  await user.click(await screen.findByText("Show earlier runs"));
  await waitFor(() => expect(backend.calls.filter(({ name }) => name === "task_history").length).toBeGreaterThan(1));
  expect(screen.getByRole("grid", { name: "Runs of Check replies" }).getAttribute("aria-rowcount")).toBe("401");
});
