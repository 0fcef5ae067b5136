import type { Button, Message } from "../../src/contract";
import type { Heard, Said } from "../../src/transcript";

export function message(id: string, more: Partial<Message> = {}): Message {
  return { id, text: id, buttons: [], choice: "one", answer: null, emergency: false, ...more };
}

export function said(client_id: string, more: Partial<Said> = {}): Said {
  return { kind: "said", client_id, text: client_id, state: "answered", last: "", ...more };
}

export function heard(to: string, id: string, more: Partial<Message> = {}): Heard {
  return { kind: "heard", to, message: message(id, more) };
}

export const BUTTONS: Button[] = [
  { title: "Yes", id: "b1" },
  { title: "No", id: "b2" },
];

/** A stream of what a gateway sends, in the given pieces; it stays open after a last piece of `OPEN`. */
export function stream(...pieces: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(encoder.encode(piece));
      if (pieces.at(-1) !== OPEN) controller.close();
    },
  });
}

export const OPEN = ": heartbeat\n\n";
