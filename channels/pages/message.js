// How a message is drawn.

import { make, say, words } from "./pieces.js";

export function dayLine(at) {
  const line = document.createElement("p");
  line.className = "day";
  line.textContent = at.day;
  return line;
}

export function messageElement(message, at) {
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
