/**
 * Every word the widget itself shows, one object per language. Nothing here says anything about health:
 * that comes from the gateway, each sentence with its sources.
 *
 * To translate: write another object of the same type and add it to `LANGUAGES`.
 */

import type { Reason, Verdict } from "./contract";

export interface Strings {
  lang: string;
  title: string;
  launcher: string;
  launcherNew: string;
  close: string;
  back: string;
  consent: {
    heading: string;
    points: { title: string; text: string }[];
    privacy: string;
    start: string;
    prepared: (question: string) => string;
  };
  welcome: { heading: string; text: string; suggestions: string };
  log: string;
  you: string;
  guide: string;
  answer: string;
  typing: string;
  composer: { label: string; placeholder: string; send: string; left: (count: number) => string; prefilled: string };
  offered: (titles: string) => string;
  options: string;
  pickSeveral: string;
  sendPicked: (count: number) => string;
  /** Titles that stand for themselves, and are never sent together with others. */
  alone: string[];
  verdicts: Record<Verdict, string>;
  takeCare: string;
  alternatives: string;
  excluded: string;
  citation: (number: number, title: string) => string;
  why: { label: string; text: string };
  sources: {
    label: (count: number) => string;
    heading: string;
    open: (host: string) => string;
    record: string;
    unverified: string;
    article: string;
    newTab: string;
  };
  feedback: {
    label: string;
    up: string;
    down: string;
    ask: string;
    thanks: string;
    failed: string;
    reasons: Record<Reason, string>;
  };
  emergency: { label: string; call: (number: string) => string };
  waiting: { offline: string; busy: (seconds: number) => string; held: string };
  failed: string;
  tryAgain: string;
  notes: { session_lost: string };
  menu: {
    label: string;
    wording: string;
    public: string;
    professional: string;
    profile: string;
    copy: string;
    copied: string;
    copyFailed: string;
    print: string;
    download: string;
    clear: string;
    forget: string;
    article: string;
    privacy: string;
  };
  wordingNow: { public: string; professional: string };
  profile: {
    heading: string;
    intro: string;
    loading: string;
    empty: string;
    failed: string;
    change: string;
    changeNamed: (fact: string) => string;
    none: string;
  };
  confirm: {
    clear: { heading: string; text: string; yes: string };
    forget: { heading: string; text: string; yes: string; failed: string; nothing: string };
    cancel: string;
  };
  transcript: { file: string; heading: (title: string, date: string) => string };
}

