// The page of the local chat: draws what the server tells, sends what is typed and pressed.

const say = JSON.parse(document.getElementById("say").textContent);
const language = document.documentElement.lang;
const LARGEST_FILE = 5 * 1024 * 1024;
const byId = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 760px)"); // one phone at a time
const covered = matchMedia("(max-width: 1199px)"); // "who was told" lies over the phones

const phones = new Map(); // address -> Phone
let active = null; // the Phone in hand
let arriving = null; // what is told while everything is read again; null when nothing is being read

// ---- words, times, small pieces ----

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/** The school's own wall clock, as it was sent: never moved into the zone of this browser. */
function wallClock(iso) {
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  const [year, month, day] = date.split("-");
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(date));
  return { date, time, day: `${weekday[0].toUpperCase()}${weekday.slice(1)}, ${day}/${month}/${year}`, short: `${day}/${month}` };
}

function make(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

/** Plain text with **strong** words as nodes; nothing that arrives is ever read as HTML. */
function words(text) {
  return text.split(/\*\*(.+?)\*\*/s).map((part, index) => {
    if (index % 2 === 0) return part;
    const strong = document.createElement("strong");
    strong.textContent = part;
    return strong;
  });
}

function initials(name) {
  const parts = name.trim().split(/\s+/);
  return (parts.length > 1 ? parts[0][0] + parts.at(-1)[0] : name.slice(0, 1)).toUpperCase();
}

function introduce(element, { name, role, hue }) {
  const avatar = element.querySelector(".avatar");
  avatar.textContent = initials(name);
  avatar.dataset.hue = hue;
  element.querySelector(".name").textContent = name;
  element.querySelector(".role").textContent = role;
}

function showCount(element, count) {
  element.hidden = count === 0;
  element.textContent = count > 99 ? "99+" : count;
}

/** Resolves once the server has stored it; rejects on anything else. */
async function post(path, body, type = "application/json") {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": type }, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

// ---- one phone ----

class Phone {
  constructor(data, hue) {
    Object.assign(this, { ...data, hue, unread: 0, drawn: new Map(), boards: new Set(), started: false, atEnd: true });
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
    this.tab.addEventListener("click", () => take(this, true));
    this.element.addEventListener("pointerdown", () => take(this));
    this.element.addEventListener("focusin", () => take(this));
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
    if (this.started && this !== active) this.count(this.unread + missed.length); // the first time, it is all old
    this.started = true;
    this.scroll();
  }

  count(unread) {
    this.unread = unread;
    for (const element of [this.tab, this.element]) showCount(element.querySelector(".count"), unread);
    const label = unread ? `, ${fill(say.unread, { count: unread })}` : "";
    this.tab.setAttribute("aria-label", `${this.name}, ${this.role}${label}`);
  }

  scroll() {
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function dayLine(at) {
  const line = document.createElement("p");
  line.className = "day";
  line.textContent = at.day;
  return line;
}

function messageElement(message, at) {
  const element = make("a-message");
  element.dataset.id = message.id;
  element.classList.add(message.mine ? "mine" : "theirs");
  element.classList.toggle("board", Boolean(message.board));
  element.querySelector(".text").replaceChildren(...words(message.text));
  element.querySelector(".files").replaceChildren(...message.files.map(fileElement));
  element.querySelector("time").textContent = at.time;
  element.querySelector("time").dateTime = message.at;
  element.querySelector(".buttons").replaceChildren(...message.buttons.map(buttonRow));
  return element;
}

function fileElement([name, url]) {
  const link = document.createElement(url ? "a" : "span");
  link.className = "file";
  link.textContent = name;
  if (url) Object.assign(link, { href: url, download: name });
  else link.title = say.file_gone;
  if (url && name.endsWith(".png")) link.replaceChildren(picture(name, url));
  return link;
}

function picture(name, url) {
  return Object.assign(document.createElement("img"), { src: url, alt: name });
}

function buttonRow(row) {
  const element = document.createElement("div");
  for (const [label, token] of row) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    Object.assign(button.dataset, { token, label });
    element.append(button);
  }
  return element;
}

/** Take a phone in hand: on a narrow screen it is the one that shows; everywhere its messages are read. */
function take(phone, reach = false) {
  if (phone !== active) {
    active = phone;
    for (const other of phones.values()) {
      const mine = other === phone;
      other.element.classList.toggle("active", mine);
      other.log.ariaLive = mine ? "polite" : "off";
      if (mine) other.tab.setAttribute("aria-current", "true");
      else other.tab.removeAttribute("aria-current");
    }
  }
  phone.count(0);
  if (reach) reachFor(phone);
}

function reachFor(phone) {
  if (covered.matches) openTold(false);
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  phone.element.scrollIntoView({ behavior, inline: "nearest", block: "nearest" });
  phone.element.focus({ preventScroll: true });
}

// ---- who was told ----

function tell(phone, message) {
  const element = make("an-alert");
  const at = wallClock(message.at);
  introduce(element, phone);
  element.querySelector("time").textContent = `${at.short} · ${at.time}`;
  element.querySelector(".text").textContent = message.text.replaceAll("**", "").replaceAll("\n", " ");
  element.querySelector("button").addEventListener("click", () => {
    take(phone, true);
    phone.drawn.get(message.id)?.scrollIntoView({ block: "nearest" });
  });
  byId("alerts").prepend(element);
  countTold();
}

function tellAgain(stage) {
  byId("alerts").replaceChildren();
  const told = stage.phones.flatMap(({ address, shown }) => shown.map((message) => ({ address, message })));
  const alerts = told.filter(({ message }) => message.alert);
  alerts.sort((one, other) => Date.parse(one.message.at) - Date.parse(other.message.at));
  for (const { address, message } of alerts) tell(phones.get(address), message);
  countTold();
}

function countTold() {
  const count = byId("alerts").childElementCount;
  byId("told-count").textContent = count;
  byId("nobody").hidden = count > 0;
}

function openTold(open) {
  document.body.classList.toggle("told-open", open);
  byId("open-told").setAttribute("aria-expanded", `${open}`);
}

// ---- the clock ----

function showClock({ now, moving, fixed }) {
  const { day, time } = wallClock(now);
  byId("day").textContent = day;
  byId("time").textContent = time;
  document.body.classList.toggle("moving", moving);
  document.querySelector(".moves").hidden = fixed;
  for (const button of document.querySelectorAll("[data-to]")) button.ariaDisabled = `${moving}`;
}

async function move(button) {
  if (button.ariaDisabled === "true") return;
  byId("stuck").hidden = true;
  button.classList.add("busy");
  button.ariaLabel = say.working;
  try {
    await post("/web/clock", JSON.stringify({ to: button.dataset.to }));
  } catch {
    byId("stuck").hidden = false;
  }
  button.classList.remove("busy");
  button.ariaLabel = null;
}

// ---- what the server tells ----

function arrive(message) {
  const phone = phones.get(message.address);
  if (!phone?.draw(message, true)) return;
  if (message.alert) tell(phone, message);
  if (!message.mine && (phone !== active || document.hidden)) phone.count(phone.unread + 1);
}

/** Read everything; what is told meanwhile comes after it, and what was read already is not drawn twice. */
async function readAll() {
  const queue = [];
  arriving = queue;
  try {
    const answer = await fetch(`/web/stage?lang=${language}`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const stage = await answer.json();
    if (arriving !== queue) return; // a later reading is under way
    setUp(stage);
    arriving = null;
    queue.forEach(arrive);
  } catch {
    if (arriving === queue) setTimeout(readAll, 2000);
  }
}

function setUp(stage) {
  const addresses = stage.phones.map((phone) => phone.address);
  if (addresses.join("\n") !== [...phones.keys()].join("\n")) {
    phones.clear();
    stage.phones.forEach((data, index) => phones.set(data.address, new Phone(data, index % 6)));
    byId("tabs").replaceChildren(...[...phones.values()].map((phone) => phone.tab));
    byId("phones").replaceChildren(...[...phones.values()].map((phone) => phone.element));
    active = null;
    if (phones.size) take(phones.values().next().value);
  }
  for (const { address, shown } of stage.phones) phones.get(address).redraw(shown);
  tellAgain(stage);
  showClock(stage.clock);
}

function listen() {
  const source = new EventSource("/web/events");
  const on = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
  source.addEventListener("open", () => (byId("lost").hidden = true));
  source.addEventListener("error", () => {
    byId("lost").hidden = false;
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  });
  on("resync", readAll);
  on("clock", showClock);
  on("shown", (message) => (arriving ? arriving.push(message) : arrive(message)));
}

byId("open-told").addEventListener("click", () => openTold(!document.body.classList.contains("told-open")));
byId("close-told").addEventListener("click", () => openTold(false));
byId("told").addEventListener("keydown", (event) => event.key === "Escape" && openTold(false));
for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => move(button));
covered.addEventListener("change", () => openTold(!covered.matches));
openTold(!covered.matches);
listen();
