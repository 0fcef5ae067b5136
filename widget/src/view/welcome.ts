import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Ui } from "../ui";
import { wording } from "./menu";

/** The empty conversation: first questions, and in which words to be answered. */
export function welcome(ui: Ui): TemplateResult {
  const { heading, text, suggestions } = ui.strings.welcome;
  const questions = ui.guide?.suggestions ?? [];
  return html`<div class="welcome">
    <h3>${heading}</h3>
    <p>${text}</p>
    ${questions.length
      ? html`<ul class="suggestions" role="list" aria-label=${suggestions}>
          ${questions.map(
            (question) => html`<li><button type="button" @click=${() => ui.say(question)}><span>${question}</span></button></li>`,
          )}
        </ul>`
      : nothing}
    ${wording(ui, "welcome")}
  </div>`;
}
