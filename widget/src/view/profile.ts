import { html, type TemplateResult } from "lit/html.js";
import type { Profile } from "../contract";
import type { Side, Ui } from "../ui";
import { sideHeader } from "./side";

/** What the guide knows about each person. A fact is corrected by saying so: its button prepares the sentence. */
export function profile(ui: Ui, side: Side & { view: "profile" }): TemplateResult {
  const { heading, loading, failed } = ui.strings.profile;
  const body = side.profile ? people(ui, side.profile) : html`<p role="status">${side.failed ? failed : loading}</p>`;
  return html`${sideHeader(ui, heading)}<div class="side-body">${body}</div>`;
}

function people(ui: Ui, { people }: Profile): TemplateResult {
  const { intro, empty, none } = ui.strings.profile;
  if (!people.some((person) => person.facts.length)) return html`<p role="status">${empty}</p>`;
  return html`<p role="status">${intro}</p>
    ${people.map(
      ({ person, facts }) => html`<h4 class="person">${person}</h4>
        ${facts.length ? html`<ul class="facts" role="list">${facts.map((each) => fact(ui, each))}</ul>` : html`<p>${none}</p>`}`,
    )}`;
}

function fact(ui: Ui, { text, remove }: { text: string; remove: string }): TemplateResult {
  const { change, changeNamed } = ui.strings.profile;
  return html`<li>
    <span>${text}</span>
    <button class="quiet" type="button" aria-label=${changeNamed(text)} @click=${() => ui.correct(remove)}>${change}</button>
  </li>`;
}
