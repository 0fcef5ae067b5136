import { describe, expect, it } from "vitest";
import { readEvents } from "../../src/sse";
import { stream } from "./helpers";

async function all(...pieces: string[]): Promise<unknown[]> {
  const events = [];
  for await (const event of readEvents(stream(...pieces))) events.push(event);
  return events;
}

describe("readEvents", () => {
  it("reads id, event and data", async () => {
    expect(await all("id: 4\nevent: done\ndata: {}\n\n")).toEqual([{ id: "4", event: "done", data: "{}" }]);
  });

  it("joins what was cut anywhere, even between the two characters of a line end", async () => {
    const text = "id: 1\r\nevent: message\r\ndata: ü\r\n\r\nevent: done\r\ndata: {}\r\n\r\n";
    for (let at = 1; at < text.length; at++) {
      expect((await all(text.slice(0, at), text.slice(at))).map((event) => (event as { data: string }).data)).toEqual(["ü", "{}"]);
    }
  });

  it("skips heartbeats", async () => {
    expect(await all(": heartbeat\n\n", "data: x\n\n")).toHaveLength(1);
  });

  it("joins several data lines", async () => {
    expect(await all("data: a\ndata: b\n\n")).toEqual([{ id: "", event: "message", data: "a\nb" }]);
  });

  it("drops an event that was cut off", async () => {
    expect(await all("data: a\n\ndata: half")).toHaveLength(1);
  });
});
