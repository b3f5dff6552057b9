/** The address says who looks and at what: #as=UASHA&at=CTRIAGE, at=home, at=dm; no `at` is the list. */

import { app, draw, refresh, tell } from "./app.js";

const WIDE = window.matchMedia("(min-width: 720px)");

function parts() {
  const fields = new URLSearchParams(location.hash.slice(1));
  return { as: fields.get("as"), at: fields.get("at") ?? "" };
}

export function go({ as = app.as, at = app.at }) {
  const target = `#as=${encodeURIComponent(as)}${at ? `&at=${encodeURIComponent(at)}` : ""}`;
  if (location.hash === target) follow();
  else location.hash = target;
}

/** Take up what the address says; opening App Home tells the app, as in Slack. */
export async function follow() {
  const { as, at } = parts();
  const members = app.workspace.members;
  const before = { as: app.as, at: app.at };
  app.as = members.some((member) => member.id === as) ? as : members[0].id;
  app.at = at;
  if (app.as !== before.as) app.seen = null;
  draw();
  if (app.at === "home" && (before.at !== "home" || app.as !== before.as)) tell({ what: "home" });
  await refresh();
  settle();
}

/** A wide window always shows something; a channel that this member is not in is left. */
export function settle() {
  if (!app.seen) return;
  const known = app.at === "home" || app.at === "dm" || app.seen.conversations[app.at];
  if (app.at && !known) go({ at: WIDE.matches ? first() : "" });
  else if (!app.at && WIDE.matches) go({ at: first() });
}

const first = () => app.seen.channels[0]?.id ?? "home";

export function start() {
  window.addEventListener("hashchange", follow);
  WIDE.addEventListener("change", settle);
  return follow();
}
