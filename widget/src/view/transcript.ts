/** The conversation: what must stay in sight, what was said, and whether a reply is on its way. */

import { html, nothing, type TemplateResult } from "lit/html.js";
import { repeat } from "lit/directives/repeat.js";
import { type Entry, lastAnswer, pinnedEmergency } from "../transcript";
import type { Ui } from "../ui";
import { emergency } from "./emergency";
import { heard, note, said } from "./message";
import { welcome } from "./welcome";

export function transcript(ui: Ui, numberOfPage: string): TemplateResult {
  const { entries, replying } = ui.conversation;
  const { log, typing } = ui.strings;
  const pinned = pinnedEmergency(entries);
  const latest = lastAnswer(entries);
  return html`
    <div class="pinned ${pinned ? "emergency-pinned" : ""}" role="alert">${pinned ? emergency(ui, pinned.message, numberOfPage) : nothing}</div>
    <div class="scroll" role="region" aria-label=${log} tabindex="0">
      ${entries.length ? nothing : welcome(ui)}
      <div class="log" role="log" aria-live="polite">
        ${repeat(entries, keyOf, (entry, at) => {
          if (entry.kind === "said") return said(ui, entry);
          if (entry.kind === "note") return note(ui, entry);
          const follows = entries[at - 1]?.kind === "heard";
          return heard(ui, entry, { follows, pinned: entry === pinned, latest: entry === latest, numberOfPage });
        })}
      </div>
      <div class="typing" role="status">
        ${replying
          ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${typing}</span>`
          : nothing}
      </div>
    </div>`;
}

function keyOf(entry: Entry, at: number): string | number {
  if (entry.kind === "said") return entry.client_id;
  return entry.kind === "heard" ? entry.message.id : at;
}
