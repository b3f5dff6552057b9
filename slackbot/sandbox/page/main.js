/** Starts the page. */

import { app, draw, onChange, refresh, tell } from "./app.js";
import { startComposer } from "./composer.js";
import { drawMain, startLog } from "./conversation.js";
import { byId, h } from "./dom.js";
import { menuButton } from "./menu.js";
import { drawModals } from "./modals.js";
import { learnNames } from "./mrkdwn.js";
import { drawNotices } from "./notices.js";
import { learnPeople } from "./people.js";
import { follow, go, start } from "./route.js";
import { watch, workspace } from "./server.js";
import { drawMembers, drawSidebar } from "./sidebar.js";
import { forgetTraffic, loadTraffic, startTraffic } from "./traffic.js";
import { forgetAllBut } from "./values.js";
import { messagePlace } from "./message.js";

async function begin() {
  await learn();
  byId("shortcuts-place").append(shortcuts());
  startComposer();
  startLog();
  startTraffic();
  startPanes();
  for (const one of [drawMembers, drawSidebar, drawMain, drawModals, drawNotices, tidy]) onChange(one);
  await start();
  document.body.toggleAttribute("data-ready", true);
  watch(changed, reachable);
}

async function learn() {
  app.workspace = await workspace();
  learnPeople(app.workspace.members);
  learnNames([[app.workspace.app.bot_user_id, app.workspace.app.name]]);
  if (app.workspace.simulator) byId("banner-words").textContent = app.workspace.simulator;
  byId("team-name").textContent = app.workspace.team.name;
}

function changed() {
  refresh();
  loadTraffic();
}

/** A simulator that comes back may be another one: other people, traffic from the start. */
let lost = false;
async function reachable(yes) {
  app.reachable = yes;
  draw();
  if (yes && lost) {
    await learn();
    forgetTraffic();
    follow();
  }
  lost = !yes;
}

/** On a phone one pane stands at a time: the list where the address names no place. */
function startPanes() {
  const pane = () => {
    document.body.dataset.pane = app.at ? "main" : "list";
  };
  onChange(pane);
  byId("back").addEventListener("click", () => go({ at: "" }));
  const tabs = [byId("home-tab"), byId("messages-tab")];
  const places = ["home", "dm"];
  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => go({ at: places[i] }));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      tabs[1 - i].focus();
      go({ at: places[1 - i] });
    });
  });
}

function shortcuts() {
  const items = () => app.workspace.app.shortcuts
    .filter((one) => one.type === "global")
    .map((one) => ({
      label: one.name, note: one.description,
      choose: () => tell({ what: "shortcut", callback_id: one.callback_id }),
    }));
  return menuButton({ id: "shortcuts", class: "tool", "aria-label": "Shortcuts", "data-focus": "shortcuts" },
    [h("span", { "aria-hidden": "true" }, "⚡"), h("span", { class: "word" }, " Shortcuts")], items,
    "Shortcuts");
}

/** Values of what is no longer on the page are let go. */
function tidy() {
  if (!app.seen) return;
  const places = new Set([`home:${app.as}`, ...app.seen.views.map((view) => `view:${view.id}`)]);
  for (const [id, one] of Object.entries(app.seen.conversations))
    for (const message of one.messages) places.add(messagePlace(id, message.ts));
  forgetAllBut(places);
}

begin().catch((reason) => {
  byId("unreachable").hidden = false;
  throw reason;
});
