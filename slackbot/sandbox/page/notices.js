/** Shows what Slack would have told this member, and what went wrong with the simulator itself. */

import { app, ownNotices, timesSaidInModal } from "./app.js";
import { byId, h, reconcile } from "./dom.js";

const SHOWN = 3;
const dismissed = new Set();

export function drawNotices() {
  byId("unreachable").hidden = app.reachable;
  const told = (app.seen?.notices ?? []).map((words, i) => ({ key: `${app.as}/told/${i}`, words }));
  const own = ownNotices().map((one, i) => ({ key: `${app.as}/own/${i}`, words: one.words }));
  const open = [...unsaid(told), ...own].filter((one) => !dismissed.has(one.key)).slice(-SHOWN);
  reconcile(byId("notices"), open.map(notice));
}

/** Without those that a modal has shown already. */
function unsaid(told) {
  const said = new Map();
  return told.filter(({ words }) => {
    const before = said.get(words) ?? 0;
    said.set(words, before + 1);
    return before >= timesSaidInModal(words);
  });
}

const notice = (one) => ({
  key: one.key,
  sig: one.words,
  make: () => h("li", { class: "notice" },
    h("span", { dir: "auto" }, one.words),
    h("button", { type: "button", class: "tool", "aria-label": `Dismiss: ${one.words}`, onclick: () => {
      dismissed.add(one.key);
      drawNotices();
    } }, "✕")),
});
