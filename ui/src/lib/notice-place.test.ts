import { expect, test } from "vitest";
import type { NoticeKind } from "../generated/NoticeKind";
import { noticePlace } from "./notice-place";

test.each<[NoticeKind, string]>([
  ["question", "/inbox"],
  ["interested", "/inbox"],
  ["link_lost", "/links"],
  ["approval", "/review"],
  ["trouble", "/doctor"],
  ["solved", "/doctor"],
  ["review", "/"],
])("without a deal, %s leads to %s", (kind, to) => {
  expect(noticePlace({ kind, deal_id: null })).toEqual({ to });
  expect(noticePlace({ kind, deal: null })).toEqual({ to });
});

test("what is about a deal leads to it, whatever it says", () => {
  expect(noticePlace({ kind: "trouble", deal_id: "d1" })).toEqual({ deal: "d1" });
  expect(noticePlace({ kind: "question", deal: "d2" })).toEqual({ deal: "d2" });
});
