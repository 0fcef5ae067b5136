/**
 * The element: its attributes, its life in the page, where the focus and the view of the transcript go.
 *
 * There is one element, so Lit's templates are enough: LitElement would be a tenth of the whole script.
 */

import { html, nothing, render, type TemplateResult } from "lit/html.js";
import { Api } from "./api";
import type { Audience } from "./contract";
import { TabMemory } from "./memory";
import { stringsFor } from "./strings";
import { adoptStyles } from "./styles";
import { pinnedEmergency } from "./transcript";
import { type Host, INPUT, Ui } from "./ui";
import { launcher } from "./view/launcher";
import { panel } from "./view/panel";

/** Too small for a panel beside the page: the panel covers it, and then nothing behind may take the focus. */
const COVERS_THE_PAGE = "(max-width: 30em), (max-height: 30em)";

/** Pixels left above what is scrolled to. */
const SPACE_ABOVE = 12;

export class KefirGuide extends HTMLElement implements Host {
  static readonly observedAttributes = ["full", "open", "ask", "audience", "emergency-number"];

  /** The guide's own address: where the script came from. Set before the element is defined. */
  static origin = location.origin;

  private readonly root = this.attachShadow({ mode: "open" });
  private readonly covering = matchMedia(COVERS_THE_PAGE);
  private readonly ui = new Ui(
    this,
    new Api(KefirGuide.origin),
    new TabMemory(`kefir-guide ${KefirGuide.origin}`),
    stringsFor(this.language),
  );
  private readonly listening: [EventTarget, string, () => void][] = [
    [window, "online", () => this.ui.conversation.resume()],
    // A page that is left breaks its requests off; that is no reason to send them once more.
    [window, "pagehide", () => this.ui.conversation.pause()],
    [window, "pageshow", () => this.ui.conversation.resume()],
    [document, "visibilitychange", () => document.hidden || this.ui.conversation.resume()],
    [window, "beforeprint", () => this.full && this.ui.conversation.entries.length && this.ui.preparePrint()],
    [this.covering, "change", () => this.showPanel()],
  ];
  private updating: Promise<void> | undefined;
  private shown = false;
  private seen = 0;
  private alarm: string | undefined;

  constructor() {
    super();
    adoptStyles(this.root);
  }

  connectedCallback(): void {
    for (const [target, name, listener] of this.listening) target.addEventListener(name, listener);
    const { conversation } = this.ui;
    this.seen = conversation.entries.length;
    this.alarm = pinnedEmergency(conversation.entries)?.message.id;
    if (conversation.open && !this.full) this.open = true;
    conversation.resume();
    this.requestUpdate();
  }

  disconnectedCallback(): void {
    for (const [target, name, listener] of this.listening) target.removeEventListener(name, listener);
    this.ui.conversation.pause();
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    const { conversation } = this.ui;
    if (name === "ask" && value) this.ui.prefill(value);
    if (name === "audience" && !conversation.audience && /^(public|professional)$/.test(value ?? "")) {
      conversation.audience = value as Audience;
    }
    this.requestUpdate();
  }

  get full(): boolean {
    return this.hasAttribute("full");
  }

  get open(): boolean {
    return this.hasAttribute("open");
  }

  set open(open: boolean) {
    this.toggleAttribute("open", open);
  }

  /** Draws anew, once for all that changes before the page is next painted. */
  requestUpdate(): void {
    this.updating ??= Promise.resolve().then(() => {
      this.updating = undefined;
      if (this.isConnected) this.update();
    });
  }

  private get language(): string {
    return this.lang || document.documentElement.lang || navigator.language;
  }

  /** Opens the panel, with words in the composer if there are some. Nothing is sent. */
  show(text = ""): void {
    this.open = true;
    void this.ui.loadGuide(true);
    if (text) this.ui.prefill(text);
    this.focusOn(this.ui.conversation.agreed ? INPUT : "#consent-heading");
  }

  hide(): void {
    this.open = false;
    this.ui.menuOpen = false;
    this.focusOn("#launcher");
  }

  focusOn(target: string | HTMLElement): void {
    this.requestUpdate();
    void this.updating!.then(() => {
      const element = typeof target === "string" ? this.root.querySelector<HTMLElement>(target) : target;
      element?.focus();
    });
  }

  private update(): void {
    this.showAlarm();
    if (this.full || this.open) void this.ui.loadGuide();
    render(this.content(), this.root);
    const opened = this.open !== this.shown;
    this.shown = this.open;
    if (opened) {
      this.showPanel();
      this.ui.conversation.setOpen(this.open);
    }
    if (this.full || this.open) this.showNewest(opened);
  }

  /** A new emergency instruction is seen at once: nothing may lie over it, nor the panel be closed. */
  private showAlarm(): void {
    const alarm = pinnedEmergency(this.ui.conversation.entries)?.message.id;
    if (alarm && alarm !== this.alarm) {
      if (this.ui.side) this.ui.leaveSide();
      this.ui.menuOpen = false;
      if (!this.full) this.open = true;
    }
    this.alarm = alarm;
  }

  private content(): TemplateResult {
    const { ui } = this;
    const { lang } = ui.strings;
    const number = this.getAttribute("emergency-number") ?? "";
    if (this.full) {
      return html`<div class="panel" lang=${lang} @keydown=${this.onKey}>${panel(ui, undefined, number)}</div>`;
    }
    const unread = !this.open && ui.conversation.entries.length > this.seen;
    return html`<div lang=${lang}>
      ${launcher(ui, this.open, unread, () => this.show())}
      <dialog class="panel" aria-labelledby="title" @keydown=${this.onKey} @cancel=${this.onCancel} @close=${this.onClose}>
        ${this.open ? panel(ui, () => this.hide(), number) : nothing}
      </dialog>
    </div>`;
  }

  private showPanel(): void {
    const dialog = this.root.querySelector("dialog");
    dialog?.close();
    if (!dialog || !this.open) return;
    if (this.covering.matches) dialog.showModal();
    // The attribute, not show(): opening at the start of the page must not take the focus from it.
    else dialog.setAttribute("open", "");
  }

  /** Scrolls to what is new; to the start of a reply that is longer than the view, for that is read first. */
  private showNewest(opened: boolean): void {
    const { entries } = this.ui.conversation;
    const scroll = this.root.querySelector<HTMLElement>(".scroll");
    if (!scroll || (entries.length === this.seen && !opened)) return;
    this.seen = entries.length;
    const asked = [...scroll.querySelectorAll<HTMLElement>(".turn")].at(-1);
    if (scroll.scrollHeight > scroll.clientHeight) {
      // Past its end the browser stops by itself, so a short reply comes to stand at the bottom.
      const ahead = asked ? asked.getBoundingClientRect().top - scroll.getBoundingClientRect().top : 0;
      scroll.scrollTop += ahead - SPACE_ABOVE;
    } else if (this.covering.matches) {
      asked?.scrollIntoView(); // with little height the panel scrolls as a whole
    }
    this.root.querySelector(".emergency-pinned")?.scrollIntoView({ block: "nearest" });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.escape()) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  private readonly onCancel = (event: Event): void => {
    event.preventDefault();
    this.escape();
  };

  /** A browser may close a modal dialog without asking twice. */
  private readonly onClose = (): void => {
    if (this.open && !this.root.querySelector("dialog")?.open) this.hide();
  };

  /** Closes what lies on top; returns whether there was anything. */
  private escape(): boolean {
    if (this.ui.menuOpen) this.ui.closeMenu();
    else if (this.ui.side) this.ui.closeSide();
    else if (!this.full) this.hide();
    else return false;
    return true;
  }
}
