import { html, nothing, type TemplateResult } from "lit/html.js";
import { live } from "lit/directives/live.js";
import { LONGEST_TEXT } from "../contract";
import type { Ui } from "../ui";
import { send } from "./icons";

/** Below so many characters left, the person is told. */
const NEARLY_FULL = 200;

export function composer(ui: Ui): TemplateResult {
  const { label, placeholder, send: name, left, prefilled } = ui.strings.composer;
  const remaining = LONGEST_TEXT - ui.draft.length;
  const hint = ui.prefilled ? prefilled : remaining < NEARLY_FULL ? left(remaining) : ui.status;
  return html`<form class="composer" @submit=${(event: Event) => submit(ui, event)}>
    <p class="status" role="status">${hint}</p>
    <div class="field">
      <textarea id="input" rows="1" dir="auto" maxlength=${LONGEST_TEXT} aria-label=${label} placeholder=${placeholder}
        enterkeyhint="send" autocomplete="off" .value=${live(ui.draft)}
        @input=${(event: Event) => ui.write((event.target as HTMLTextAreaElement).value)}
        @keydown=${(event: KeyboardEvent) => sendOnEnter(ui, event)}></textarea>
      <button class="send" type="submit" aria-label=${name} aria-disabled=${ui.draft.trim() ? nothing : "true"}>${send}</button>
    </div>
  </form>`;
}

function submit(ui: Ui, event: Event): void {
  event.preventDefault();
  ui.sendDraft();
}

/** Enter sends, with Shift it starts a line. While an input method composes, Enter belongs to it. */
function sendOnEnter(ui: Ui, event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  ui.sendDraft();
}
