import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { forgetDrafts } from "../features/settings/drafts";
import { BackendError } from "../lib/backend";
import { fakeBackend } from "../lib/fake/backend";
import { App } from "./app";

afterEach(forgetDrafts);

async function open(section: string, backend = fakeBackend()) {
  window.location.hash = `#/settings/${section}`;
  const { container } = render(<App backend={backend} />);
  return { backend, container, user: userEvent.setup() };
}

const field = (label: string) => screen.findByLabelText<HTMLInputElement>(label, { selector: "input, textarea" });

test("what is typed shows in the example mail, is saved as one act, and can be taken back", async () => {
  const { user, backend } = await open("identity");
  const signature = await field("Signature");
  await user.clear(signature);
  await user.type(signature, "Cheers, Priya");
  const preview = await screen.findByLabelText("Example mail");
  await within(preview).findByText(/Cheers, Priya/);
  expect(backend.calls.some(({ name }) => name === "brand_set")).toBe(false);
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("Saved the settings of Codeteki");
  const saved = { brand: "codeteki", values: { signature: "Cheers, Priya" } };
  expect(backend.calls).toContainEqual({ name: "brand_set", args: saved });
  await user.click(screen.getByText("Undo"));
  await waitFor(async () => expect((await field("Signature")).value).toContain("Best regards"));
});

test("what does not fit is said at its field, and nothing is saved", async () => {
  const { user } = await open("sending");
  const cap = await field("Most in 24 hours");
  await user.clear(cap);
  await user.type(cap, "many");
  await screen.findByText("“many” does not fit sending.daily_cap: a number from 0 to 500");
  expect(cap.getAttribute("aria-invalid")).toBe("true");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /^Save/ }).disabled).toBe(true);
  await user.click(screen.getByText("Discard"));
  expect((await field("Most in 24 hours")).value).toBe("50");
});

test("what was typed stays while one looks elsewhere, and a dot says so", async () => {
  const { user } = await open("identity");
  await user.type(await field("Answers go to"), "team@codeteki.au");
  await user.click(screen.getByText("Sending"));
  await screen.findByText("The next week");
  expect(screen.getByTitle("Something is not saved")).toBeDefined();
  await user.click(screen.getByText("Brand identity", { selector: "nav *" }));
  expect((await field("Answers go to")).value).toBe("team@codeteki.au");
});

test("days and hours are edited as such, and the slots follow", async () => {
  const { user, backend } = await open("sending");
  await user.click(await screen.findByLabelText("Sat"));
  await waitFor(() =>
    expect(backend.calls).toContainEqual({
      name: "slots_preview",
      args: { brand: "codeteki", days: 7, values: { "sending.window": "Mon,Tue,Wed,Thu,Fri,Sat 09:00-17:00" } },
    }),
  );
  await user.click(screen.getByLabelText("Begin slowly"));
  expect(screen.queryByLabelText("Mails on the first day")).toBeNull();
});

test("a mailbox is connected step by step, and no secret stays on the page", async () => {
  const { user, backend, container } = await open("mailbox?brand=desifirms");
  await user.click(await screen.findByLabelText(/^Zoho Mail/));
  await user.click(await screen.findByLabelText(/With a code/));
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("https://api-console.zoho.com.au");
  await user.click(screen.getByRole("button", { name: "Next" }));
  await screen.findByText("To find answers, bounces and people who say no.");
  await user.click(screen.getByRole("button", { name: "Next" }));
  await user.type(await field("Client ID"), "1000.ID");
  await user.type(await field("Client Secret"), "s3cret");
  await user.type(await field("Code"), "wrong");
  await user.click(screen.getByRole("button", { name: "Connect" }));
  expect((await screen.findByRole("alert")).textContent).toContain("does not accept the code");
  await user.clear(await field("Code"));
  await user.type(await field("Code"), "1000.code");
  await user.click(screen.getByRole("button", { name: "Connect" }));
  await screen.findByText(/Connected to sales@desifirms.com.au/);
  expect(container.innerHTML).not.toMatch(/s3cret|1000\.code/);
  const args = { brand: "desifirms", data_centre: "com.au", client_id: "1000.ID", client_secret: "s3cret" };
  expect(backend.calls).toContainEqual({ name: "brand_connect_code", args: { ...args, code: "1000.code" } });
});

