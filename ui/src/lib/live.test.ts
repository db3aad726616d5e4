import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { refresher } from "./live";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a storm of events becomes a few rounds a second, and the last one is never lost", async () => {
  const invalidateQueries = vi.fn(async () => undefined);
  const { wake } = refresher({ invalidateQueries });
  for (let i = 0; i < 100; i++) {
    wake();
    await vi.advanceTimersByTimeAsync(10);
  }
  const during = invalidateQueries.mock.calls.length;
  expect(during).toBeGreaterThanOrEqual(3);
  expect(during).toBeLessThanOrEqual(5);
  wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(invalidateQueries).toHaveBeenCalledTimes(during + 1);
});

test("a slow answer is waited for, not cut off", async () => {
  let answer = () => {};
  const invalidateQueries = vi.fn(() => new Promise<void>((resolve) => (answer = resolve)));
  const { wake } = refresher({ invalidateQueries });
  wake();
  wake();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(invalidateQueries).toHaveBeenCalledTimes(1);
  answer();
  await vi.advanceTimersByTimeAsync(300);
  expect(invalidateQueries).toHaveBeenCalledTimes(2);
});

test("after the end nothing is asked", async () => {
  const invalidateQueries = vi.fn(async () => undefined);
  const { wake, stop } = refresher({ invalidateQueries });
  stop();
  wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(invalidateQueries).not.toHaveBeenCalled();
});
