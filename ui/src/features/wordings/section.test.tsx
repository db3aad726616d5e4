import { QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect, test, vi } from "vitest";
import { SpokenLine } from "../../components/spoken";
import { BackendProvider, NowProvider } from "../../lib/ask";
import { fakeBackend } from "../../lib/fake/backend";
import { KnownProvider } from "../../lib/known";
import { newQueryClient } from "../../lib/query-client";
import type { CodeProps } from "./code";
import { WordingsSection } from "./section";

// The real editor measures what jsdom does not lay out.
vi.mock("./code", () => ({
  default: ({ label, value, onChange }: CodeProps) => (
    <textarea aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} />
  ),
}));

async function open() {
  const backend = fakeBackend();
  const client = newQueryClient();
  backend.subscribe(() => void client.invalidateQueries());
  const { status, pipelines } = backend.world;
  const { container } = render(
    <QueryClientProvider client={client}>
      <BackendProvider value={backend}>
        <KnownProvider value={{ status, pipelines }}>
          <NowProvider value={status.now}>
            <WordingsSection />
            <SpokenLine />
          </NowProvider>
        </KnownProvider>
      </BackendProvider>
    </QueryClientProvider>,
  );
  await waitFor(() => expect(container.querySelector("textarea:not(.wording-plain)")).not.toBeNull());
  const text = screen.getByLabelText<HTMLTextAreaElement>("Text of First mail");
  return { backend, container, user: userEvent.setup(), text };
}

test("a wording is changed, seen for a real deal, saved by key and taken back", async () => {
  const { backend, user, text } = await open();
  await screen.findByText("An idea for Local Cafe");
  await user.clear(text);
  await user.type(text, "News for {{{{ recipient_company }}\n\nHello,\n\nwe build.");
  await user.click(screen.getByLabelText("Written to: A made-up person"));
  await user.click(await screen.findByText("John Smith · Acme Corp"));
  await screen.findByText("News for Acme Corp");
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("sales_initial is reworded; the next mail uses it.");
  expect(backend.calls).toContainEqual({
    name: "wording_set",
    args: { brand: "codeteki", name: "sales_initial", text: "News for {{ recipient_company }}\n\nHello,\n\nwe build." },
  });
  await screen.findByText("Version 1");
  await user.click(screen.getByText("Undo"));
  await waitFor(() => expect(backend.calls.at(-1)?.name).not.toBe("wording_set"));
  await waitFor(() => expect(text.value).toContain("An idea for"));
});

test("what does not work is said with its line, and what is written is not lost by looking elsewhere", async () => {
  const { user, text } = await open();
  await user.type(text, "{{{{ nobody }}");
  await screen.findByText(/Line 10: There is no such variable here/);
  const list = within(screen.getByRole("navigation", { name: "Templates and prompts" }));
  await user.click(list.getByText("Classify a reply"));
  await screen.findByLabelText("Text of Classify a reply");
  await user.click(list.getByText("not saved"));
  expect((await screen.findByLabelText<HTMLTextAreaElement>("Text of First mail")).value).toContain("nobody");
});

test("versions show what changed, can be taken over, and the shipped text is one press away", async () => {
  const { container, user } = await open();
  const [follow] = await screen.findAllByText("First follow-up");
  if (follow) await user.click(follow);
  await screen.findByLabelText("Text of First follow-up");
  await user.click(screen.getByLabelText("Versions"));
  await user.click(await screen.findByText("Version 1"));
  expect(container.querySelector(".difference ins")).not.toBeNull();
  await user.click(screen.getByText("Take this text into the editor"));
  const text = screen.getByLabelText<HTMLTextAreaElement>("Text of First follow-up");
  expect(text.value).toContain("Did it reach you?");
  await user.click(screen.getByText("Discard changes"));
  await user.click(screen.getByText("Back to the shipped text"));
  await screen.findByText("sales_first_follow_up is the shipped text again.");
  // jsdom draws nothing, so it knows no contrast.
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
});
