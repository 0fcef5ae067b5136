/** The one script: defines the element, and puts a launcher into a page that has none. */

import { KefirGuide } from "./element";

const NAME = "kefir-guide";
/** What may be said on the script tag as data-..., and on the element without. */
const ATTRIBUTES = ["lang", "dir", "emergency-number", "audience", "open", "position", "theme", "ask"];

/** A module script does not know its own tag; then it is found by its name. */
const script = (document.currentScript ?? document.querySelector('script[src*="/widget.js"]')) as HTMLScriptElement | null;

function begin(): void {
  const placed = document.querySelector(NAME);
  const guide = placed ?? (script && !script.hasAttribute("data-full") ? document.createElement(NAME) : null);
  if (guide && script) {
    for (const name of ATTRIBUTES) {
      const value = script.getAttribute(`data-${name}`);
      if (value !== null && !guide.hasAttribute(name)) guide.setAttribute(name, value);
    }
  }
  // Only the page that is the guide itself takes a question from its address.
  const asked = new URLSearchParams(location.search).get("ask");
  if (asked && guide?.hasAttribute("full") && !guide.hasAttribute("ask")) guide.setAttribute("ask", asked);
  if (!customElements.get(NAME)) customElements.define(NAME, KefirGuide);
  if (guide && !placed) document.body.append(guide);
  document.addEventListener("click", askFromPage);
}

/** A click on anything of the page with `data-kefir-ask` opens the guide with that question, unsent. */
function askFromPage(event: MouseEvent): void {
  const source = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-kefir-ask]") : null;
  const guide = document.querySelector<KefirGuide>(NAME);
  if (!source || !guide) return;
  event.preventDefault();
  guide.show(source.dataset["kefirAsk"]);
}

if (script?.src) KefirGuide.origin = new URL(script.src).origin;
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
