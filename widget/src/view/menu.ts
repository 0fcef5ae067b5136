import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Audience } from "../contract";
import { webAddress } from "../links";
import type { Ui } from "../ui";
import * as icons from "./icons";

/** Wording, what is known, and what can be done with the transcript. */
export function menu(ui: Ui): TemplateResult {
  const { label } = ui.strings.menu;
  return html`<div class="menu-place" @focusout=${(event: FocusEvent) => closeIfLeft(ui, event)}>
    <button id="menu-button" class="round" type="button" aria-label=${label} aria-expanded=${ui.menuOpen}
      aria-controls="menu" @click=${() => ui.toggleMenu()}>${icons.menu}</button>
    <div id="menu" class="menu" role="group" aria-label=${label} ?hidden=${!ui.menuOpen}>
      ${ui.menuOpen ? items(ui) : nothing}
    </div>
  </div>`;
}

function closeIfLeft(ui: Ui, event: FocusEvent): void {
  // No target at all is no leaving: Safari gives none for the very buttons of the menu.
  const { relatedTarget, currentTarget } = event;
  if (relatedTarget instanceof Node && !(currentTarget as Node).contains(relatedTarget)) ui.toggleMenu(false);
}

function items(ui: Ui): TemplateResult {
  const { menu } = ui.strings;
  const empty = ui.conversation.entries.length === 0;
  const item = (text: string, action: () => void, disabled = false): TemplateResult =>
    html`<button type="button" ?disabled=${disabled} @click=${action}>${text}</button>`;
  return html`
    ${wording(ui, "menu")}
    ${item(menu.profile, () => void ui.showProfile())}
    <hr />
    ${item(menu.copy, () => void ui.copy(), empty)} ${item(menu.print, () => ui.print(), empty)}
    ${item(menu.download, () => ui.download(), empty)}
    <hr />
    ${link(ui, menu.article, ui.guide?.article)} ${link(ui, menu.privacy, ui.guide?.privacy ?? "/privacy")}
    <hr />
    ${item(menu.clear, () => ui.askToConfirm("clear"), empty)}
    ${item(menu.forget, () => ui.askToConfirm("forget"))}`;
}

/** Plain or professional words. It changes how the next answers are worded, not what they say. */
export function wording(ui: Ui, place: string): TemplateResult {
  const { menu } = ui.strings;
  const choice = (audience: Audience, text: string): TemplateResult => html`<label>
    <input type="radio" name=${place} .checked=${(ui.conversation.audience || "public") === audience}
      @change=${() => ui.conversation.setAudience(audience)} /><span>${text}</span></label>`;
  return html`<fieldset class="wordings"><legend>${menu.wording}</legend>
    <div>${choice("public", menu.public)}${choice("professional", menu.professional)}</div></fieldset>`;
}

function link(ui: Ui, text: string, address: string | undefined): TemplateResult | typeof nothing {
  const href = address && webAddress(address, ui.api.origin);
  return href
    ? html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}${icons.external}
        <span class="hidden">(${ui.strings.sources.newTab})</span></a>`
    : nothing;
}
