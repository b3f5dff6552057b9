/** The line at the bottom of a conversation: a command with its hints, or a message. */

import { app, here, tell } from "./app.js";
import { byId, h } from "./dom.js";

let active = -1;

const commands = () => app.workspace.app.commands;
const matching = (typed) =>
  /^\/\S*$/.test(typed) ? commands().filter((one) => one.command.startsWith(typed)) : [];

export function startComposer() {
  const line = byId("composer");
  line.addEventListener("input", () => {
    active = -1;
    drawHints();
  });
  line.addEventListener("keydown", keys);
  line.addEventListener("blur", () => hide());
  byId("composer-form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
}

function drawHints() {
  const line = byId("composer");
  const found = matching(line.value);
  const list = byId("hints");
  list.replaceChildren(...found.map((one, i) => h("li", {
    role: "option", id: `hint-${i}`, "aria-selected": String(i === active),
    onmousedown: (event) => {
      event.preventDefault(); // keeps the focus in the line
      complete(one);
    },
  },
  h("span", {}, h("strong", {}, one.command), " ", h("span", { class: "quiet" }, one.usage_hint)),
  h("small", {}, one.description))));
  list.hidden = !found.length;
  line.setAttribute("aria-expanded", String(found.length > 0));
  if (active >= 0) line.setAttribute("aria-activedescendant", `hint-${active}`);
  else line.removeAttribute("aria-activedescendant");
}

function hide() {
  active = -1;
  byId("hints").hidden = true;
  byId("composer").setAttribute("aria-expanded", "false");
  byId("composer").removeAttribute("aria-activedescendant");
}

function complete(one) {
  byId("composer").value = `${one.command} `;
  hide();
}

function keys(event) {
  const found = byId("hints").hidden ? [] : matching(event.target.value);
  if (!found.length) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    active = (active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length;
    drawHints();
  } else if ((event.key === "Enter" || event.key === "Tab") && active >= 0) complete(found[active]);
  else if (event.key === "Escape") hide();
  else return;
  event.preventDefault();
}

async function send() {
  const line = byId("composer");
  const typed = line.value;
  const [channel] = here();
  if (!typed.trim() || !channel) return;
  line.value = "";
  hide();
  const [, command, text] = /^(\/\S+)\s*([\s\S]*)$/.exec(typed) ?? [];
  const answer = command
    ? await tell({ what: "command", command, text, channel })
    : await tell({ what: "say", channel, text: typed });
  if ((!answer.ok || answer.error) && !line.value) line.value = typed; // what was typed is never lost
}
