import { beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../../src/api";
import { Conversation } from "../../src/conversation";
import type { Memory } from "../../src/memory";
import { message, OPEN, stream } from "./helpers";

type Answer = () => Response | Promise<Response>;

interface Call {
  path: string;
  method: string;
  headers: Record<string, string>;
  body: Record<string, string>;
}

class Remembered implements Memory {
  kept: unknown = null;
  load(): unknown {
    return structuredClone(this.kept);
  }
  save(state: unknown): void {
    this.kept = structuredClone(state);
  }
  clear(): void {
    this.kept = null;
  }
}

const event = (id: number, name: string, data: unknown): string => `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const sse = (...pieces: string[]): Response => new Response(stream(...pieces), { headers: { "Content-Type": "text/event-stream" } });
const refused = (status: number, body = {}, headers = {}): Response => new Response(JSON.stringify(body), { status, headers });
const reply = (id: string): Answer => () => sse(event(1, "message", message(id)), event(2, "done", {}));

let calls: Call[];
let script: Answer[];
let tokens: number;
let memory: Remembered;

beforeEach(() => {
  calls = [];
  script = [];
  tokens = 0;
  memory = new Remembered();
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    if (path === "/api/sessions") return new Response(JSON.stringify({ token: `t${++tokens}` }), { status: 201 });
    calls.push({
      path,
      method: init.method!,
      headers: init.headers as Record<string, string>,
      body: init.body ? (JSON.parse(init.body as string) as Record<string, string>) : {},
    });
    return (script.shift() ?? reply("default"))();
  });
});

const begin = (): Conversation => new Conversation(new Api("https://guide.example"), memory, () => {});
const until = (check: () => boolean): Promise<void> => vi.waitFor(() => expect(check()).toBe(true), { timeout: 4_000 });
const states = (talk: Conversation): string[] => talk.entries.map((entry) => (entry.kind === "said" ? entry.state : entry.kind));

describe("a conversation", () => {
  it("begins a session with the first message and not before", async () => {
    const talk = begin();
    talk.agree();
    expect(tokens).toBe(0);
    talk.say("hello");
    await until(() => states(talk).join() === "answered,heard");
    expect(calls[0]).toMatchObject({ headers: { Authorization: "Bearer t1" }, body: { text: "hello" } });
  });

  it("sends the audience once one was chosen", async () => {
    const talk = begin();
    talk.say("a");
    talk.setAudience("professional");
    talk.say("b");
    await until(() => calls.length === 2);
    expect(calls.map((call) => call.body["audience"])).toEqual([undefined, "professional"]);
  });

  it("resumes a broken reply with the same client_id after the last event", async () => {
    script = [() => sse(event(1, "message", message("one"))), () => sse(event(2, "message", message("two")), event(3, "done", {}))];
    const talk = begin();
    talk.say("hello");
    await until(() => states(talk).join() === "answered,heard,heard");
    expect(calls[1]!.body["client_id"]).toBe(calls[0]!.body["client_id"]);
    expect(calls[1]!.headers["Last-Event-ID"]).toBe("1");
  });

  it("resumes it after a reload as well", async () => {
    script = [() => sse(event(1, "message", message("one")), OPEN)];
    const before = begin();
    before.say("hello");
    await until(() => states(before).includes("heard"));
    before.pause();
    script = [() => sse(event(2, "done", {}))];
    const after = begin();
    after.resume();
    await until(() => states(after).join() === "answered,heard");
    expect(calls.at(-1)).toMatchObject({ headers: { "Last-Event-ID": "1", Authorization: "Bearer t1" } });
    expect(calls.at(-1)!.body["client_id"]).toBe(calls[0]!.body["client_id"]);
  });

  it("begins anew when the session is gone, says so, and sends a click as words", async () => {
    script = [reply("one"), () => refused(401), reply("two")];
    const talk = begin();
    talk.say("hello");
    await until(() => states(talk).includes("heard"));
    talk.say("Yes", "b1");
    await until(() => states(talk).join() === "answered,heard,note,answered,heard");
    expect(calls[2]!.body).toMatchObject({ text: "Yes" });
    expect(calls[2]!.headers["Authorization"]).toBe("Bearer t2");
  });

  it("does not begin anew for ever", async () => {
    script = Array<Answer>(9).fill(() => refused(401));
    const talk = begin();
    talk.say("hello");
    await until(() => states(talk).join() === "failed");
    expect(tokens).toBe(2);
  });

  it("sends the words of a button that is no longer offered", async () => {
    script = [() => refused(409)];
    const talk = begin();
    talk.say("Yes", "b1");
    await until(() => states(talk).join() === "answered,heard");
    expect(calls.map((call) => call.body["button"] ?? call.body["text"])).toEqual(["b1", "Yes"]);
    expect(calls[1]!.body["client_id"]).not.toBe(calls[0]!.body["client_id"]);
  });

  it("waits as long as the gateway asks", async () => {
    script = [() => refused(429, {}, { "Retry-After": "1" })];
    const talk = begin();
    talk.say("hello");
    await until(() => talk.hindrance.kind === "busy");
    expect(talk.hindrance).toEqual({ kind: "busy", seconds: 1 });
    await until(() => states(talk).join() === "answered,heard");
    expect(calls[1]!.body["client_id"]).toBe(calls[0]!.body["client_id"]);
  });

  it("holds the rest back after a failure, and sends it after the retry", async () => {
    script = [() => refused(503, { text: "Not now." }), reply("one"), reply("two")];
    const talk = begin();
    talk.say("a");
    talk.say("b");
    await until(() => states(talk).join() === "failed,waiting");
    expect(talk.entries[0]).toMatchObject({ problem: "Not now." });
    talk.tryAgain(talk.entries[0] as never);
    await until(() => states(talk).join() === "answered,heard,answered,heard");
    expect(calls.map((call) => call.body["text"])).toEqual(["a", "a", "b"]);
    expect(calls[1]!.body["client_id"]).toBe(calls[0]!.body["client_id"]);
  });

  it("tries again under a new client_id after an error event, whose end the gateway would only repeat", async () => {
    script = [() => sse(event(1, "error", { text: "It went wrong." }))];
    const talk = begin();
    talk.say("a");
    await until(() => states(talk).join() === "failed");
    talk.tryAgain(talk.entries[0] as never);
    await until(() => states(talk).join() === "answered,heard");
    expect(calls[1]!.body["client_id"]).not.toBe(calls[0]!.body["client_id"]);
    expect(calls[1]!.headers["Last-Event-ID"]).toBeUndefined();
  });

  it("takes a reply without a word as a failure", async () => {
    script = [() => sse(event(1, "done", {}))];
    const talk = begin();
    talk.say("a");
    await until(() => states(talk).join() === "failed");
  });

  it("forgets everything, and keeps everything if that fails", async () => {
    const talk = begin();
    talk.agree();
    talk.say("a");
    await until(() => states(talk).join() === "answered,heard");
    script = [() => refused(503)];
    await expect(talk.forget()).rejects.toThrow();
    expect(talk.entries).toHaveLength(2);
    script = [() => new Response(JSON.stringify({ erased: {}, text: "Erased." }))];
    expect(await talk.forget()).toBe("Erased.");
    expect([talk.entries, talk.agreed, memory.kept]).toEqual([[], false, null]);
  });

  it("takes a session that is gone as forgotten", async () => {
    const talk = begin();
    talk.say("a");
    await until(() => states(talk).join() === "answered,heard");
    script = [() => refused(401)];
    expect(await talk.forget()).toBeUndefined();
    expect(talk.entries).toEqual([]);
  });
});
