/** Draws one message: who, when, what, and what can be done with it. */

import { app, tell } from "./app.js";
import { blockItems } from "./blocks.js";
import { dayOf, fullTime, timeOf } from "./dates.js";
import { h, reconcile } from "./dom.js";
import { menuButton } from "./menu.js";
import { mrkdwn, nameOf } from "./mrkdwn.js";
import { keepFor } from "./values.js";

export const messagePlace = (channel, ts) => `message:${channel}:${ts}`;

/** What `reconcile` needs for the messages of a conversation, with a line where a day begins. */
export function messageItems(channel, messages) {
  const items = [];
  let day = null;
  for (const message of messages) {
    const today = dayOf(message.ts);
    if (today !== day) items.push(dayItem(today));
    day = today;
    items.push({
      key: `${message.ts}${message.ephemeral ? "e" : ""}`,
      sig: JSON.stringify([channel, message]),
      make: () => drawn(channel, message),
    });
  }
  return items;
}

const dayItem = (day) => ({
  key: `day ${day}`, sig: day, make: () => h("li", { class: "day" }, h("span", {}, day)),
});

function drawn(channel, message) {
  const reply = message.thread_ts && message.thread_ts !== message.ts;
  const bot = message.bot || message.user === app.workspace.app.bot_user_id;
  const author = message.author || nameOf(message.user);
  const kinds = ["message", message.ephemeral && "ephemeral", reply && "reply", bot && "from-app"];
  return h("li", { class: kinds.filter(Boolean).join(" "), "data-ts": message.ts, "data-user": message.user },
    h("span", { class: "face", "aria-hidden": "true", "data-hue": hue(message.user) }, bot ? "◆" : initials(author)),
    h("div", { class: "message-main" },
      message.ephemeral && h("p", { class: "only-you" }, "Only visible to you"),
      h("p", { class: "message-head" },
        h("bdi", { class: "author" }, author),
        bot && h("span", { class: "app-badge" }, "APP"),
        h("time", { title: fullTime(message.ts) }, timeOf(message.ts)),
        reply && h("span", { class: "quiet" }, "replied in a thread")),
      body(channel, message)),
    !message.ephemeral && !message.deleted && more(channel, message, author));
}

function body(channel, message) {
  if (message.deleted) return h("p", { class: "quiet" }, "This message was deleted.");
  const edited = message.edited && h("span", { class: "quiet edited" }, "(edited)");
  if (!message.blocks?.length)
    return h("div", { class: "text", dir: "auto" }, mrkdwn(message.text), edited && [" ", edited]);
  const place = messagePlace(channel, message.ts);
  const node = h("div", { class: "blocks" });
  const drawBlocks = () => {
    keepFor(place, message);
    reconcile(node, blockItems(message.blocks, surface));
  };
  const surface = {
    place,
    again: () => {
      node.replaceChildren();
      drawBlocks();
    },
    act: (block, element, deed) => tell({
      ...deed, block_id: block.block_id, action_id: element.action_id,
      container: { channel, ts: message.ts },
    }),
  };
  drawBlocks();
  return [node, edited];
}

function more(channel, message, author) {
  const items = () => app.workspace.app.shortcuts
    .filter((shortcut) => shortcut.type === "message")
    .map((shortcut) => ({
      label: shortcut.name, note: app.workspace.app.name,
      choose: () => tell({
        what: "message_shortcut", callback_id: shortcut.callback_id, channel, ts: message.ts,
      }),
    }));
  return h("div", { class: "message-tools" }, menuButton(
    { class: "tool", "aria-label": `More actions for the message of ${author}, ${timeOf(message.ts)}`,
      "data-focus": `more/${message.ts}` },
    h("span", { "aria-hidden": "true" }, "⋮"), items, "More actions"));
}

const initials = (name) =>
  name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

const hue = (id) => [...String(id)].reduce((sum, c) => sum + c.codePointAt(0), 0) % 6;
