/** The element: its attributes, its life in the page, where the focus and the view of the transcript go. */

import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Api } from "./api";
import { TabMemory } from "./memory";
import { stringsFor } from "./strings";
import { stylesheet } from "./styles";
import { type Host, INPUT, Ui } from "./ui";
import { launcher } from "./view/launcher";
import { panel } from "./view/panel";

/** Too small for a panel beside the page: the panel covers it, and then nothing behind may take the focus. */
const COVERS_THE_PAGE = "(max-width: 30em), (max-height: 30em)";

export class KefirGuide extends LitElement implements Host {
  static override styles = stylesheet;
  static override properties = {
    full: { type: Boolean, reflect: true },
    open: { type: Boolean, reflect: true },
    ask: {},
    audience: {},
    emergencyNumber: { attribute: "emergency-number" },
  };

  /** The guide's own address: where the script came from. Set before the element is defined. */
  static origin = location.origin;

  declare full: boolean;
  declare open: boolean;
  declare ask: string;
  declare audience: string;
  declare emergencyNumber: string;

  private ui!: Ui;
  private seen = 0;
  private readonly covering = matchMedia(COVERS_THE_PAGE);
  private readonly listening = new Map<string, [EventTarget, () => void]>();

  constructor() {
    super();
    this.ask = this.audience = this.emergencyNumber = "";
    this.listening.set("online", [window, () => this.ui.conversation.resume()]);
    this.listening.set("visibilitychange", [document, () => document.hidden || this.ui.conversation.resume()]);
    this.listening.set("beforeprint", [window, () => this.full && this.ui.conversation.entries.length && this.ui.preparePrint()]);
    this.listening.set("change", [this.covering, () => this.showPanel(true)]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ui ??= new Ui(this, new Api(KefirGuide.origin), new TabMemory(`kefir-guide ${KefirGuide.origin}`), stringsFor(this.language));
    for (const [name, [target, listener]] of this.listening) target.addEventListener(name, listener);
    this.ui.conversation.resume();
  }

  override disconnectedCallback(): void {
    for (const [name, [target, listener]] of this.listening) target.removeEventListener(name, listener);
    this.ui.conversation.pause();
    super.disconnectedCallback();
  }

  private get language(): string {
    return this.lang || document.documentElement.lang || navigator.language;
  }

  /** Opens the panel, with words in the composer if there are some. Nothing is sent. */
  show(text = ""): void {
    this.open = true;
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
    void this.updateComplete.then(() => {
      const element = typeof target === "string" ? this.renderRoot.querySelector<HTMLElement>(target) : target;
      element?.focus();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { conversation } = this.ui;
    if (changed.has("ask") && this.ask) this.ui.prefill(this.ask);
    if (changed.has("audience") && !conversation.audience && /^(public|professional)$/.test(this.audience)) {
      conversation.audience = this.audience as "public" | "professional";
    }
    if (this.full || this.open) void this.ui.loadGuide();
  }

  protected override render(): TemplateResult {
    const { ui } = this;
    const { lang } = ui.strings;
    if (this.full) {
      return html`<div class="panel" lang=${lang} @keydown=${this.onKey}>${panel(ui, undefined, this.emergencyNumber)}</div>`;
    }
    const unread = !this.open && ui.conversation.entries.length > this.seen;
    return html`<div lang=${lang}>
      ${launcher(ui, this.open, unread, () => this.show())}
      <dialog class="panel" aria-labelledby="title" @keydown=${this.onKey} @cancel=${this.onCancel} @close=${this.onClose}>
        ${this.open ? panel(ui, () => this.hide(), this.emergencyNumber) : nothing}
      </dialog>
    </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("open")) this.showPanel(false);
    if (this.full || this.open) this.showNewest(changed.has("open"));
  }

  private showPanel(again: boolean): void {
    const dialog = this.renderRoot.querySelector("dialog");
    if (!dialog || (again && !dialog.open)) return;
    if (dialog.open) dialog.close();
    if (!this.open) return;
    if (this.covering.matches) dialog.showModal();
    // The attribute, not show(): opening at the start of the page must not take the focus from it.
    else dialog.setAttribute("open", "");
  }

  /** Scrolls to what is new; to the start of a reply that is longer than the view, for that is read first. */
  private showNewest(opened: boolean): void {
    const { entries } = this.ui.conversation;
    const scroll = this.renderRoot.querySelector<HTMLElement>(".scroll");
    if (!scroll || (entries.length === this.seen && !opened)) return;
    this.seen = entries.length;
    const asked = [...scroll.querySelectorAll<HTMLElement>(".turn")].at(-1);
    const top = asked ? asked.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop - 12 : 0;
    scroll.scrollTop = Math.min(top, scroll.scrollHeight - scroll.clientHeight);
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
    if (this.open && !this.renderRoot.querySelector("dialog")?.open) this.hide();
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
