import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Side, Ui } from "../ui";
import { sideHeader } from "./side";

/** Asks once more before something is gone for good. */
export function confirmation(ui: Ui, side: Side & { view: "confirm" }): TemplateResult {
  const { clear, forget, cancel } = ui.strings.confirm;
  const words = side.what === "clear" ? clear : forget;
  return html`${sideHeader(ui, words.heading)}
    <div class="side-body">
      <p>${words.text}</p>
      <div role="alert">${side.failed ? html`<p class="problem">${forget.failed}</p>` : nothing}</div>
      <div class="decide">
        <button class="primary danger" type="button" ?disabled=${side.busy}
          @click=${() => void ui.confirm(side)}>${words.yes}</button>
        <button class="secondary" type="button" @click=${() => ui.closeSide()}>${cancel}</button>
      </div>
    </div>`;
}
