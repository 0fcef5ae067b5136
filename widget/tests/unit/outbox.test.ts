import { describe, expect, it } from "vitest";
import { type Delivery, Outbox } from "../../src/outbox";

/** An outbox over a list; waits end when the test says so. */
function outboxOf(items: string[], script: Record<string, Delivery[]> = {}) {
  const sent: string[] = [];
  const waits: number[] = [];
  let endWait = (): void => {};
  const outbox = new Outbox(
    () => items[0],
    async (item) => {
      sent.push(item);
      const delivery = script[item]?.shift() ?? { result: "answered" };
      if (delivery.result === "answered") items.shift();
      return delivery;
    },
    (ms) => {
      waits.push(ms);
      let end = (): void => {};
      const promise = new Promise<void>((resolve) => (end = resolve));
      endWait = end;
      return { promise, end };
    },
  );
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
  return { outbox, sent, waits, settle, end: () => endWait() };
}

describe("Outbox", () => {
  it("sends in order", async () => {
    const { outbox, sent, settle } = outboxOf(["a", "b"]);
    outbox.wake();
    await settle();
    expect(sent).toEqual(["a", "b"]);
  });

  it("waits longer after each failure, and not longer than half a minute", async () => {
    const { outbox, waits, settle, end } = outboxOf(["a"], { a: Array(8).fill({ result: "offline" }) });
    outbox.wake();
    for (let times = 0; times < 8; times++) {
      await settle();
      end();
    }
    expect(waits[0]).toBeLessThanOrEqual(1_000);
    expect(waits[2]).toBeGreaterThanOrEqual(3_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });

  it("tries again at once when the network is back", async () => {
    const { outbox, sent, settle } = outboxOf(["a"], { a: [{ result: "offline" }] });
    outbox.wake();
    await settle();
    outbox.wake();
    await settle();
    expect(sent).toEqual(["a", "a"]);
  });

  it("lets nobody cut short the patience that the gateway asked for", async () => {
    const { outbox, sent, waits, settle, end } = outboxOf(["a"], { a: [{ result: "busy", seconds: 7 }] });
    outbox.wake();
    await settle();
    outbox.wake();
    await settle();
    expect([sent, waits]).toEqual([["a"], [7_000]]);
    end();
    await settle();
    expect(sent).toEqual(["a", "a"]);
  });

  it("stops at a failure until it is woken", async () => {
    const { outbox, sent, settle } = outboxOf(["a", "b"], { a: [{ result: "failed" }] });
    outbox.wake();
    await settle();
    expect(sent).toEqual(["a"]);
    outbox.wake();
    await settle();
    expect(sent).toEqual(["a", "a", "b"]);
  });
});