const en: Strings = {
  lang: "en",
  title: "Kefir Guide",
  launcher: "Ask the guide",
  launcherNew: "New reply",
  close: "Close",
  back: "Back to the conversation",
  consent: {
    heading: "Before you start",
    points: [
      {
        title: "An automated guide",
        text: "You are talking to a computer program. It is no doctor and makes no diagnosis.",
      },
      {
        title: "Not for emergencies",
        text: "If somebody may be in danger, call your emergency number now.",
      },
      {
        title: "What is kept",
        text: "What you write is kept on this guide’s server for a day after your last message. Say “forget me” and it is erased at once.",
      },
      {
        title: "What stays with you",
        text: "The transcript stays in this browser tab and goes when you close it. No name, no account, no cookies.",
      },
    ],
    privacy: "Privacy in full",
    start: "Start",
    prepared: (question) => `Your question is ready to send: “${question}”`,
  },
  welcome: {
    heading: "What would you like to know?",
    text: "Ask in your own words. Every answer names its sources.",
    suggestions: "Questions to begin with",
  },
  log: "Conversation",
  you: "You",
  guide: "Guide",
  answer: "Answer",
  typing: "The guide is writing",
  composer: {
    label: "Your message",
    placeholder: "Ask a question",
    send: "Send",
    left: (count) => (count === 1 ? "1 character left" : `${count} characters left`),
    prefilled: "Change it as you like, then send it.",
  },
  offered: (titles) => `Options offered: ${titles}`,
  options: "Answers to choose from",
  pickSeveral: "Choose all that apply, then send.",
  sendPicked: (count) => (count === 0 ? "Send" : count === 1 ? "Send 1 choice" : `Send ${count} choices`),
  alone: ["None of these", "Not sure", "Skip"],
  verdicts: {
    avoid: "Best avoided",
    ask_clinician: "Ask your clinician first",
    caution: "With care",
    usually_tolerated: "Usually tolerated",
    ok: "Fine",
  },
  takeCare: "Take care",
  alternatives: "Instead",
  excluded: "Left out",
  citation: (number, title) => `Source ${number}: ${title}`,
  why: { label: "Why?", text: "why?" },
  sources: {
    label: (count) => `Sources (${count})`,
    heading: "Sources",
    open: (host) => `Open at ${host}`,
    record: "Our record of it",
    unverified: "Unverified",
    article: "Read the full article",
    newTab: "opens in a new tab",
  },
  feedback: {
    label: "Did this help?",
    up: "This helped",
    down: "This did not help",
    ask: "What was wrong?",
    thanks: "Thank you. That helps to improve the answers.",
    failed: "That could not be kept. Please try again later.",
    reasons: {
      not_my_question: "Not what I asked",
      unclear: "Hard to understand",
      not_believable: "I doubt it",
      too_little: "Too little",
      too_long: "Too long",
      wrong_person: "About the wrong person",
    },
  },
  emergency: { label: "Emergency", call: (number) => `Call ${number}` },
  waiting: {
    offline: "Waiting for the connection. It is sent by itself.",
    busy: (seconds) => `The guide is busy. It is sent by itself in ${seconds === 1 ? "1 second" : `${seconds} seconds`}.`,
    held: "Waiting. It is sent once you try the message above again.",
  },
  failed: "Something went wrong, and there is no answer to this.",
  tryAgain: "Try again",
  notes: {
    session_lost:
      "The earlier conversation has ended, and what you told the guide is no longer known to it. Please tell it again what matters.",
  },
  menu: {
    label: "Menu",
    wording: "Wording",
    public: "Plain",
    professional: "Professional",
    profile: "What the guide knows",
    copy: "Copy the transcript",
    copied: "The transcript is copied.",
    copyFailed: "The transcript could not be copied.",
    print: "Print",
    download: "Download as text",
    clear: "Clear the transcript",
    forget: "Forget me",
    article: "The full article",
    privacy: "Privacy",
  },
  wordingNow: { public: "Plain wording", professional: "Professional wording" },
  profile: {
    heading: "What the guide knows",
    intro: "This is what you told it. Anything here can be corrected.",
    loading: "One moment",
    empty: "Nothing so far. What you tell the guide about yourself or somebody else appears here.",
    failed: "This cannot be read at the moment.",
    change: "Correct or remove",
    changeNamed: (fact) => `Correct or remove: ${fact}`,
    none: "Nothing known",
  },
  confirm: {
    clear: {
      heading: "Clear the transcript?",
      text: "It is removed from this tab. The guide still remembers what you told it; to have that erased too, choose “Forget me”.",
      yes: "Clear it",
    },
    forget: {
      heading: "Forget me?",
      text: "The conversation and everything you told the guide is erased, here and on the server. It cannot be brought back.",
      yes: "Erase everything",
      failed: "It could not be erased just now. Nothing was changed; please try again.",
      nothing: "Nothing was kept on the server. The transcript in this tab is gone.",
    },
    cancel: "Cancel",
  },
  transcript: { file: "kefir-guide", heading: (title, date) => `${title}, ${date}` },
};

const LANGUAGES: Record<string, Strings> = { en };

/** Returns the strings of a language tag ("en-GB"), or the English ones. */
export function stringsFor(language: string): Strings {
  return LANGUAGES[language.split("-")[0]!.toLowerCase()] ?? en;
}
