import { html, type TemplateResult } from "lit/html.js";
import type { Ui } from "../ui";
import { back } from "./icons";

/** The top of a side view. Its heading takes the focus, so that what opened is read out. */
export function sideHeader(ui: Ui, heading: string): TemplateResult {
  return html`<div class="side-header">
    <button class="round" type="button" aria-label=${ui.strings.back} @click=${() => ui.closeSide()}>${back}</button>
    <h3 id="side-heading" tabindex="-1">${heading}</h3>
  </div>`;
}
