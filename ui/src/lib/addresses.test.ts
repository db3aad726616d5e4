import { expect, test } from "vitest";
import { hostOf, inPieces, pretends } from "./addresses";

test("addresses are found in a text, without the sentence around them", () => {
  expect(inPieces("See https://a.test/x?y=1. Or (http://b.test/), not ftp://c.test or javascript:alert(1)")).toEqual([
    { text: "See " },
    { address: "https://a.test/x?y=1" },
    { text: ". Or (" },
    { address: "http://b.test/" },
    { text: "), not ftp://c.test or javascript:alert(1)" },
  ]);
});

test("an address is told for where it leads", () => {
  expect(hostOf("https://bank.test@evil.test/login")).toBe("evil.test");
  expect(hostOf("https://b\u0430nk.test/")).toBe("xn--bnk-6cd.test");
  expect(hostOf("mailto:jo@ex.com?subject=x")).toBe("jo@ex.com");
  expect(hostOf("javascript:alert(1)")).toBeNull();
  expect(hostOf("https://")).toBeNull();
});

test("a link that says another address than it leads to pretends", () => {
  expect(pretends("www.bank.test", "https://evil.test/")).toBe(true);
  expect(pretends("bank.test/login", "https://secure.bank.test/x")).toBe(false);
  expect(pretends("the offer", "https://evil.test/")).toBe(false);
});
