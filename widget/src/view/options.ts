/** The choices of the last reply: one click sends one of them, or several are picked and sent together. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import type { Button, Message } from "../contract";
import type { Ui } from "../ui";
import { check } from "./icons";

export function options(ui: Ui, { buttons, choice }: Message): TemplateResult | typeof nothing {
  if (!buttons.length) return nothing;
  const alone = (button: Button): boolean => choice === "one" || ui.strings.alone.includes(button.title);
  const several = buttons.filter((button) => !alone(button));
  const single = buttons.filter(alone).map(
    (button) => html`<button class="chip" type="button" @click=${() => ui.choose(button)}><span>${button.title}</span></button>`,
  );
  return html`<div class="options" role="group" aria-label=${ui.strings.options}>
    ${several.length ? picks(ui, several) : nothing}
    <div class="chips">${single}</div>
  </div>`;
}

function picks(ui: Ui, buttons: Button[]): TemplateResult {
  const { pickSeveral, sendPicked } = ui.strings;
  const count = buttons.filter((button) => ui.picked.includes(button.id)).length;
  return html`<p class="hint">${pickSeveral}</p>
    <div class="chips">
      ${buttons.map(
        (button) => html`<button class="chip pick" type="button" aria-pressed=${ui.picked.includes(button.id)}
          @click=${() => ui.togglePick(button.id)}>${check}<span>${button.title}</span></button>`,
      )}
    </div>
    <button class="primary send-picked" type="button" ?disabled=${count === 0}
      @click=${() => ui.sendPicked(buttons)}>${sendPicked(count)}</button>`;
}

/** Questions that the answer suggests, where the reply offers no buttons of its own. */
export function followups(ui: Ui, { answer }: Message): TemplateResult | typeof nothing {
  if (!answer?.followups.length) return nothing;
  return html`<div class="options chips" role="group" aria-label=${ui.strings.options}>
    ${answer.followups.map(
      (text) => html`<button class="chip" type="button" @click=${() => ui.say(text)}><span>${text}</span></button>`,
    )}
  </div>`;
}