test("any other mailbox is found by its address, strangers are confirmed, and a refusal says what to do", async () => {
  const { user, backend, container } = await open("mailbox?brand=desifirms");
  await user.click(await screen.findByLabelText(/^Any other mailbox/));
  const address = await field("Its address");
  expect(address.value).toBe("sales@desifirms.com.au");
  await user.type(address, "{Enter}");
  await screen.findByText("Gmail and Google Workspace");
  const next = screen.getByRole<HTMLButtonElement>("button", { name: "Next" });
  expect(next.disabled).toBe(true);
  await user.click(screen.getByLabelText(/imap.gmail.com, smtp.gmail.com: not under the domain/));
  await user.click(next);
  await screen.findByText(/make an app password/);
  await user.type(await field("App password"), "my usual one");
  await user.click(screen.getByRole("button", { name: "Connect" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Make an app password");
  await user.clear(await field("App password"));
  await user.type(await field("App password"), "app-s3cret");
  await user.keyboard("{Enter}");
  await screen.findByText("Connected to sales@desifirms.com.au. The secrets are in the system keychain.");
  expect(container.innerHTML).not.toContain("app-s3cret");
  await screen.findByText("imap.gmail.com, 993");
  expect(backend.calls.filter(({ name }) => name === "brand_connect_servers")[1]?.args).toMatchObject({
    brand: "desifirms",
    sign_in: "password",
    password: "app-s3cret",
    imap: { host: "imap.gmail.com", port: 993, security: "tls" },
    sent_copy: "server",
  });
});

test("servers are named by hand where nothing is found, and a change of security brings its port", async () => {
  const { user, backend } = await open("mailbox?brand=desifirms");
  await user.click(await screen.findByLabelText(/^Any other mailbox/));
  await user.clear(await field("Its address"));
  await user.type(await field("Its address"), "jo@nowhere.example{Enter}");
  await screen.findByText(/No mail servers of nowhere.example were found/);
  const next = screen.getByRole<HTMLButtonElement>("button", { name: "Next" });
  expect(next.disabled).toBe(true);
  await user.type(await field("Reading (IMAP)"), "imap.nowhere.example");
  await user.type(await field("Sending (SMTP)"), "smtp.nowhere.example");
  await user.click(screen.getAllByLabelText(/^Security/)[1] as HTMLElement);
  await user.click(await screen.findByRole("option", { name: "STARTTLS" }));
  await user.click(next);
  await user.type(await field("App password"), "app-s3cret{Enter}");
  await screen.findByText(/Connected to jo@nowhere.example/);
  expect(backend.calls.find(({ name }) => name === "brand_connect_servers")?.args).toMatchObject({
    username: "jo@nowhere.example",
    smtp: { host: "smtp.nowhere.example", port: 587, security: "starttls" },
    sent_copy: "append",
  });
});

test("Google is asked in the browser, and leaving the page gives it up", async () => {
  const { user, backend } = await open("mailbox?brand=desifirms");
  await user.click(await screen.findByLabelText(/^Any other mailbox/));
  await user.clear(await field("Its address"));
  await user.type(await field("Its address"), "jo@gmail.com{Enter}");
  await user.click(await screen.findByRole("button", { name: "Next" }));
  await user.click(await screen.findByLabelText("Google"));
  await user.type(await field("Client ID"), "client-1");
  await user.type(await field("Client Secret"), "s3cret");
  await user.click(screen.getByRole("button", { name: "Open the page of Google" }));
  await screen.findByText(/Waiting for your browser/);
  expect(backend.calls.find(({ name }) => name === "brand_connect_permission")?.args).toMatchObject({
    sign_in: "google",
    client_id: "client-1",
    username: "jo@gmail.com",
  });
  await user.click(screen.getByText("Sending", { selector: "nav *" }));
  await waitFor(() => expect(backend.calls.some(({ name }) => name === "brand_connect_stop")).toBe(true));
});

test("a test mail to somebody else is confirmed by name first", async () => {
  const { user, backend } = await open("mailbox");
  const to = await field("To");
  await user.click(screen.getByText("Send a test"));
  await screen.findByText(/The mailbox took/);
  expect(backend.calls).toContainEqual({
    name: "brand_test_email",
    args: { brand: "codeteki", to: "sales@codeteki.au", confirmed: false },
  });
  await user.clear(to);
  await user.type(to, "me@home.com");
  await user.click(screen.getByText("Send a test"));
  await user.click(await screen.findByRole("button", { name: "Send to me@home.com" }));
  await waitFor(() =>
    expect(backend.calls).toContainEqual({
      name: "brand_test_email",
      args: { brand: "codeteki", to: "me@home.com", confirmed: true },
    }),
  );
});

test("a model is tried before it is kept, and says what to do when it does not answer", async () => {
  const { user } = await open("ai");
  await user.click(await screen.findByLabelText(/^Model/));
  await user.click(await screen.findByText("Test the model"));
  await screen.findByText(/does not accept the key/);
  await user.type(await field("Key"), "sk-secret");
  await user.click(screen.getByText("Keep"));
  await screen.findByText("Put the model's key into the system keychain.");
  expect((await field("Key")).value).toBe("");
  await user.click(screen.getByText("Test the model"));
  await screen.findByText(/answered in 840 ms with 50 tokens/);
});

test("a relay is told of, tried and switched on; without one the switches are off and say why", async () => {
  const { user, backend } = await open("relay");
  await screen.findByText(/There is no relay: opens are not known/);
  const opens = await screen.findByLabelText<HTMLInputElement>(/^Opens/);
  expect(opens.disabled).toBe(true);
  await user.type(await field("Its address"), "https://relay.codeteki.au");
  await user.click(screen.getByText("Test the relay"));
  await screen.findByText("The relay's key is missing.");
  await user.click(screen.getByText("Make one"));
  const key = await field("Key");
  expect(key.value).toMatch(/^[0-9a-f]{64}$/);
  await user.click(screen.getByText("Keep"));
  await screen.findByText("Put the relay's key into the system keychain.");
  expect(key.value).toBe("");
  await user.click(screen.getByText("Test the relay"));
  await screen.findByText(/It answers and knows the key/);
  await user.click(opens);
  await user.type(await field("Countries with consent"), "AU");
  await user.keyboard("{Control>}s{/Control}");
  const values = { "relay.url": "https://relay.codeteki.au", "relay.opens": "on", "relay.countries": "AU" };
  await waitFor(() => expect(backend.calls).toContainEqual({ name: "brand_set", args: { brand: "codeteki", values } }));
});

test("a new brand takes its short name from its name, and a refusal is said where it was typed", async () => {
  const backend = fakeBackend();
  const { user } = await open("identity", backend);
  await user.click(await screen.findByText("New brand"));
  const dialog = within(await screen.findByRole("dialog"));
  await user.type(dialog.getByLabelText("Name"), "Tea House");
  await user.type(dialog.getByLabelText("Address it writes from"), "hello@teahouse.com.au");
  expect(dialog.getByLabelText<HTMLInputElement>("Short name").value).toBe("tea-house");
  backend.refuse("brand_new", new BackendError("refused", "There is a brand “tea-house” already."));
  await user.click(dialog.getByText("Add brand"));
  await dialog.findByText("There is a brand “tea-house” already.");
  await user.click(dialog.getByText("Add brand"));
  await waitFor(() => expect(window.location.hash).toContain("brand=tea-house"));
});

test.each(["identity", "mailbox", "mailbox?brand=desifirms", "ai", "sending", "relay", "backups"])(
  "nobody is shut out of %s",
  async (section) => {
    const { container } = await open(section);
    await screen.findByLabelText("Sections of the settings");
    await waitFor(() => expect(container.querySelector(".settings-part")).not.toBeNull());
    await waitFor(() => expect(container.querySelector(".loading")).toBeNull());
    // jsdom draws nothing, so it knows no contrast.
    const { violations } = await axe.run(container.querySelector(".main") ?? container, {
      rules: { "color-contrast": { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  },
);

test("the sender's records say what to set, and the warning goes once it is set", async () => {
  const { user, container } = await open("sender");
  await screen.findByText("Not looked up yet");
  await user.click(screen.getByRole("button", { name: "Look up now" }));
  const [spf] = await screen
    .findAllByRole("listitem", { name: "" })
    .then((all) => all.filter((one) => within(one).queryByText("SPF")));
  if (!spf) throw new Error("SPF is not shown");
  expect(within(spf).getByText("missing")).toBeDefined();
  expect(within(spf).getByText("v=spf1 include:zohomail.com.au ~all")).toBeDefined();
  expect(within(spf).getAllByRole("button", { name: /^Copy/ })).toHaveLength(2);
  // Above every screen, and so above what is approved, stands what to do first.
  await screen.findByText("Mail of Codeteki may be refused.");
  expect(screen.getByRole("link", { name: "What to set" }).getAttribute("href")).toContain("settings/sender");
  expect((await axe.run(container)).violations).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Look up now" }));
  await screen.findByText("good");
  await waitFor(() => expect(screen.queryByText("Mail of Codeteki may be refused.")).toBeNull());
});
