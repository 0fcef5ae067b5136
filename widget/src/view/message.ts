/** One entry of the transcript. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { type Heard, isOpen, type Note, type Said, titles } from "../transcript";
import type { Ui } from "../ui";
import { answer } from "./answer";
import { emergency } from "./emergency";
import * as icons from "./icons";
import { followups, options } from "./options";

export function said(ui: Ui, entry: Said): TemplateResult {
  const { strings } = ui;
  const bubble = html`<div class="said" data-state=${entry.state}>
    <span class="hidden">${strings.you}:</span>
    <p>${entry.text}</p>
  </div>`;
  if (entry.state === "failed") return html`<div class="turn">${bubble}${failure(ui, entry)}</div>`;
  const why = waitsFor(ui, entry);
  return html`<div class="turn">${bubble}${why ? html`<p class="waits">${icons.clock}<span>${why}</span></p>` : nothing}</div>`;
}

function failure(ui: Ui, entry: Said): TemplateResult {
  return html`<div class="failure">
    ${icons.caution}
    <div>
      <p>${entry.problem || ui.strings.failed}</p>
      <button class="secondary" type="button" @click=${() => ui.tryAgain(entry)}>${ui.strings.tryAgain}</button>
    </div>
  </div>`;
}

function waitsFor(ui: Ui, entry: Said): string {
  const { hindrance, held } = ui.conversation;
  const { offline, busy, held: heldBack } = ui.strings.waiting;
  if (entry.state === "answered") return "";
  if (held) return heldBack;
  if (hindrance.kind === "offline") return offline;
  return hindrance.kind === "busy" ? busy(hindrance.seconds) : "";
}

export function note(ui: Ui, entry: Note): TemplateResult {
  return html`<p class="note">${ui.strings.notes[entry.note]}</p>`;
}

interface Place {
  /** Another message of the guide stands right above. */
  follows: boolean;
  /** It is shown at the top already. */
  pinned: boolean;
  /** It is the answer that "why?" would be about. */
  latest: boolean;
  numberOfPage: string;
}

export function heard(ui: Ui, entry: Heard, place: Place): TemplateResult {
  const { message } = entry;
  const open = isOpen(ui.conversation.entries, entry);
  return html`<div class="heard" ?data-follows=${place.follows}>
    <span class="hidden">${ui.strings.guide}:</span>
    ${place.pinned ? nothing : content(ui, entry, place)}
    ${open ? options(ui, message) : offered(ui, entry)}
    ${open && !message.buttons.length ? followups(ui, message) : nothing}
  </div>`;
}

function content(ui: Ui, { message }: Heard, { latest, numberOfPage }: Place): TemplateResult {
  if (message.emergency) return html`<div class="emergency-past">${emergency(ui, message, numberOfPage)}</div>`;
  if (message.answer) return answer(ui, message, message.answer, latest);
  const text = html`<p class="plain">${message.text}</p>`;
  return message.failure ? html`<div class="failure">${icons.caution}${text}</div>` : text;
}

function offered(ui: Ui, { message }: Heard): TemplateResult | typeof nothing {
  return message.buttons.length
    ? html`<p class="offered">${ui.strings.offered(titles(message.buttons))}</p>`
    : nothing;
}
