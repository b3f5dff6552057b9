/** A button with a menu: arrow keys move, Enter chooses, Escape closes and gives the focus back. */

import { h, uid } from "./dom.js";

/** `items()` gives [{label, note, choose, danger}] when the menu opens. */
export function menuButton(attributes, face, items, title = null) {
  const id = uid("menu");
  const list = h("div", { id, class: "menu", role: "menu", popover: "auto", "aria-label": title });
  const button = h("button", {
    type: "button", "aria-haspopup": "menu", "aria-expanded": "false", ...attributes,
    onclick: () => (list.matches(":popover-open") ? list.hidePopover() : open()),
    onkeydown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      open();
    },
  }, face);
  const open = () => {
    list.replaceChildren(...rows(items(), list, button, title));
    list.showPopover();
    placeBeside(list, button);
    list.querySelector("[role=menuitem]")?.focus();
  };
  list.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
  });
  list.addEventListener("keydown", (event) => move(event, list, button));
  return h("span", { class: "menu-anchor" }, button, list);
}

function rows(items, list, button, title) {
  const row = (item) => h("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : null,
    onclick: () => {
      list.hidePopover();
      button.focus();
      item.choose();
    },
  }, h("span", {}, item.label), item.note && h("small", {}, item.note));
  const nothing = h("p", { class: "quiet" }, "Nothing to choose here.");
  const heading = title && h("p", { class: "menu-title", "aria-hidden": "true" }, title);
  return [heading, ...(items.length ? items.map(row) : [nothing])].filter(Boolean);
}

function placeBeside(list, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.min(Math.max(8, at.right - width), window.innerWidth - width - 8);
  const below = at.bottom + 4 + height < window.innerHeight;
  list.style.left = `${Math.max(8, left)}px`;
  list.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - height - 4)}px`;
}

function move(event, list, button) {
  const all = [...list.querySelectorAll("[role=menuitem]")];
  const here = all.indexOf(document.activeElement);
  const to = {
    ArrowDown: (here + 1) % all.length, ArrowUp: (here - 1 + all.length) % all.length,
    Home: 0, End: all.length - 1,
  }[event.key];
  if (event.key === "Tab" || event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation(); // Escape closes the menu, not the modal under it
    list.hidePopover();
    button.focus();
  } else if (to !== undefined) {
    event.preventDefault();
    all[to]?.focus();
  }
}
