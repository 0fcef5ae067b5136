import { html, type TemplateResult } from "lit/html.js";
import type { Answer, Cited, Message } from "../contract";
import type { Ui } from "../ui";

/**
 * A sentence with its sources: each `[n]` becomes a button that opens them.
 *
 * A number stands where the text has it, else at the end. One without a reference stays the text it is.
 */
export function cited(ui: Ui, message: Message, answer: Answer, { text, citations }: Cited): TemplateResult {
  const placed = text.split(/\s*(\[\d+\])/);
  const numbers = placed.filter((_, at) => at % 2).map((marker) => Number(marker.slice(1, -1)));
  const rest = citations.filter((number) => !numbers.includes(number)).flatMap((number) => [`[${number}]`, ""]);
  const pieces = [...placed, ...rest];
  const parts: unknown[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    // A number alone at the start of a line belongs to nothing: the last word stays with the numbers behind it.
    const [, before = "", word = ""] = /^(.*?)(\S*)$/s.exec(pieces[at]!) ?? [];
    const chips: unknown[] = [];
    for (; at + 1 < pieces.length; at += 2) {
      chips.push(" ", chip(ui, message, answer, pieces[at + 1]!));
      if (pieces[at + 2]) break;
    }
    parts.push(before, chips.length ? html`<span class="together">${word}${chips}</span>` : word);
  }
  return html`<span>${parts}</span>`;
}

function chip(ui: Ui, message: Message, answer: Answer, marker: string): TemplateResult | string {
  const number = Number(marker.slice(1, -1));
  const reference = answer.references.find((each) => each.number === number);
  if (!reference) return marker;
  // The brackets are there for whoever copies the sentence; to the eye the button is its own bracket.
  return html`<button class="cite" type="button" aria-label=${ui.strings.citation(number, reference.title)}
    @click=${(event: Event) => ui.showSources(message, number, event.currentTarget)}><span
      class="hidden">[</span>${number}<span class="hidden">]</span></button>`;
}
