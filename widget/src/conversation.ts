/** One conversation: what was said, the session behind it, and how a message gets through. */

import { type Api, Refused, Unreachable } from "./api";
import { type Audience, LONGEST_TEXT, type Outgoing, type Profile, type Reason } from "./contract";
import type { Memory } from "./memory";
import { type Delivery, Outbox } from "./outbox";
import { type Entry, insertHeard, isSaid, nextToSend, prepareRetry, type Said } from "./transcript";

export interface Rating {
  rating: "up" | "down";
  reason?: Reason;
}

/** All that is kept for a reload. */
interface Kept {
  version: 1;
  agreed: boolean;
  token: string;
  audience: Audience | "";
  entries: Entry[];
  ratings: Record<string, Rating>;
  open: boolean;
}

/** Why nothing goes out at the moment; the person is told. */
export type Hindrance = { kind: "none" } | { kind: "offline" } | { kind: "busy"; seconds: number };

export class Conversation {
  agreed = false;
  audience: Audience | "" = "";
  entries: Entry[] = [];
  ratings: Record<string, Rating> = {};
  /** Whether the panel was open, so that a reload leaves it as it was. */
  open = false;
  hindrance: Hindrance = { kind: "none" };

  /** After a failure nothing goes out by itself: what was said later may rest on what failed. */
  held = false;

  private token = "";
  /** The message for which a new session was begun: refused there too, a third would not help. */
  private renewedFor: Said | undefined;
  private abort = new AbortController();
  private readonly outbox = new Outbox(
    () => (this.held ? undefined : nextToSend(this.entries)),
    (said: Said) => this.deliver(said),
  );

  constructor(
    readonly api: Api,
    private readonly memory: Memory,
    private readonly changed: () => void,
  ) {
    const kept = memory.load() as Kept | null;
    if (kept?.version !== 1) return;
    const { agreed, token, audience, entries, ratings, open } = kept;
    Object.assign(this, { agreed, token, audience, entries, ratings, open });
    this.held = entries.filter(isSaid).findLast((said) => said.state !== "waiting")?.state === "failed";
  }

  /** Sends what is left over; called at the start and whenever the network may be back. */
  resume(): void {
    if (this.abort.signal.aborted) this.abort = new AbortController();
    this.outbox.wake();
  }

  pause(): void {
    this.outbox.stop();
    this.abort.abort();
  }

  get replying(): boolean {
    return this.hindrance.kind === "none" && this.entries.some((entry) => isSaid(entry) && entry.state === "sending");
  }

  agree(): void {
    this.agreed = true;
    this.keep();
  }

  setAudience(audience: Audience): void {
    this.audience = audience;
    this.keep();
  }

  setOpen(open: boolean): void {
    this.open = open;
    if (this.agreed) this.keep();
  }

  /** Says a text, or clicks a button whose title stands for it. */
  say(text: string, button?: string): void {
    const said: Said = {
      kind: "said",
      client_id: crypto.randomUUID(),
      text: text.slice(0, LONGEST_TEXT),
      state: "waiting",
      last: "",
      ...(button && { button }),
      ...(this.audience && { audience: this.audience }),
    };
    this.entries.push(said);
    this.send();
  }

  tryAgain(said: Said): void {
    prepareRetry(this.entries, said, () => crypto.randomUUID());
    this.send();
  }

  private send(): void {
    this.held = false;
    this.keep();
    this.outbox.wake();
  }

  async readProfile(): Promise<Profile> {
    return this.token ? this.api.readProfile(this.token) : { people: [] };
  }

  async rate(message: string, rating: Rating): Promise<void> {
    await this.api.giveFeedback(this.token, { message, ...rating });
    this.ratings[message] = rating;
    this.keep();
  }

  /** Empties the transcript of this tab; the session, and with it what the guide knows, stays. */
  clear(): void {
    this.interrupt();
    this.entries = [];
    this.ratings = {};
    this.keep();
  }

