/** An answer, from its parts: the verdict first, what to take care of before what is good to know. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Answer, Message, Verdict } from "../contract";
import type { Ui } from "../ui";
import { cited } from "./cited";
import { feedback } from "./feedback";
import * as icons from "./icons";

const VERDICT_ICONS: Record<Verdict, TemplateResult> = {
  avoid: icons.stop,
  ask_clinician: icons.person,
  caution: icons.caution,
  usually_tolerated: icons.mostly,
  ok: icons.check,
};

export function answer(ui: Ui, message: Message, told: Answer, latest: boolean): TemplateResult {
  const { strings } = ui;
  return html`<article class="answer">
    <h3 class=${told.about ? "about" : "hidden"}>${told.about || strings.answer}</h3>
    ${told.verdict ? verdict(ui, told.verdict, "banner") : nothing}
    <p class="bottom-line">${cited(ui, message, told, told.bottom_line)}</p>
    ${told.cautions.length
      ? html`<div class="cautions">
          <h4>${icons.caution}${strings.takeCare}</h4>
          <ul role="list">${told.cautions.map((each) => html`<li>${cited(ui, message, told, each)}</li>`)}</ul>
        </div>`
      : nothing}
    ${told.statements.length
      ? html`<ul class="statements" role="list">
          ${told.statements.map((each) => html`<li>${cited(ui, message, told, each)}</li>`)}
        </ul>`
      : nothing}
    ${told.alternatives.length ? alternatives(ui, message, told) : nothing}
    ${told.excluded.length ? excluded(ui, told) : nothing}
    ${told.review.text ? html`<p class="review">${icons.review}<span>${told.review.text}</span></p>` : nothing}
    ${actions(ui, message, told, latest)}
  </article>`;
}

/** A verdict in words, with an icon; the colour only repeats it. One that this version does not know stays text. */
function verdict(ui: Ui, verdict: string, place: "banner" | "tag"): TemplateResult {
  const known = verdict in VERDICT_ICONS ? (verdict as Verdict) : undefined;
  return html`<p class="verdict ${place}" data-verdict=${verdict}>
    ${known ? VERDICT_ICONS[known] : nothing}<strong>${known ? ui.strings.verdicts[known] : verdict}</strong>
  </p>`;
}

function alternatives(ui: Ui, message: Message, told: Answer): TemplateResult {
  return html`<div class="alternatives">
    <h4>${ui.strings.alternatives}</h4>
    <ul role="list">
      ${told.alternatives.map(
        (each) => html`<li>
          <h5>${each.label}</h5>
          ${verdict(ui, each.verdict, "tag")}
          <p>${cited(ui, message, told, each)}</p>
        </li>`,
      )}
    </ul>
  </div>`;
}

function excluded(ui: Ui, told: Answer): TemplateResult {
  return html`<div class="excluded">
    <h4>${ui.strings.excluded}</h4>
    <ul role="list">
      ${told.excluded.map((each) => html`<li><strong>${each.label}</strong>: ${each.why}</li>`)}
    </ul>
  </div>`;
}

function actions(ui: Ui, message: Message, told: Answer, latest: boolean): TemplateResult {
  const { why, sources } = ui.strings;
  const count = told.references.length;
  return html`<div class="actions">
    ${latest
      ? html`<button class="quiet" type="button" @click=${() => ui.say(why.text)}>${why.label}</button>`
      : nothing /* "why?" is about the last answer, wherever it is asked */}
    ${count
      ? html`<button class="quiet" type="button"
          @click=${(event: Event) => ui.showSources(message, 0, event.currentTarget)}>${sources.label(count)}</button>`
      : nothing}
    ${feedback(ui, message)}
  </div>`;
}
