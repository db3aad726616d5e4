import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test } from "vitest";
import { SpokenLine } from "../../components/spoken";
import { BackendProvider, NowProvider, useAsk } from "../../lib/ask";
import { type FakeBackend, fakeBackend } from "../../lib/fake/backend";
import { KnownProvider } from "../../lib/known";
import { newQueryClient } from "../../lib/query-client";
import { PipelinesSection } from "./section";

function Frame({ backend }: { backend: FakeBackend }) {
  const pipelines = useAsk("pipelines", {});
  if (!pipelines.data) return null;
  const { status } = backend.world;
  return (
    <KnownProvider value={{ status, pipelines: pipelines.data }}>
      <NowProvider value={status.now}>
        <PipelinesSection />
        <SpokenLine />
      </NowProvider>
    </KnownProvider>
  );
}

async function open() {
  const backend = fakeBackend();
  const client = newQueryClient();
  backend.subscribe(() => void client.invalidateQueries());
  const { container } = render(
    <QueryClientProvider client={client}>
      <BackendProvider value={backend}>
        <Frame backend={backend} />
      </BackendProvider>
    </QueryClientProvider>,
  );
  await waitFor(() => expect(Number(container.querySelector("ol .stage-deals")?.textContent)).toBeGreaterThan(100));
  const stages = () => [...container.querySelectorAll("ol > .stage .rename")].map((name) => name.textContent);
  return { backend, container, user: userEvent.setup(), stages };
}

test("a stage is moved by keys, which is said aloud and can be taken back", async () => {
  const { user, stages, container } = await open();
  screen.getByLabelText("Move Contacted").focus();
  await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
  await screen.findByText("Contacted is now stage 3 of 7");
  await waitFor(() => expect(stages().slice(0, 3)).toEqual(["New Lead", "Engaged", "Contacted"]));
  expect(document.activeElement).toBe(screen.getByLabelText("Move Contacted"));
  await user.click(screen.getByText("Undo"));
  await waitFor(() => expect(stages().slice(0, 3)).toEqual(["New Lead", "Contacted", "Engaged"]));
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});

test("a move that the engine refuses goes back and says why", async () => {
  const { user, stages } = await open();
  screen.getByLabelText("Move Closed").focus();
  for (let step = 0; step < 6; step += 1) await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
  await screen.findByText("The first stage has to be an open one: new deals start there.");
  await waitFor(() => expect(stages()[0]).toBe("New Lead"));
});

test("a stage is renamed where it stands", async () => {
  const { user, stages, backend } = await open();
  await user.click(screen.getByLabelText("Name of the stage Engaged: Engaged"));
  await user.keyboard("Talking{Enter}");
  await screen.findByText("Renamed “Engaged” to “Talking”.");
  await waitFor(() => expect(stages()).toContain("Talking"));
  expect(backend.world.pipelines[0]?.stages[2]?.key).toBe("engaged");
});

test("before a stage goes, it is asked where its deals go", async () => {
  const { user, stages, backend } = await open();
  await user.click(screen.getByLabelText("Remove Engaged"));
  const dialog = within(await screen.findByRole("dialog"));
  dialog.getByText("Its 3 deals go to");
  dialog.getByText(/“Interested, or asks” leaves them where they are/);
  await user.click(dialog.getByRole("button", { name: "Remove Engaged" }));
  await screen.findByText("Removed the stage “Engaged”; 3 deals went to “Contacted”.");
  expect(backend.calls).toContainEqual({
    name: "stage_remove",
    args: { stage: "codeteki-sales-engaged", to: "codeteki-sales-contacted" },
  });
  await waitFor(() => expect(stages()).not.toContain("Engaged"));
});

test("the cadence is said as a sentence while it is changed", async () => {
  const { user, backend } = await open();
  screen.getByText("The first mail goes at once, then one 3, 5 and 7 working days after the last.");
  await user.click(screen.getByLabelText("Remove mail 4"));
  await screen.findByText("The first mail goes at once, then one 3 and 5 working days after the last.");
  await user.click(screen.getByText("Keep this cadence"));
  await waitFor(() => expect(backend.world.pipelines[0]?.cadence).toEqual([0, 3, 5]));
});

test("a stage and a pipeline are added", async () => {
  const { user, stages } = await open();
  await user.type(screen.getByLabelText("Name of the new stage"), "Visited{Enter}");
  await waitFor(() => expect(stages()).toContain("Visited"));
  await user.click(screen.getByText("Add a pipeline"));
  await user.type(await screen.findByLabelText("Name of the new pipeline"), "Partners{Enter}");
  await screen.findByText("There is a pipeline Partners now.");
});
