/** Draws the list of channels, direct messages and the app. */

import { app, appDm } from "./app.js";
import { byId, h, reconcile } from "./dom.js";
import { go } from "./route.js";
import { unreadCount } from "./unread.js";

export function drawSidebar() {
  if (!app.seen) return;
  const [dmId, dm] = appDm();
  const others = Object.entries(app.seen.conversations).filter(
    ([id, one]) => one.kind === "dm" && id !== dmId,
  );
  reconcile(byId("channels"), app.seen.channels.map((channel) => {
    const conversation = app.seen.conversations[channel.id];
    return entry(channel.id, channel.name, channel.private ? "lock" : "hash", conversation, channel.id);
  }));
  reconcile(byId("apps"), [
    entry("app", app.workspace.app.name, "app", dm, dmId, app.at === "dm" || app.at === "home"),
    ...others.map(([id, one]) => entry(id, one.name, "person", one, id)),
  ]);
}

const SIGNS = { hash: "#", lock: "🔒", app: "◆", person: "●" };
const WORDS = { hash: "channel", lock: "private channel", app: "app", person: "direct message" };

function entry(at, name, kind, conversation, id, current = app.at === at) {
  const unread = conversation && !current ? unreadCount(app.as, id, conversation) : 0;
  const target = at === "app" ? (unread ? "dm" : "home") : at;
  return {
    key: at,
    sig: JSON.stringify([name, kind, unread, current, target]),
    make: () => h("li", {}, h("button", {
      type: "button", class: "place", "data-at": at, "data-focus": `place/${at}`,
      "aria-current": current ? "page" : null, onclick: () => go({ at: target }),
    },
    h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[kind]),
    h("span", { class: "place-name" }, name),
    h("span", { class: "unseen" }, `, ${WORDS[kind]}`),
    unread > 0 && h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " new")))),
  };
}

/** The switch between members. */
export function drawMembers() {
  const select = byId("member");
  const label = (one) => [one.real_name || one.name, one.title].filter(Boolean).join(" · ");
  select.onchange = () => go({ as: select.value });
  reconcile(select, app.workspace.members.map((one) => ({
    key: one.id, sig: label(one), make: () => h("option", { value: one.id }, label(one)),
  })));
  select.value = app.as;
}
