import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Reference } from "../contract";
import { webAddress } from "../links";
import type { Side, Ui } from "../ui";
import { external, review } from "./icons";
import { sideHeader } from "./side";

/** The sources of one answer. The one whose number was clicked is marked. */
export function sources(ui: Ui, { message, number }: Side & { view: "sources" }): TemplateResult {
  const { references, review: notice } = message.answer!;
  return html`${sideHeader(ui, ui.strings.sources.heading)}
    <div class="side-body">
      <ol class="references" role="list">
        ${references.map((reference) => entry(ui, reference, reference.number === number))}
      </ol>
      ${notice.text ? html`<p class="review">${review}<span>${notice.text}</span></p>` : nothing}
      ${link(ui, ui.guide?.article, ui.strings.sources.article)}
    </div>`;
}

function entry(ui: Ui, reference: Reference, asked: boolean): TemplateResult {
  const { open, record, unverified } = ui.strings.sources;
  const address = webAddress(reference.url);
  const own = `/references/${encodeURIComponent(reference.id)}`;
  return html`<li class="reference" aria-current=${asked ? "true" : nothing}>
    <span class="number">${reference.number}</span>
    <div>
      <p class="reference-title">${reference.title}</p>
      ${reference.year || !reference.verified
        ? html`<p class="reference-facts">
            ${reference.year ? html`<span>${reference.year}</span>` : nothing}
            ${reference.verified ? nothing : html`<span class="unverified">${unverified}</span>`}
          </p>`
        : nothing}
      <p class="reference-links">
        ${address ? link(ui, address, open(new URL(address).host.replace(/^www\./, ""))) : nothing} ${link(ui, own, record)}
      </p>
    </div>
  </li>`;
}

function link(ui: Ui, address: string | undefined, text: string): TemplateResult | typeof nothing {
  const href = address && webAddress(address, ui.api.origin);
  return href
    ? html`<a class="out" href=${href} target="_blank" rel="noopener noreferrer">${text}${external}<span
          class="hidden">(${ui.strings.sources.newTab})</span></a>`
    : nothing;
}
