/** Server-Sent Events over fetch: EventSource can neither POST nor send a token. */

export interface ServerEvent {
  id: string;
  event: string;
  data: string;
}

/**
 * Yields the events of a stream until it ends.
 *
 * `silence` is called whenever anything arrives, a heartbeat comment too, so that a caller can tell a slow
 * reply from a dead connection.
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  arrived: () => void = () => {},
): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // an event without its closing blank line was cut off and does not count
      arrived();
      // A line end may be split between two chunks: a trailing "\r" waits for what follows it.
      const text = rest + decoder.decode(value, { stream: true });
      const whole = text.endsWith("\r") ? text.slice(0, -1) : text;
      const blocks = whole.replace(/\r\n?/g, "\n").split("\n\n");
      rest = blocks.pop()! + text.slice(whole.length);
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
    }
  } finally {
    // Leaving early (an abort, a thrown error) must not leave the connection open.
    await reader.cancel().catch(() => {});
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  const event: ServerEvent = { id: "", event: "message", data: "" };
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === "data") data.push(value!);
    else if (field === "id" || field === "event") event[field] = value!;
  }
  if (!data.length && event.event === "message") return undefined;
  event.data = data.join("\n");
  return event;
}
