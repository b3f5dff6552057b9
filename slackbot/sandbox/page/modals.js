/** Shows the stack of modals, the last one on top; the ones below wait, unreachable. */

import { app, deed, draw, saidInModal } from "./app.js";
import { blockItems } from "./blocks.js";
import { wrongIn } from "./check.js";
import { byId, focusByKey, focusKey, h, reconcile, uid } from "./dom.js";
import { plain } from "./mrkdwn.js";
import { keepInside } from "./trap.js";
import { keepFor, stateOf } from "./values.js";

const TROUBLE = "We had some trouble connecting. Try again?";
const open = new Map();

export function drawModals() {
  const views = app.seen?.views ?? [];
  const ids = new Set(views.map((view) => view.id));
  for (const id of [...open.keys()].reverse()) if (!ids.has(id)) remove(id);
  for (const [depth, view] of views.entries()) {
    const modal = open.get(view.id) ?? create(view);
    modal.view = view;
    update(modal, depth);
  }
}

function create(view) {
  const parts = {
    title: h("h2", { id: uid("title"), tabindex: "-1" }),
    trouble: h("div", { class: "trouble", role: "alert", hidden: true }),
    body: h("div", { class: "modal-body" }),
    close: h("button", { type: "button", class: "button", "data-close": true, onclick: () => close(modal, false) }),
    closeAll: h("button", {
      type: "button", class: "tool", "data-close-all": true, onclick: () => close(modal, true),
    }, h("span", { "aria-hidden": "true" }, "✕")),
    submit: h("button", { type: "submit", class: "button primary", "data-submit": true }),
  };
  const form = h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    submit(modal);
  } },
  h("header", {}, parts.title, parts.closeAll),
  parts.trouble, parts.body, h("footer", {}, parts.close, parts.submit));
  const dialog = h("dialog", { class: "modal", "data-view": view.id, "aria-labelledby": parts.title.id,
    oncancel: (event) => {
      // Escape: the browser closes it, then the simulator is told. (A file field cancels too.)
      if (event.target === dialog) modal.leaving = true;
    },
    onclose: () => open.has(modal.view.id) && close(modal, false) }, form);
  const modal = { dialog, parts, view, opener: focusKey(document.activeElement) };
  open.set(view.id, modal);
  keepInside(dialog);
  document.body.append(dialog);
  return modal;
}

function update(modal, depth) {
  const { dialog, parts, view } = modal;
  const place = `view:${view.id}`;
  const changed = modal.name !== undefined && modal.name !== nameOfView(view);
  dialog.dataset.callbackId = view.callback_id ?? "";
  parts.title.textContent = plain(view.title);
  parts.close.textContent = plain(view.close) || (depth ? "Back" : "Close");
  parts.closeAll.setAttribute("aria-label", depth ? "Close all" : "Close the form");
  parts.submit.textContent = plain(view.submit);
  parts.submit.hidden = !view.submit;
  keepFor(place, view);
  const held = dialog.contains(document.activeElement);
  const surface = {
    place, errors: errorsOf(modal),
    act: (block, element, what) => act(modal, block, element, what),
    again: () => {
      parts.body.replaceChildren();
      drawModals();
    },
  };
  reconcile(parts.body, blockItems(view.blocks, surface));
  if (!dialog.open) modal.leaving || show(modal);
  else if (changed || (held && !dialog.contains(document.activeElement))) parts.title.focus();
  if (changed) parts.body.scrollTop = 0;
  modal.name = nameOfView(view);
}

/** Once sent again, the errors of the time before are not shown until they are told anew. */
function errorsOf({ view, wrong, answered }) {
  const told = JSON.stringify(view.errors ?? {}) === answered ? {} : view.errors;
  return { ...told, ...wrong };
}

/** Another page is another form to read from its top, even where the title stays. */
function nameOfView(view) {
  const heading = (view.blocks ?? []).find((block) => block.type === "header");
  return [plain(view.title), view.callback_id, plain(heading?.text)].join("\n");
}

function show({ dialog, parts, view }) {
  dialog.showModal();
  parts.body.scrollTop = 0;
  const wanted = (view.blocks ?? []).find((block) => block.element?.focus_on_load)?.element;
  const first = wanted && [...parts.body.querySelectorAll("[data-action-id]")].find(
    (node) => node.dataset.actionId === wanted.action_id);
  (first ?? parts.title).focus(); // the title is read first, then Tab goes through the form
}

function remove(id) {
  const modal = open.get(id);
  open.delete(id);
  modal.dialog.close();
  modal.dialog.remove();
  if (document.activeElement !== document.body) return;
  const back = modal.opener && focusByKey(document, modal.opener);
  if (!back) (byId("composer").checkVisibility() ? byId("composer") : byId("place-heading")).focus();
}

function say(modal, words) {
  modal.parts.trouble.textContent = words;
  modal.parts.trouble.hidden = !words;
}

async function submit(modal) {
  if (modal.busy) return;
  say(modal, "");
  const { view } = modal;
  modal.wrong = wrongIn(`view:${view.id}`, view);
  if (Object.keys(modal.wrong).length) {
    drawModals();
    return toFirstError(modal);
  }
  busy(modal, true);
  const answer = await deed({ what: "submit", view_id: view.id, state: stateOf(`view:${view.id}`, view) });
  busy(modal, false);
  modal.answered = answer.errors ? null : JSON.stringify(view.errors ?? {});
  outcome(modal, answer);
  if (open.has(view.id)) toFirstError(modal);
}

/** To the first field with an error; of a group, to its first box. */
function toFirstError(modal) {
  const error = modal.parts.body.querySelector(".field-error");
  error?.closest("[data-block-id]").querySelector("input, select, textarea, button")?.focus();
}

async function act(modal, block, element, what) {
  const { view } = modal;
  say(modal, "");
  const answer = await deed({
    ...what, block_id: block.block_id, action_id: element.action_id,
    container: { view_id: view.id }, state: stateOf(`view:${view.id}`, view),
  });
  outcome(modal, answer);
}

function outcome(modal, answer) {
  if (!answer.ok) say(modal, answer.error);
  if (answer.trouble) {
    saidInModal(TROUBLE);
    say(modal, TROUBLE);
  }
  draw();
}

async function close(modal, all) {
  if (modal.told) return;
  modal.told = modal.leaving = true;
  const answer = await deed({ what: "close", view_id: modal.view.id, all });
  modal.told = modal.leaving = false;
  if (!answer.ok && open.has(modal.view.id)) outcome(modal, answer);
}

function busy(modal, on) {
  modal.busy = on;
  modal.dialog.setAttribute("aria-busy", String(on));
  modal.parts.submit.setAttribute("aria-disabled", String(on));
}
