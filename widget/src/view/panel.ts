/** The frame: header, menu, and in it the consent or the conversation, with a side view over or beside it. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Ui } from "../ui";
import { composer } from "./composer";
import { confirmation } from "./confirmation";
import { consent } from "./consent";
import * as icons from "./icons";
import { menu } from "./menu";
import { profile } from "./profile";
import { sources } from "./sources";
import { transcript } from "./transcript";

export function panel(ui: Ui, close: (() => void) | undefined, ofPage: string): TemplateResult {
  return html`
    ${header(ui, close)}
    <div class="stage" ?data-side=${ui.side !== undefined}>
      <div class="main">${ui.conversation.agreed ? [transcript(ui, ofPage), composer(ui)] : consent(ui)}</div>
      ${ui.side ? html`<section class="side" aria-labelledby="side-heading">${side(ui)}</section>` : nothing}
    </div>`;
}

function header(ui: Ui, close: (() => void) | undefined): TemplateResult {
  const { strings, conversation } = ui;
  return html`<header class="header">
    ${icons.mark}
    <div class="names">
      <h2 id="title" class="title">${ui.title}</h2>
      ${conversation.agreed
        ? html`<p class="wording">${strings.wordingNow[conversation.audience || "public"]}</p>`
        : nothing}
    </div>
    ${conversation.agreed ? menu(ui) : nothing}
    ${close
      ? html`<button class="round" type="button" aria-label=${strings.close} @click=${close}>${icons.close}</button>`
      : nothing}
  </header>`;
}

function side(ui: Ui): TemplateResult | typeof nothing {
  const view = ui.side;
  if (view?.view === "sources") return sources(ui, view);
  if (view?.view === "profile") return profile(ui, view);
  return view ? confirmation(ui, view) : nothing;
}
