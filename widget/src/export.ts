/** The transcript as text: to be copied, saved or printed. */

import type { Strings } from "./strings";
import { type Entry, titles } from "./transcript";

export interface Line {
  who: string;
  text: string;
}

/** Returns who said what, in order; choices that were offered are part of it. */
export function transcriptLines(entries: Entry[], strings: Strings): Line[] {
  return entries.map((entry) => {
    if (entry.kind === "said") return { who: strings.you, text: entry.text };
    if (entry.kind === "note") return { who: "", text: strings.notes[entry.note] };
    const { text, buttons } = entry.message;
    return { who: strings.guide, text: buttons.length ? `${text}\n${strings.offered(titles(buttons))}` : text };
  });
}

export function transcriptText(title: string, entries: Entry[], strings: Strings): string {
  const heading = transcriptHeading(title, strings);
  const lines = transcriptLines(entries, strings).map(({ who, text }) => (who ? `${who}:\n${text}` : text));
  return [heading, ...lines].join("\n\n") + "\n";
}

export function transcriptHeading(title: string, strings: Strings): string {
  return strings.transcript.heading(title, new Date().toLocaleString(strings.lang, { dateStyle: "long", timeStyle: "short" }));
}

export async function copyText(text: string): Promise<void> {
  // A page served without TLS has no clipboard; the old way still works there.
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
}

export function downloadText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
