// Small pieces the whole page uses: words, times, elements, and a request to the server.

export const say = JSON.parse(document.getElementById("say").textContent);
export const language = document.documentElement.lang;
export const byId = (id) => document.getElementById(id);
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

/** The school's own wall clock, as it was sent: never moved into the zone of this browser. */
export function wallClock(iso) {
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  const [year, month, day] = date.split("-");
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(date));
  return { date, time, day: `${weekday[0].toUpperCase()}${weekday.slice(1)}, ${day}/${month}/${year}`, short: `${day}/${month}` };
}

export function make(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

/** Plain text with **strong** words as nodes; nothing that arrives is ever read as HTML. */
export function words(text) {
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

export function introduce(element, { name, role, hue }) {
  const avatar = element.querySelector(".avatar");
  avatar.textContent = initials(name);
  avatar.dataset.hue = hue;
  element.querySelector(".name").textContent = name;
  element.querySelector(".role").textContent = role;
}

export function showCount(element, count) {
  element.hidden = count === 0;
  element.textContent = count > 99 ? "99+" : count;
}

/** Resolves once the server has stored it; rejects on anything else. */
export async function post(path, body, type = "application/json") {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": type }, body });
  if (!answer.ok) throw new Error(`${answer.status}`);
}
