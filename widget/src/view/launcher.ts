import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Ui } from "../ui";
import { mark } from "./icons";

/** The button that opens the guide on somebody else's page. */
export function launcher(ui: Ui, open: boolean, unread: boolean, toggle: () => void): TemplateResult {
  const { launcher, launcherNew } = ui.strings;
  return html`<button id="launcher" class="launcher" type="button" aria-haspopup="dialog" aria-expanded=${open}
    ?hidden=${open} @click=${toggle}>
    ${mark}<span>${launcher}</span>
    ${unread ? html`<span class="unread"><span class="hidden">${launcherNew}</span></span>` : nothing}
  </button>`;
}
