/** The calls of the gateway, and what can come of them. */

import type { Feedback, Guide, Message, Outgoing, Profile } from "./contract";
import { readEvents } from "./sse";

/** The gateway answered, but not with what was asked for. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    /** What may be shown to the person. */
    readonly text: string | undefined,
    /** Seconds; only a 429 has it. */
    readonly retryAfter: number,
  ) {
    super(`refused with ${status}`);
  }
}

/** Nothing, or only a part, came through. What was sent may have arrived: send it again with the same client_id. */
export class Unreachable extends Error {}

export type StreamEvent =
  | { id: string; kind: "message"; message: Message }
  | { id: string; kind: "error"; text: string | undefined }
  | { id: string; kind: "done" };

/** Longer than any pause between heartbeats, so that only a dead connection is given up. */
const SILENCE_MS = 60_000;
/** Across origins `Retry-After` is readable only if the gateway exposes it. */
const DEFAULT_RETRY_SECONDS = 5;

export class Api {
  constructor(readonly origin: string) {}

  startSession(): Promise<{ token: string }> {
    return this.json("POST", "/api/sessions");
  }

  describeGuide(): Promise<Guide> {
    return this.json("GET", "/api/guide");
  }

  readProfile(token: string): Promise<Profile> {
    return this.json("GET", "/api/profile", token);
  }

  forget(token: string): Promise<{ text: string }> {
    return this.json("DELETE", "/api/sessions/current", token);
  }

  async giveFeedback(token: string, feedback: Feedback): Promise<void> {
    await this.call("POST", "/api/feedback", { token, body: feedback });
  }

  /** Sends a message and yields its reply; throws `Unreachable` if the reply ends before its `done` or `error`. */
  async *send(token: string, body: Outgoing, lastEventId: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const silence = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrived = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    arrived();
    try {
      const response = await this.call("POST", "/api/messages", {
        token,
        body,
        accept: "text/event-stream",
        signal: AbortSignal.any([signal, silence.signal]),
        ...(lastEventId && { lastEventId }),
      });
      if (!response.body) throw new Unreachable("no body");
      for await (const { id, event, data } of readEvents(response.body, arrived)) {
        if (event === "message") yield { id, kind: "message", message: JSON.parse(data) as Message };
        if (event === "error") yield { id, kind: "error", text: wordedReason(data) };
        if (event === "done") yield { id, kind: "done" };
        if (event === "done" || event === "error") return;
      }
      throw new Unreachable("the stream ended early");
    } catch (error) {
      throw error instanceof Refused || signal.aborted ? error : new Unreachable(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  private async json<T>(method: string, path: string, token?: string): Promise<T> {
    const response = await this.call(method, path, token === undefined ? {} : { token });
    return response.json().catch((error: unknown) => {
      throw new Unreachable(String(error));
    }) as Promise<T>;
  }

  private async call(method: string, path: string, options: CallOptions): Promise<Response> {
    const headers: Record<string, string> = { Accept: options.accept ?? "application/json" };
    if (options.token) headers["Authorization"] = `Bearer ${options.token}`;
    if (options.body) headers["Content-Type"] = "application/json";
    if (options.lastEventId) headers["Last-Event-ID"] = options.lastEventId;
    const init: RequestInit = { method, headers, credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };
    if (options.body) init.body = JSON.stringify(options.body);
    if (options.signal) init.signal = options.signal;
    let response: Response;
    try {
      response = await fetch(this.origin + path, init);
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (!response.ok) throw await refusal(response);
    return response;
  }
}

interface CallOptions {
  token?: string;
  body?: Outgoing | Feedback;
  accept?: string;
  lastEventId?: string;
  signal?: AbortSignal;
}

async function refusal(response: Response): Promise<Refused> {
  const text = wordedReason(await response.text().catch(() => ""));
  const seconds = Number(response.headers.get("Retry-After"));
  return new Refused(response.status, text, seconds > 0 ? seconds : DEFAULT_RETRY_SECONDS);
}

/** Returns the words meant for the person, if the body has any: a proxy's error page has none. */
function wordedReason(body: string): string | undefined {
  try {
    const { text } = JSON.parse(body) as { text?: unknown };
    return typeof text === "string" && text ? text : undefined;
  } catch {
    return undefined;
  }
}
