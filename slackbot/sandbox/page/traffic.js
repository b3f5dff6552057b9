/** Shows what went over the wire between the app and the stand-in for Slack. */

import { byId, h } from "./dom.js";
import { timeOf } from "./dates.js";
import { traffic } from "./server.js";

const KEPT = 300;
let after = 0;
let loading = false;

export const trafficShown = () => !byId("traffic").hidden;

export function startTraffic() {
  byId("traffic-toggle").addEventListener("click", () => show(!trafficShown()));
  byId("traffic-close").addEventListener("click", () => {
    show(false);
    byId("traffic-toggle").focus();
  });
  byId("traffic-clear").addEventListener("click", () => byId("traffic-rows").replaceChildren());
}

/** Start over, as the simulator did. */
export function forgetTraffic() {
  after = 0;
  byId("traffic-rows").replaceChildren();
  loadTraffic();
}

function show(on) {
  byId("traffic").hidden = !on;
  byId("traffic-toggle").setAttribute("aria-expanded", String(on));
  document.body.toggleAttribute("data-traffic", on);
  if (!on) return;
  byId("traffic-heading").focus();
  loadTraffic();
}

/** Fetch the rows since the last one; does nothing while the panel is closed. */
export async function loadTraffic() {
  if (!trafficShown() || loading) return;
  loading = true;
  try {
    const { rows } = await traffic(after);
    add(rows);
  } finally {
    loading = false;
  }
}

function add(rows) {
  const list = byId("traffic-rows");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(...rows.slice(-KEPT).map(row));
  while (list.children.length > KEPT) list.firstChild.remove();
  after = rows.at(-1)?.n ?? after;
  if (atEnd) list.scrollTop = list.scrollHeight;
}

function row(one) {
  const inward = one.direction === "to bot";
  const details = h("details", { ontoggle: () => details.open && unfold(details, one) },
  h("summary", {},
    h("span", { class: "arrow", "aria-hidden": "true" }, inward ? "→" : "←"),
    h("span", { class: "unseen" }, `${one.direction}: `),
    h("strong", {}, one.kind), " ",
    h("span", { class: "quiet" }, [rest(one), clock(one.at)].filter(Boolean).join(" · "))));
  return h("li", { class: inward ? "to-bot" : "from-bot", "data-n": one.n }, details);
}

/** The answer may have come after the row did, so the row is fetched anew. */
async function unfold(details, one) {
  const { rows } = await traffic(one.n - 1);
  details.replaceChildren(details.firstChild, ...contents(rows[0] ?? one));
  details.scrollIntoView({ block: "nearest" });
}

const rest = ({ kind, summary }) =>
  summary?.startsWith(kind) ? summary.slice(kind.length).trim() : summary;
const clock = (at) => (typeof at === "number" ? timeOf(at) : String(at ?? ""));

function contents(one) {
  const part = (name, value) =>
    value === undefined || value === null
      ? []
      : [h("p", { class: "quiet" }, name), h("pre", { tabindex: "0" }, JSON.stringify(value, null, 2))];
  return [...part("sent", one.payload), ...part("answer", one.answer)];
}