  /** Erases everything here and on the server; returns the server's receipt, if there was anything to erase. */
  async forget(): Promise<string | undefined> {
    this.held = true; // or what is being said would be said again behind the erasing
    this.interrupt();
    let receipt: { text: string } | undefined;
    try {
      receipt = this.token ? await this.api.forget(this.token).catch(alreadyGone) : undefined;
    } catch (error) {
      this.send();
      throw error;
    }
    Object.assign(this, { agreed: false, token: "", audience: "", entries: [], ratings: {}, held: false });
    this.memory.clear();
    this.changed();
    return receipt?.text;
  }

  private interrupt(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.hindrance = { kind: "none" };
  }

  private async deliver(said: Said): Promise<Delivery> {
    const { signal } = this.abort;
    const before = said.last;
    said.state = "sending";
    this.changed();
    let delivery: Delivery;
    try {
      const token = this.token || (await this.api.startSession()).token;
      signal.throwIfAborted();
      this.token = token;
      delivery = await this.follow(said, signal);
    } catch (error) {
      // A reply that broke off in the middle goes on at once: somebody is there.
      const brokeOff = error instanceof Unreachable && said.last !== before;
      delivery = signal.aborted || brokeOff ? { result: "again" } : this.recover(said, error);
    }
    if (delivery.result === "offline") this.hindrance = { kind: "offline" };
    else if (delivery.result === "busy") this.hindrance = { kind: "busy", seconds: delivery.seconds };
    else this.hindrance = { kind: "none" };
    if (!signal.aborted) this.keep();
    return delivery;
  }

  private async follow(said: Said, signal: AbortSignal): Promise<Delivery> {
    const { client_id, text, button, audience } = said;
    const body: Outgoing = { client_id, ...(button ? { button } : { text }), ...(audience && { audience }) };
    let failed = false;
    for await (const event of this.api.send(this.token, body, said.last, signal)) {
      signal.throwIfAborted();
      this.hindrance = { kind: "none" };
      said.last = event.id || said.last;
      if (event.kind === "message") {
        insertHeard(this.entries, client_id, event.message);
        failed ||= !!event.message.failure;
        this.keep();
      } else if (event.kind === "error") {
        return this.fail(said, event.text, true);
      }
    }
    // No word at all is a failure too: silence would look like an answer that has nothing to say.
    failed ||= !this.entries.some((entry) => entry.kind === "heard" && entry.to === client_id);
    if (failed) return this.fail(said, undefined, true);
    said.state = "answered";
    this.renewedFor = undefined;
    return { result: "answered" };
  }

  private recover(said: Said, error: unknown): Delivery {
    if (error instanceof Unreachable) return { result: "offline" };
    if (!(error instanceof Refused)) return this.fail(said, undefined, false);
    if (error.status === 429) return { result: "busy", seconds: error.retryAfter };
    if (error.status === 401 && this.renewedFor !== said) return this.startOver(said);
    if (error.status === 409 && said.button) {
      // The button is gone, its words are not.
      delete said.button;
      said.client_id = crypto.randomUUID();
      said.last = "";
      return { result: "again" };
    }
    return this.fail(said, error.text, error.status < 500);
  }

  /** The session is gone, and with it what the guide was told: a new one is begun, and the person told so. */
  private startOver(said: Said): Delivery {
    this.token = "";
    this.renewedFor = said;
    said.last = "";
    delete said.button; // buttons belong to the session
    const at = this.entries.indexOf(said);
    const told = this.entries.slice(0, at).some((entry) => entry.kind === "heard");
    if (told) this.entries.splice(at, 0, { kind: "note", note: "session_lost" });
    return { result: "again" };
  }

  private fail(said: Said, problem: string | undefined, settled: boolean): Delivery {
    said.state = "failed";
    said.problem = problem ?? "";
    said.settled = settled;
    this.held = true;
    return { result: "failed" };
  }

  private keep(): void {
    const { agreed, token, audience, entries, ratings, open } = this;
    this.memory.save({ version: 1, agreed, token, audience, entries, ratings, open } satisfies Kept);
    this.changed();
  }
}

/** A session that the server no longer knows is forgotten already. */
function alreadyGone(error: unknown): undefined {
  if (error instanceof Refused && error.status === 401) return undefined;
  throw error;
}
