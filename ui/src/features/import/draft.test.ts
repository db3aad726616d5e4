import { expect, test } from "vitest";
import { newWorld } from "../../lib/fake/world";
import { EMPTY, pipelineOf, requestOf, withFile } from "./draft";

const { pipelines } = newWorld();

test("deals go to the pipeline that fits the type, unless another is chosen or none is wanted", () => {
  expect(pipelineOf(EMPTY, "codeteki", pipelines)?.id).toBe("codeteki-sales");
  expect(pipelineOf({ ...EMPTY, kind: "backlink_target" }, "desifirms", pipelines)?.id).toBe("desifirms-backlink");
  expect(pipelineOf({ ...EMPTY, pipeline: "backlink" }, "codeteki", pipelines)?.id).toBe("codeteki-backlink");
  expect(pipelineOf({ ...EMPTY, pipeline: "gone" }, "codeteki", pipelines)?.key).toBe("sales");
  expect(requestOf({ ...EMPTY, createDeals: false }, "codeteki", pipelines).pipeline).toBeNull();
});

test("evidence without consent is not sent", () => {
  const draft = { ...EMPTY, evidence: "a form" };
  expect(requestOf(draft, "codeteki", pipelines).basis_note).toBe("");
  expect(requestOf({ ...draft, basis: "express" }, "codeteki", pipelines).basis_note).toBe("a form");
});

test("a new file is read by itself, and what was decided about the people stays", () => {
  const before = { ...EMPTY, encoding: "UTF-16LE", map: { A: "email" as const }, source: "Expo" };
  const after = withFile(before, { token: "t", name: "b.csv", size: 1 });
  expect(after).toMatchObject({ step: "columns", encoding: null, map: {}, source: "Expo" });
});
