/** What was said in this tab, in order, and what follows from it. Pure: no network, no storage, no DOM. */

import type { Audience, Button, Message } from "./contract";

/** Something the person said. It is also its place in the outbox: what is not `answered` is still to be sent. */
export interface Said {
  kind: "said";
  client_id: string;
  text: string;
  /** The id of the clicked button, whose title is `text`. */
  button?: string;
  audience?: Audience;
  state: "waiting" | "sending" | "answered" | "failed";
  /** The id of the last event of the reply that arrived, to resume after it. */
  last: string;
  /** What the guide said about a failure; empty if it said nothing. */
  problem?: string;
  /** The gateway is done with this client_id: trying again needs a new one. */
  settled?: boolean;
}

export interface Heard {
  kind: "heard";
  /** The client_id of what this replies to. */
  to: string;
  message: Message;
}

/** Something the widget itself has to say: a key of the strings. */
export interface Note {
  kind: "note";
  note: "session_lost";
}

export type Entry = Said | Heard | Note;

export function isSaid(entry: Entry): entry is Said {
  return entry.kind === "said";
}

/** Puts a message of a reply behind what it replies to, before anything said later. Ignores a repeated one. */
export function insertHeard(entries: Entry[], to: string, message: Message): void {
  if (entries.some((entry) => entry.kind === "heard" && entry.message.id === message.id)) return;
  const place = entries.findLastIndex((entry) => ofExchange(entry, to));
  entries.splice(place + 1, 0, { kind: "heard", to, message });
}

function ofExchange(entry: Entry, client_id: string): boolean {
  return entry.kind === "heard" ? entry.to === client_id : isSaid(entry) && entry.client_id === client_id;
}

/** Returns what the outbox sends next. */
export function nextToSend(entries: Entry[]): Said | undefined {
  return entries.filter(isSaid).find((said) => said.state === "waiting" || said.state === "sending");
}

/** Whether the buttons of this message can still be clicked: nothing was said since, and the session is the same. */
export function isOpen(entries: Entry[], heard: Heard): boolean {
  return entries.slice(entries.indexOf(heard) + 1).every((entry) => entry.kind === "heard");
}

export function titles(buttons: Button[]): string {
  return buttons.map((button) => button.title).join(", ");
}

export function lastAnswer(entries: Entry[]): Heard | undefined {
  return entries.findLast((entry): entry is Heard => entry.kind === "heard" && entry.message.answer !== null);
}

export function findHeard(entries: Entry[], id: string): Heard | undefined {
  return entries.find((entry): entry is Heard => entry.kind === "heard" && entry.message.id === id);
}

/**
 * Returns the emergency instruction that must stay in sight, if an emergency goes on.
 *
 * It ends only with a whole reply without any emergency message. A failed reply says nothing about it.
 */
export function pinnedEmergency(entries: Entry[]): Heard | undefined {
  const heard = entries.filter((entry): entry is Heard => entry.kind === "heard");
  const pinned = heard.findLast((entry) => entry.message.emergency);
  if (!pinned) return undefined;
  const answered = new Set(
    entries.filter(isSaid).filter((said) => said.state === "answered").map((said) => said.client_id),
  );
  const later = heard.slice(heard.indexOf(pinned) + 1);
  const over = later.some((entry) => entry.to !== pinned.to && answered.has(entry.to) && !entry.message.failure);
  return over ? undefined : pinned;
}

/** Makes a failed message ready to be sent again, as the last thing said. */
export function prepareRetry(entries: Entry[], said: Said, newId: () => string): void {
  const failed = said.client_id;
  removeWhere(entries, (entry) => entry === said || (entry.kind === "heard" && entry.to === failed && !!entry.message.failure));
  if (said.settled) {
    said.client_id = newId();
    said.last = "";
  }
  delete said.problem;
  delete said.settled;
  said.state = "waiting";
  const queue = entries.findIndex((entry) => isSaid(entry) && entry.state === "waiting");
  entries.splice(queue < 0 ? entries.length : queue, 0, said);
}

function removeWhere(entries: Entry[], unwanted: (entry: Entry) => boolean): void {
  for (let at = entries.length - 1; at >= 0; at--) if (unwanted(entries[at]!)) entries.splice(at, 1);
}
