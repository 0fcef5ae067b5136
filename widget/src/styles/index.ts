/** The style sheets, in real CSS files so that the build can minify them; constructed, so that any CSP allows them. */

import { unsafeCSS } from "lit";
import answer from "./answer.css?inline";
import controls from "./controls.css?inline";
import conversation from "./conversation.css?inline";
import frame from "./frame.css?inline";
import side from "./side.css?inline";
import theme from "./theme.css?inline";

export const stylesheet = [theme, frame, controls, conversation, answer, side].map((text) => unsafeCSS(text));
