/** Shows what Slack would have told this member, and what went wrong with the simulator itself. */

import { app, ownNotices } from "./app.js";
import { byId, h, reconcile } from "./dom.js";

const dismissed = new Set();

export function drawNotices() {
  const gone = byId("unreachable");
  gone.hidden = app.reachable;
  const told = (app.seen?.notices ?? []).map((words, i) => ({ key: `${app.as}/told/${i}`, words }));
  const own = ownNotices().map((one, i) => ({ key: `${app.as}/own/${one.at}/${i}`, words: one.words }));
  const all = [...told, ...own].filter((one) => !dismissed.has(one.key)).slice(-3);
  reconcile(byId("notices"), all.map((one) => ({
    key: one.key, sig: one.words,
    make: () => h("li", { class: "notice" },
      h("span", { dir: "auto" }, one.words),
      h("button", { type: "button", class: "tool", "aria-label": "Dismiss", onclick: () => {
        dismissed.add(one.key);
        drawNotices();
      } }, "✕")),
  })));
}
