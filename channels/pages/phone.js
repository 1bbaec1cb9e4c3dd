// One phone of the page: what it shows, what is typed and pressed on it.

import { dayLine, messageElement } from "./message.js";
import { fill, introduce, make, post, say, showCount, wallClock } from "./pieces.js";

const LARGEST_FILE = 5 * 1024 * 1024;

export class Phone {
  /** `onTaken(phone, reach)` is told when somebody touches it. */
  constructor(data, hue, onTaken) {
    Object.assign(this, { ...data, hue, onTaken, unread: 0, drawn: new Map(), boards: new Set(), started: false, atEnd: true });
    this.tab = make("a-tab");
    this.element = make("a-phone");
    for (const element of [this.tab, this.element]) {
      introduce(element, this);
      element.dataset.address = this.address;
    }
    this.log = this.element.querySelector(".log");
    this.form = this.element.querySelector(".composer");
    this.input = this.form.querySelector("textarea");
    this.trouble = this.element.querySelector(".trouble");
    this.element.setAttribute("aria-label", `${this.name}, ${this.role}`);
    this.log.setAttribute("aria-label", fill(say.messages, this));
    this.input.setAttribute("aria-label", fill(say.write, this));
    this.listen();
    this.offer(data.hint);
    if (data.uploads) this.form.querySelector(".clip").hidden = false;
  }

  listen() {
    this.tab.addEventListener("click", () => this.onTaken(this, true));
    this.element.addEventListener("pointerdown", () => this.onTaken(this));
    this.element.addEventListener("focusin", () => this.onTaken(this));
    this.log.addEventListener("scroll", () => {
      this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 120;
    });
    this.log.addEventListener("load", () => this.atEnd && this.scroll(), true); // a picture takes room once it is there
    new ResizeObserver(() => this.atEnd && this.scroll()).observe(this.log); // a keyboard or a long draft takes room
    this.log.addEventListener("click", (event) => this.press(event.target.closest("button[data-token]")));
    this.form.querySelector("input[type=file]").addEventListener("change", (event) => this.upload(event.target));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.input.addEventListener("keydown", (event) => {
      // Enter also ends a Vietnamese input method's syllable: that one is not ours.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.send();
    });
  }

  offer(hints) {
    const chips = hints.map((hint) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.textContent = hint;
      chip.addEventListener("click", () => {
        this.input.value = hint;
        this.input.focus();
      });
      return chip;
    });
    this.element.querySelector(".hints").replaceChildren(...chips);
  }

  async attempt(act) {
    this.trouble.hidden = true;
    try {
      await act();
      return true;
    } catch {
      this.complain(say.not_sent);
      return false;
    }
  }

  complain(sentence) {
    this.trouble.textContent = sentence;
    this.trouble.hidden = false;
  }

  async send() {
    const text = this.input.value.trim();
    if (!text || this.form.ariaBusy === "true") return;
    this.form.ariaBusy = "true";
    const stored = await this.attempt(() => post("/web/say", JSON.stringify({ address: this.address, text })));
    this.form.ariaBusy = "false";
    if (stored && this.input.value.trim() === text) this.input.value = "";
  }

  async press(button) {
    if (!button || button.ariaDisabled === "true") return;
    const { token } = button.dataset;
    if (!this.boards.has(token)) this.choose(token);
    const body = JSON.stringify({ address: this.address, token, label: button.dataset.label });
    if (!(await this.attempt(() => post("/web/press", body)))) this.choose(token, false);
  }

  async upload(picker) {
    const [file] = picker.files;
    picker.value = ""; // so that the same file can be picked again
    if (!file) return;
    if (file.size > LARGEST_FILE) return this.complain(say.too_large);
    const query = new URLSearchParams({ address: this.address, name: file.name });
    await this.attempt(() => post(`/web/upload?${query}`, file, "application/octet-stream"));
  }

  /** Mark the button with this token as the chosen one and put its neighbours out of use, or undo that. */
  choose(token, chosen = true) {
    const pressed = [...this.log.querySelectorAll("button[data-token]")].findLast((one) => one.dataset.token === token);
    if (!pressed) return;
    pressed.classList.toggle("chosen", chosen);
    const { label } = pressed.dataset;
    pressed.ariaLabel = chosen ? fill(say.chosen, { label }) : label;
    for (const button of pressed.closest(".buttons").querySelectorAll("button")) button.ariaDisabled = `${chosen}`;
  }

  /** Draw one message; true if it is new to this page. */
  draw(message, fresh = false) {
    if (message.board) for (const [, token] of message.buttons.flat()) this.boards.add(token);
    if (this.boards.has(message.pressed)) return false; // a board changes in place: nothing was said
    if (this.drawn.has(message.id)) return this.change(message);
    const at = wallClock(message.at);
    if (this.date !== at.date) this.log.append(dayLine(at));
    this.date = at.date;
    const element = messageElement(message, at);
    element.classList.toggle("fresh", fresh);
    this.log.append(element);
    this.drawn.set(message.id, element);
    if (message.pressed) this.choose(message.pressed);
    if (this.atEnd || message.mine) this.scroll();
    return true;
  }

  /** Show in place what a message on this page has become; nothing new has come by that. */
  change(message) {
    const old = this.drawn.get(message.id);
    if (!message.replaces) return false;
    const element = messageElement(message, wallClock(message.at));
    element.querySelector("time").replaceWith(old.querySelector("time"));
    const held = old.contains(document.activeElement) && document.activeElement.dataset.token;
    old.replaceWith(element);
    this.drawn.set(message.id, element);
    if (held) element.querySelector(`button[data-token="${held}"]`)?.focus({ preventScroll: true });
    if (this.atEnd) this.scroll();
    return false;
  }

  /** Draw everything again from what the server remembers. */
  redraw(messages) {
    const known = this.drawn;
    this.drawn = new Map();
    this.date = null;
    this.log.replaceChildren(this.log.querySelector(".empty"));
    for (const message of messages) this.draw(message);
    const missed = messages.filter((message) => !message.mine && !known.has(message.id));
    if (this.started && !this.active) this.count(this.unread + missed.length); // the first time, it is all old
    this.started = true;
    this.scroll();
  }

  count(unread) {
    this.unread = unread;
    for (const element of [this.tab, this.element]) showCount(element.querySelector(".count"), unread);
    const label = unread ? `, ${fill(say.unread, { count: unread })}` : "";
    this.tab.setAttribute("aria-label", `${this.name}, ${this.role}${label}`);
  }

  get active() {
    return this.element.classList.contains("active");
  }

  /** Whether it is the one in hand. */
  set active(mine) {
    this.element.classList.toggle("active", mine);
    this.log.ariaLive = mine ? "polite" : "off";
    if (mine) this.tab.setAttribute("aria-current", "true");
    else this.tab.removeAttribute("aria-current");
  }

  scroll() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
