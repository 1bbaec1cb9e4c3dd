// The page of the local chat: whose phone is in hand, who was told, the clock, and what the server tells.

import { Phone } from "./phone.js";
import { byId, introduce, language, make, post, say, wallClock } from "./pieces.js";

const covered = matchMedia("(max-width: 1199px)"); // "who was told" lies over the phones
const phones = new Map(); // address -> Phone
let active = null; // the Phone in hand
let arriving = null; // what is told while everything is read again; null when nothing is being read

/** Take a phone in hand: on a narrow screen it is the one that shows; everywhere its messages are read. */
function take(phone, reach = false) {
  if (phone !== active) {
    active = phone;
    for (const other of phones.values()) other.active = other === phone;
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
    stage.phones.forEach((data, index) => phones.set(data.address, new Phone(data, index % 6, take)));
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
