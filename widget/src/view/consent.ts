import { html, nothing, type TemplateResult } from "lit/html.js";
import { webAddress } from "../links";
import type { Ui } from "../ui";
import * as icons from "./icons";

const POINT_ICONS = [icons.mark, icons.phone, icons.clock, icons.tab];

/** What this is and what is kept, before anything is sent. */
export function consent(ui: Ui): TemplateResult {
  const { heading, points, privacy, start, prepared } = ui.strings.consent;
  const link = webAddress(ui.guide?.privacy ?? "/privacy", ui.api.origin);
  return html`<div class="consent">
    ${ui.receipt ? html`<p class="receipt" role="status">${icons.check}<span>${ui.receipt}</span></p>` : nothing}
    <h3 id="consent-heading" tabindex="-1">${heading}</h3>
    <ul class="points" role="list">
      ${points.map(
        (point, at) => html`<li>${POINT_ICONS[at]}<div><h4>${point.title}</h4><p>${point.text}</p></div></li>`,
      )}
    </ul>
    ${ui.draft ? html`<p class="prepared">${prepared(ui.draft)}</p>` : nothing}
    <div class="consent-end">
      <button class="primary" type="button" @click=${() => ui.start()}>${start}</button>
      <a href=${link ?? nothing} target="_blank" rel="noopener noreferrer">${privacy}<span class="hidden">
        (${ui.strings.sources.newTab})</span></a>
    </div>
  </div>`;
}
