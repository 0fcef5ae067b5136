/** What the gateway says and hears: guide/gateway/openapi.yml, as types. */

export type Audience = "public" | "professional";
export type Verdict = "avoid" | "ask_clinician" | "caution" | "usually_tolerated" | "ok";
export type Reason = "not_my_question" | "unclear" | "not_believable" | "too_little" | "too_long" | "wrong_person";

export const REASONS: readonly Reason[] = [
  "not_my_question",
  "unclear",
  "not_believable",
  "too_little",
  "too_long",
  "wrong_person",
];

export interface Cited {
  text: string;
  citations: number[];
}

export interface Reference {
  number: number;
  id: string;
  title: string;
  year: number | null;
  url: string;
  verified: boolean;
}

export interface Answer {
  topic: string | null;
  person: string;
  about: string;
  bottom_line: Cited;
  verdict: Verdict | null;
  product: string | null;
  statements: Cited[];
  cautions: Cited[];
  alternatives: (Cited & { product: string; label: string; verdict: string })[];
  excluded: { product: string; label: string; why: string }[];
  references: Reference[];
  review: { status: string; text: string };
  followups: string[];
  claims: string[];
}

export interface Button {
  title: string;
  id: string;
}

export interface Message {
  id: string;
  text: string;
  buttons: Button[];
  choice: "one" | "many";
  answer: Answer | null;
  emergency: boolean;
  failure?: string;
}

export interface Outgoing {
  text?: string;
  button?: string;
  client_id: string;
  audience?: Audience;
}

export interface Profile {
  people: { person: string; facts: { text: string; remove: string }[] }[];
}

export interface Feedback {
  message: string;
  rating: "up" | "down";
  reason?: Reason;
}

export interface Guide {
  pack: string;
  food: string;
  title: string;
  suggestions: string[];
  emergency_numbers: Record<string, string>;
  article: string;
  privacy: string;
}

/** The longest text the gateway takes. */
export const LONGEST_TEXT = 4000;
