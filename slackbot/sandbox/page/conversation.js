/** Draws the main pane: a conversation, or the app with its two tabs. */

import { app, here, tell } from "./app.js";
import { blockItems } from "./blocks.js";
import { announce, byId, h, reconcile } from "./dom.js";
import { messageItems } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { markRead } from "./unread.js";
import { keepFor } from "./values.js";

const NEAR = 60; // points: who is this close to the end wants to stay there
let shown = null;
let atEnd = true;
let lastTop = 0;
const heard = new Map();

export function drawMain() {
  if (!app.seen) return;
  const inApp = app.at === "home" || app.at === "dm";
  const [id, conversation] = here();
  drawHead(inApp, conversation);
  byId("tabs").hidden = !inApp;
  for (const [at, name] of [["home", "home-tab"], ["dm", "messages-tab"]]) {
    byId(name).setAttribute("aria-selected", String(app.at === at));
    byId(name).tabIndex = app.at === at ? 0 : -1;
  }
  byId("home").hidden = app.at !== "home";
  byId("log").hidden = app.at === "home" || !app.at;
  if (app.at === "home") drawHome();
  else drawMessages(id, conversation);
  byId("composer-form").hidden = !conversation || conversation.read_only || app.at === "home";
  byId("read-only").hidden = !(app.at === "dm" && conversation?.read_only !== false);
  announceNew();
}

function drawHead(inApp, conversation) {
  const channel = app.seen.channels.find((one) => one.id === app.at);
  const sign = channel ? (channel.private ? "🔒" : "#") : inApp ? "◆" : "●";
  byId("place-sign").textContent = sign;
  byId("place-name").textContent = inApp ? app.workspace.app.name : conversation?.name ?? "";
  document.title = `${byId("place-name").textContent || "Simulator"} · simulator`;
}

function drawMessages(id, conversation) {
  const log = byId("log");
  const where = `${app.as}/${id}`;
  log.setAttribute("aria-label", `Messages in ${conversation?.name ?? "this conversation"}`);
  const list = byId("messages");
  if (where !== shown) {
    list.replaceChildren();
    atEnd = true;
  }
  reconcile(list, conversation ? messageItems(id, conversation.messages) : []);
  byId("no-messages").hidden = Boolean(conversation?.messages.length);
  toEnd();
  shown = where;
  if (conversation) markRead(app.as, id, conversation);
}

function toEnd() {
  const log = byId("log");
  if (atEnd) log.scrollTop = log.scrollHeight;
  lastTop = log.scrollTop;
}

/** The newest message stays in sight as the pane or its messages grow, unless one scrolled back. */
export function startLog() {
  const log = byId("log");
  log.addEventListener("scroll", () => {
    // A pane that shrank has not been scrolled back: only going up means "I am reading".
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR) atEnd = true;
    else if (log.scrollTop < lastTop) atEnd = false;
    lastTop = log.scrollTop;
  });
  const sizes = new ResizeObserver(toEnd);
  sizes.observe(log);
  sizes.observe(byId("messages"));
}

function drawHome() {
  shown = null;
  const view = app.seen.home;
  byId("home-empty").hidden = Boolean(view);
  if (!view) return byId("home-blocks").replaceChildren();
  const place = `home:${app.as}`;
  keepFor(place, view);
  const act = (block, element, what) => tell({
    ...what, block_id: block.block_id, action_id: element.action_id,
    container: { home: true },
  });
  const again = () => {
    byId("home-blocks").replaceChildren();
    drawHome();
  };
  reconcile(byId("home-blocks"), blockItems(view.blocks, { place, act, again }));
}

/** Dates and names as people read them, without marks. */
const asRead = (text) => h("p", {}, mrkdwn(text)).textContent;

/** New messages are said to screen readers wherever they arrive, once. */
function announceNew() {
  for (const [id, conversation] of Object.entries(app.seen.conversations)) {
    const key = `${app.as}/${id}`;
    const known = heard.get(key);
    heard.set(key, new Set(conversation.messages.map((message) => message.ts)));
    if (!known) continue;
    const fresh = conversation.messages.filter((m) => !known.has(m.ts) && m.user !== app.as);
    for (const message of fresh.slice(-3))
      announce(`New message in ${conversation.name} from ${message.author}: ${asRead(message.text)}`);
  }
}
