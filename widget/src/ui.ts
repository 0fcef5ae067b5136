/** What is on the screen, and what each control does. No DOM: where the focus goes is asked of the host. */

import type { Api } from "./api";
import { type Button, type Guide, LONGEST_TEXT, type Message, type Profile, type Reason } from "./contract";
import { Conversation } from "./conversation";
import { copyText, downloadText, transcriptHeading, transcriptLines, transcriptText } from "./export";
import type { Memory } from "./memory";
import { preparePrint } from "./print";
import type { Strings } from "./strings";
import { type Said, titles } from "./transcript";

/** What lies over the conversation (or, where there is room, beside it). */
export type Side =
  | { view: "sources"; message: Message; number: number }
  | { view: "profile"; profile?: Profile; failed: boolean }
  | { view: "confirm"; what: "clear" | "forget"; busy: boolean; failed: boolean };

export interface Host {
  requestUpdate(): void;
  /** Moves the focus, once what is asked for is on the screen. */
  focusOn(target: string | HTMLElement): void;
}

export const INPUT = "#input";

export class Ui {
  readonly conversation: Conversation;
  guide: Guide | undefined;
  side: Side | undefined;
  menuOpen = false;
  draft = "";
  /** The draft was put there by a link or a button, not typed. */
  prefilled = false;
  /** The ids of the chosen buttons of a question with several answers. */
  picked: string[] = [];
  /** The answer whose bad rating is asked about. */
  reasonsFor = "";
  /** Ratings of the answer with this id could not be kept. */
  unrated = "";
  status = "";
  receipt = "";

  private guideAsked = false;
  private returnTo: HTMLElement | undefined;

  constructor(
    private readonly host: Host,
    readonly api: Api,
    memory: Memory,
    readonly strings: Strings,
  ) {
    this.conversation = new Conversation(api, memory, () => host.requestUpdate());
  }

  get title(): string {
    return this.guide?.title || this.strings.title;
  }

  /** Reads names, links and numbers. The guide works without them: after a failure, only what the person does tries again. */
  async loadGuide(again = false): Promise<void> {
    if (this.guide || (this.guideAsked && !again)) return;
    this.guideAsked = true;
    this.guide = await this.api.describeGuide().catch(() => undefined);
    if (this.guide) this.host.requestUpdate();
  }

  start(): void {
    this.receipt = "";
    this.conversation.agree();
    this.host.focusOn(INPUT);
  }

  /** Puts words into the composer. They are never sent without the person. */
  prefill(text: string): void {
    this.write(text.slice(0, LONGEST_TEXT));
    this.prefilled = !!text;
  }

  write(text: string): void {
    this.draft = text;
    this.prefilled = false;
    this.host.requestUpdate();
  }

  sendDraft(): void {
    const text = this.draft.trim();
    if (!text) return;
    this.write("");
    this.say(text);
  }

  say(text: string, button?: string): void {
    void this.loadGuide(true);
    this.picked = [];
    this.reasonsFor = this.status = "";
    this.conversation.say(text, button);
    this.host.focusOn(INPUT);
  }

  tryAgain(said: Said): void {
    this.conversation.tryAgain(said);
    this.host.focusOn(INPUT);
  }

  choose(button: Button): void {
    this.say(button.title, button.id);
  }

  togglePick(id: string): void {
    this.picked = this.picked.includes(id) ? this.picked.filter((each) => each !== id) : [...this.picked, id];
    this.host.requestUpdate();
  }

  /** Sends what was picked: one as the button it is, several as a text, as the contract has it. */
  sendPicked(buttons: Button[]): void {
    const picked = buttons.filter((button) => this.picked.includes(button.id));
    if (picked.length === 1) this.choose(picked[0]!);
    else if (picked.length) this.say(titles(picked));
  }

  toggleMenu(open = !this.menuOpen): void {
    this.menuOpen = open;
    this.host.requestUpdate();
  }

  showSources(message: Message, number: number, from: EventTarget | null): void {
    this.show({ view: "sources", message, number }, from);
  }

  async showProfile(): Promise<void> {
    const side: Side = { view: "profile", failed: false };
    this.show(side, null);
    try {
      side.profile = await this.conversation.readProfile();
    } catch {
      side.failed = true;
    }
    this.host.requestUpdate();
  }

  askToConfirm(what: "clear" | "forget"): void {
    this.show({ view: "confirm", what, busy: false, failed: false }, null);
  }

  private show(side: Side, from: EventTarget | null): void {
    this.returnTo = from instanceof HTMLElement ? from : undefined;
    this.menuOpen = false;
    this.side = side;
    this.host.focusOn("#side-heading");
  }

  closeSide(): void {
    this.side = undefined;
    this.host.focusOn(this.returnTo ?? "#menu-button");
  }

  correct(sentence: string): void {
    this.prefill(sentence);
    this.leaveSide();
  }

  /** Closes the side view for what is in the conversation now. */
  leaveSide(): void {
    this.side = undefined;
    this.host.focusOn(INPUT);
  }

  async confirm(side: Side & { view: "confirm" }): Promise<void> {
    side.busy = true;
    side.failed = false;
    this.host.requestUpdate();
    try {
      if (side.what === "clear") this.conversation.clear();
      else this.receipt = (await this.conversation.forget()) ?? this.strings.confirm.forget.nothing;
    } catch {
      side.busy = false;
      side.failed = true;
      this.host.requestUpdate();
      return;
    }
    this.side = undefined;
    this.status = "";
    this.write("");
    this.host.focusOn(side.what === "clear" ? INPUT : "#consent-heading");
  }

  async rate(message: Message, rating: "up" | "down", reason?: Reason): Promise<void> {
    this.unrated = "";
    try {
      await this.conversation.rate(message.id, { rating, ...(reason && { reason }) });
      this.reasonsFor = rating === "down" && !reason ? message.id : "";
    } catch {
      this.unrated = message.id;
    }
    this.host.requestUpdate();
  }

  async copy(): Promise<void> {
    const { copied, copyFailed } = this.strings.menu;
    const text = transcriptText(this.title, this.conversation.entries, this.strings);
    this.announce(await copyText(text).then(() => copied, () => copyFailed));
  }

  download(): void {
    downloadText(transcriptText(this.title, this.conversation.entries, this.strings), this.strings.transcript.file);
    this.closeMenu();
  }

  print(): void {
    this.closeMenu();
    this.preparePrint();
    print();
  }

  preparePrint(): void {
    const lines = transcriptLines(this.conversation.entries, this.strings);
    preparePrint(transcriptHeading(this.title, this.strings), lines, this.strings.lang);
  }

  closeMenu(): void {
    this.menuOpen = false;
    this.host.focusOn("#menu-button");
  }

  private announce(status: string): void {
    this.status = status;
    this.closeMenu();
  }
}
