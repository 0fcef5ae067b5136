/** The style sheets, in real CSS files so that the build can minify them; constructed, so that any CSP allows them. */

import answer from "./answer.css?inline";
import controls from "./controls.css?inline";
import conversation from "./conversation.css?inline";
import frame from "./frame.css?inline";
import side from "./side.css?inline";
import theme from "./theme.css?inline";

export function adoptStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([theme, frame, controls, conversation, answer, side].join("\n"));
  root.adoptedStyleSheets = [sheet];
}
