import { html, nothing, type TemplateResult } from "lit/html.js";
import { type Message, REASONS } from "../contract";
import type { Ui } from "../ui";
import * as icons from "./icons";

/** Whether an answer helped; if not, what was wrong. The rating is kept at once, the reason replaces it. */
export function feedback(ui: Ui, message: Message): TemplateResult {
  const { label, up, down } = ui.strings.feedback;
  const given = ui.conversation.ratings[message.id]?.rating;
  const thumb = (rating: "up" | "down", name: string): TemplateResult => html`<button class="round small" type="button"
    aria-label=${name} aria-pressed=${given === rating} @click=${() => void ui.rate(message, rating)}>${icons[rating]}</button>`;
  return html`<div class="thumbs" role="group" aria-label=${label}>${thumb("up", up)}${thumb("down", down)}</div>
    ${outcome(ui, message)}`;
}

function outcome(ui: Ui, message: Message): TemplateResult | typeof nothing {
  const { ask, reasons, thanks, failed } = ui.strings.feedback;
  if (ui.unrated === message.id) return html`<p class="thanks">${failed}</p>`;
  if (ui.reasonsFor === message.id) {
    return html`<div class="reasons" role="group" aria-label=${ask}>
      <p>${ask}</p>
      <div class="chips">
        ${REASONS.map(
          (reason) => html`<button class="chip" type="button"
            @click=${() => void ui.rate(message, "down", reason)}>${reasons[reason]}</button>`,
        )}
      </div>
    </div>`;
  }
  const given = ui.conversation.ratings[message.id];
  if (!given) return nothing;
  return html`<p class="thanks">${given.reason ? `${reasons[given.reason]}. ` : ""}${thanks}</p>`;
}
