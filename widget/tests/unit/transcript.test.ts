import { describe, expect, it } from "vitest";
import { insertHeard, isOpen, nextToSend, pinnedEmergency, prepareRetry, type Entry } from "../../src/transcript";
import { BUTTONS, heard, message, said } from "./helpers";

const ids = (entries: Entry[]): string[] =>
  entries.map((entry) => (entry.kind === "said" ? entry.client_id : entry.kind === "heard" ? entry.message.id : entry.note));

describe("insertHeard", () => {
  it("puts a reply behind its question, before what waits", () => {
    const entries: Entry[] = [said("a"), said("b", { state: "waiting" })];
    insertHeard(entries, "a", message("1"));
    insertHeard(entries, "a", message("2"));
    expect(ids(entries)).toEqual(["a", "1", "2", "b"]);
  });

  it("ignores a message that is there already", () => {
    const entries: Entry[] = [said("a"), heard("a", "1")];
    insertHeard(entries, "a", message("1"));
    expect(ids(entries)).toEqual(["a", "1"]);
  });
});

describe("nextToSend", () => {
  it("resumes what is being sent before what waits", () => {
    const entries = [said("a"), said("b", { state: "sending" }), said("c", { state: "waiting" })];
    expect(nextToSend(entries)?.client_id).toBe("b");
  });

  it("leaves a failed message to the person", () => {
    expect(nextToSend([said("a", { state: "failed" })])).toBeUndefined();
  });
});

describe("isOpen", () => {
  const question = heard("a", "1", { buttons: BUTTONS });

  it("holds for all messages of the last reply", () => {
    expect(isOpen([said("a"), question, heard("a", "2")], question)).toBe(true);
  });

  it("ends when something else is said, or the session is lost", () => {
    expect(isOpen([said("a"), question, said("b", { state: "waiting" })], question)).toBe(false);
    expect(isOpen([said("a"), question, { kind: "note", note: "session_lost" }], question)).toBe(false);
  });
});

describe("pinnedEmergency", () => {
  const alarm = heard("a", "alarm", { emergency: true });
  const start = [said("a"), alarm];

  it("stays while the reply to the next message is on its way", () => {
    expect(pinnedEmergency([...start, said("b", { state: "sending" }), heard("b", "1")])).toBe(alarm);
  });

  it("stays when a reply has an emergency message among others", () => {
    const reminder = heard("b", "2", { emergency: true });
    expect(pinnedEmergency([...start, said("b"), heard("b", "1"), reminder])).toBe(reminder);
    expect(pinnedEmergency([...start, said("b"), reminder, heard("b", "1")])).toBe(reminder);
  });

  it("stays when a later message failed", () => {
    expect(pinnedEmergency([...start, said("b", { state: "failed" }), heard("b", "1", { failure: "down" })])).toBe(alarm);
  });

  it("ends with a whole reply that is no emergency", () => {
    expect(pinnedEmergency([...start, said("b"), heard("b", "1")])).toBeUndefined();
  });

  it("comes from a second emergency again", () => {
    const second = heard("c", "again", { emergency: true });
    expect(pinnedEmergency([...start, said("b"), heard("b", "1"), said("c"), second])).toBe(second);
  });
});

describe("prepareRetry", () => {
  it("keeps the client_id while the gateway may still be at it", () => {
    const failed = said("a", { state: "failed", last: "2" });
    prepareRetry([failed], failed, () => "new");
    expect(failed).toMatchObject({ client_id: "a", last: "2", state: "waiting" });
  });

  it("takes a new one where the gateway is done with the old, and drops what it said about the failure", () => {
    const failed = said("a", { state: "failed", settled: true, last: "2", problem: "x" });
    const entries: Entry[] = [failed, heard("a", "1", { failure: "down" })];
    prepareRetry(entries, failed, () => "new");
    expect(ids(entries)).toEqual(["new"]);
    expect(failed).toEqual(said("new", { text: "a", state: "waiting" }));
  });

  it("moves it behind what was answered since, and before what waits", () => {
    const failed = said("a", { state: "failed" });
    const entries: Entry[] = [failed, said("b"), heard("b", "1"), said("c", { state: "waiting" })];
    prepareRetry(entries, failed, () => "new");
    expect(ids(entries)).toEqual(["b", "1", "a", "c"]);
  });
});
