import { expect, test } from "vitest";
import { newWorld } from "../../lib/fake/world";
import { attention } from "./attention";

const { status } = newWorld();
const fault = {
  reason: "Zoho refused the refresh token",
  fix: "Connect it again.",
  since: 0,
  by_person: false,
  until: null,
};

test("nothing is said while all is well", () => {
  expect(attention(status, false)).toEqual([]);
});

test("a paused brand says why and what to do", () => {
  const brands = status.brands.map((brand, place) => (place === 1 ? { ...brand, paused: fault } : brand));
  expect(attention({ ...status, brands }, false)).toEqual([
    {
      tone: "warn",
      what: "Desi Firms is paused.",
      why: "Zoho refused the refresh token.",
      fix: "Connect it again.",
      brand: "desifirms",
    },
  ]);
});

test("a brand whose mail may be refused says so before anything is sent, and where to mend it", () => {
  const sender = { sentence: "Receivers cannot tell that mail from ex.com is yours", fix: "Add this TXT record." };
  const brands = status.brands.map((brand, place) => (place === 0 ? { ...brand, sender } : brand));
  expect(attention({ ...status, brands }, false)).toEqual([
    {
      tone: "warn",
      what: "Mail of Codeteki may be refused.",
      why: "Receivers cannot tell that mail from ex.com is yours.",
      fix: "Add this TXT record.",
      sender: "codeteki",
    },
  ]);
});

test("a pause the person chose is no alarm, a fault is", () => {
  expect(attention({ ...status, paused: { ...fault, by_person: true } }, false)).toEqual([]);
  expect(attention({ ...status, paused: fault }, false)).toMatchObject([{ what: "The autopilot is paused." }]);
});

test("a guest says who runs the autopilot", () => {
  expect(attention({ ...status, owner: false, owned_by: "process 42" }, false)[0]?.what).toContain("process 42");
});

test("a lost engine is said even before it was ever there", () => {
  expect(attention(undefined, true)).toMatchObject([{ tone: "danger" }]);
});
