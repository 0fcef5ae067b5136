/** Line icons, drawn on a 24 by 24 grid. All are decoration: the words stand beside them or in the name. */

import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit/html.js";

function icon(paths: SVGTemplateResult): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
}

/** A glass of kefir. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <path class="mark-glass" d="M8 5h16l-1.7 20.2A3 3 0 0 1 19.3 28h-6.6a3 3 0 0 1-3-2.8z" />
  <path class="mark-milk" d="M8.7 13c2.4-1.6 4.7-1.6 7.3 0s4.9 1.6 7.3 0l-1 12.2a3 3 0 0 1-3 2.8h-6.6a3 3 0 0 1-3-2.8z" />
  <g class="mark-grain"><circle cx="13.5" cy="19" r="1.5" /><circle cx="18" cy="22" r="1.9" /><circle cx="18.6" cy="17.4" r="1" /></g>
</svg>`;

export const close = icon(svg`<path d="M6 6l12 12M18 6L6 18" />`);
export const back = icon(svg`<path class="mirror" d="M15 5l-7 7 7 7" />`);
export const menu = icon(svg`<path d="M5 7.5h14M5 12h14M5 16.5h14" />`);
export const send = icon(svg`<path d="M12 19V5M6 11l6-6 6 6" />`);
export const external = icon(svg`<path class="mirror" d="M9 6H6v12h12v-3M13 5h6v6M19 5l-8 8" />`);
export const up = icon(svg`<path d="M7 11v9H4v-9zm0 0l4-7c1.7 0 2.5 1.2 2.2 2.8L12.7 10H18a2 2 0 0 1 2 2.4l-1.3 6A2 2 0 0 1 16.7 20H7" />`);
export const down = icon(svg`<path d="M7 13V4H4v9zm0 0l4 7c1.7 0 2.5-1.2 2.2-2.8L12.7 14H18a2 2 0 0 0 2-2.4l-1.3-6A2 2 0 0 0 16.7 4H7" />`);
export const check = icon(svg`<path d="M5 12.5l4.5 4.5L19 7.5" />`);
export const stop = icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M6.2 6.2l11.6 11.6" />`);
export const person = icon(svg`<circle cx="12" cy="8" r="3.8" /><path d="M4.5 20c.8-4 3.6-6 7.5-6s6.7 2 7.5 6" />`);
export const caution = icon(svg`<path d="M12 4l9 16H3zM12 10v4.5M12 17v.5" />`);
export const mostly = icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M8 12.3l2.8 2.8L16 9.7" />`);
export const phone = icon(svg`<path d="M6 4h3.5l1.5 4.5-2 1.5a11 11 0 0 0 5 5l1.5-2L20 14.5V18a2 2 0 0 1-2 2C10.8 20 4 13.2 4 6a2 2 0 0 1 2-2z" />`);
export const clock = icon(svg`<circle cx="12" cy="12" r="8.5" /><path d="M12 7v5l3.5 2" />`);
export const review = icon(svg`<path d="M6 4h9l4 4v12H6zM9 12h7M9 16h5" />`);
export const tab = icon(svg`<path d="M4 6h16v13H4zM4 10h16M10 6v4" />`);
export const lock = icon(svg`<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3" />`);
