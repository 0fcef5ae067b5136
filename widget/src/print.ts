/**
 * Prints the transcript and nothing of the page around it.
 *
 * The widget itself scrolls, so it would print one screenful. A copy outside of it is put into the page for
 * as long as the print takes: in a shadow root, so that the page's styles leave it alone, and styled by
 * constructed sheets, which a strict content security policy allows.
 */

import type { Line } from "./export";
import styles from "./styles/print.css?inline";

const ONLY_THE_COPY = `
  @media screen { kefir-guide-print { display: none !important } }
  @media print { body > :not(kefir-guide-print) { display: none !important } body { margin: 0 !important } }`;

let removeCopy: (() => void) | undefined;

export function preparePrint(heading: string, lines: Line[], lang: string): void {
  removeCopy?.();
  const copy = document.createElement("kefir-guide-print");
  copy.lang = lang;
  const root = copy.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(styles)];
  root.append(element("h1", heading));
  for (const { who, text } of lines) {
    const section = element("section");
    if (who) section.append(element("h2", who));
    section.append(element("p", text));
    root.append(section);
  }
  const page = sheet(ONLY_THE_COPY);
  document.adoptedStyleSheets.push(page);
  document.body.append(copy);
  removeCopy = () => {
    copy.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== page);
    removeCopy = undefined;
  };
  addEventListener("afterprint", removeCopy, { once: true });
}

function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

function element(name: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.dir = "auto";
  return made;
}
