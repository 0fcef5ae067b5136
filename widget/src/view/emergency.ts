import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Message } from "../contract";
import { callAddress, emergencyNumber } from "../links";
import type { Ui } from "../ui";
import { caution, phone } from "./icons";

/** The instruction of the guide, and the number to call with one tap. */
export function emergency(ui: Ui, message: Message, numberOfPage: string): TemplateResult {
  const { label, call } = ui.strings.emergency;
  const number = emergencyNumber(numberOfPage, ui.guide?.emergency_numbers ?? {}, navigator.language);
  const address = callAddress(number);
  return html`<div class="emergency">
    <p class="emergency-label">${caution}<strong>${label}</strong></p>
    ${address ? html`<a class="call" href=${address}>${phone}<span>${call(number)}</span></a>` : nothing}
    <p class="emergency-text">${message.text}</p>
  </div>`;
}
