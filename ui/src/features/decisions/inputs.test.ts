import { expect, test } from "vitest";
import { readInputs } from "./inputs";

test("what was known has a name, what was not is named, and nothing recorded is lost", () => {
  const { known, unknown } = readInputs({
    notes: "",
    recipient_name: "Jo Smith",
    domain_authority: null,
    tags: ["vip", "trades"],
    emails_sent: 1_200,
    suppressed: false,
    stage_key: "new_lead",
    a_new_input: { deep: 1 },
  });
  expect(known).toEqual([
    { name: "Name", value: "Jo Smith" },
    { name: "Tags", value: "vip, trades" },
    { name: "Mails sent", value: "1,200" },
    { name: "Must not be mailed", value: "No" },
    { name: "A new input", value: '{"deep":1}' },
  ]);
  expect(unknown).toEqual(["Domain authority", "Notes"]);
});
