/** Sends what is waiting, one after the other, and waits its turn when the network or the gateway says so. */

export type Delivery =
  | { result: "answered" }
  /** Not sent, or not answered to the end: the same again at once. */
  | { result: "again" }
  /** Nobody answers: after a while, or as soon as the network is back. */
  | { result: "offline" }
  /** The gateway asks for patience, and gets it. */
  | { result: "busy"; seconds: number }
  /** Only the person can decide what now. The rest waits too: it may rest on what failed. */
  | { result: "failed" };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export class Outbox<T> {
  private running = false;
  private stopped = false;
  private failures = 0;
  private endWait: (() => void) | undefined;

  constructor(
    private readonly next: () => T | undefined,
    private readonly deliver: (item: T) => Promise<Delivery>,
    private readonly wait: (ms: number) => { promise: Promise<void>; end: () => void } = sleep,
  ) {}

  /** Starts sending; if it waits for the network, tries again now. */
  wake(): void {
    this.stopped = false;
    this.endWait?.();
    if (!this.running) void this.run();
  }

  /** Sends nothing more until it is woken. */
  stop(): void {
    this.stopped = true;
    this.endWait?.();
  }

  private async run(): Promise<void> {
    this.running = true;
    for (let item = this.next(); item !== undefined && !this.stopped; item = this.next()) {
      const delivery = await this.deliver(item);
      if (delivery.result === "failed") break;
      if (delivery.result === "offline") await this.pause();
      else this.failures = 0;
      if (delivery.result === "busy") await this.wait(delivery.seconds * 1000).promise;
    }
    this.running = false;
  }

  /** Waits twice as long after each failure, with some chance in it, so that not everybody comes back at once. */
  private async pause(): Promise<void> {
    const longest = Math.min(FIRST_WAIT_MS * 2 ** this.failures++, LONGEST_WAIT_MS);
    const { promise, end } = this.wait(longest * (0.75 + Math.random() / 4));
    this.endWait = end;
    await promise;
    this.endWait = undefined;
  }
}

function sleep(ms: number): { promise: Promise<void>; end: () => void } {
  let end = (): void => {};
  const promise = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    end = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  return { promise, end };
}
