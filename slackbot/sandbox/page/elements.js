/** Draws one element of a block and says what happens when a person uses it. */

import { h, uid } from "./dom.js";
import { confirmed } from "./confirm.js";
import { holdsValue, isMany, isText } from "./fields.js";
import { valueControl } from "./inputs.js";
import { menuButton } from "./menu.js";
import { plain, textObject } from "./mrkdwn.js";
import { setValue, valueOf } from "./values.js";

const focusOf = (block, element) => `${block.block_id}/${element.action_id}`;

/** An element of a section or an actions block: whatever is done to it goes to the app at once. */
export function actionElement(block, element, surface, labelledby) {
  if (element.type === "button") return button(block, element, surface);
  if (element.type === "overflow") return overflow(block, element, surface);
  if (element.type === "image") return picture(element);
  if (element.type === "file_input") return fileInput(element, { "aria-label": "File" });
  if (!holdsValue(element)) return unknown(element);
  const label = plain(element.placeholder) || "Choose";
  const named = labelledby ? { "aria-labelledby": labelledby } : { "aria-label": label };
  return valueElement(block, element, surface, { named, dispatches: "done" });
}

/** An element of an input block: kept until sent, unless the block asks to be told. */
export function inputElement(block, element, surface, labelling) {
  if (element.type === "file_input") return fileInput(element, { id: labelling.id, ...labelling.named });
  if (!holdsValue(element)) return unknown(element);
  const each = element.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  const dispatches = block.dispatch_action ? (each ? "each" : "done") : null;
  return valueElement(block, element, surface, { ...labelling, dispatches });
}

function valueElement(block, element, surface, { id, named, invalid, dispatches }) {
  const before = valueOf(surface.place, block, element);
  const set = async (value, done) => {
    setValue(surface.place, block, element, value);
    if (!done || !dispatches) return;
    if (await confirmed(element.confirm)) surface.act(block, element, chosen(element, value));
    else if (!isText(element)) {
      setValue(surface.place, block, element, before);
      surface.again?.();
    }
  };
  return valueControl(element, {
    value: before, set, id: id ?? uid("field"), named, invalid, dispatches,
    focus: focusOf(block, element),
  });
}

const chosen = (element, value) =>
  isMany(element) ? { what: "choose", values: value } : { what: "choose", value };

function button(block, element, surface) {
  const press = async (event) => {
    const node = event.currentTarget;
    if (node.getAttribute("aria-disabled") === "true") return;
    if (!(await confirmed(element.confirm))) return;
    node.setAttribute("aria-disabled", "true"); // not `disabled`: that would lose the focus
    await surface.act(block, element, { what: "press", value: element.value });
    node.removeAttribute("aria-disabled");
  };
  const attributes = {
    class: `button ${element.style ?? ""}`, "data-action-id": element.action_id,
    "data-focus": focusOf(block, element), "aria-label": element.accessibility_label, onclick: press,
  };
  if (!element.url) return h("button", { type: "button", ...attributes }, plain(element.text));
  return h("a", { ...attributes, href: safe(element.url), target: "_blank", rel: "noopener noreferrer" },
    plain(element.text));
}

const safe = (url) => (/^https?:\/\//i.test(url) ? url : null);

function overflow(block, element, surface) {
  const items = () => element.options.map((one) => ({
    label: textObject(one.text), note: plain(one.description),
    choose: async () => {
      if (await confirmed(element.confirm)) surface.act(block, element, { what: "choose", value: one.value });
    },
  }));
  return menuButton({
    class: "button overflow", "data-action-id": element.action_id,
    "data-focus": focusOf(block, element), "aria-label": element.accessibility_label ?? "More choices",
  }, "•••", items);
}

/** No image leaves this page to be fetched: its words stand for it. */
export const picture = (element) =>
  h("span", { class: "picture", role: "img", "aria-label": element.alt_text, title: element.image_url },
    h("span", { "aria-hidden": "true" }, `🖼 ${element.alt_text}`));

const fileInput = (element, named) =>
  h("div", { class: "control", "data-action-id": element.action_id },
    h("input", { type: "file", disabled: true, ...named, "aria-required": null }),
    h("p", { class: "described" }, "This simulator does not take files yet."));

const unknown = (element) =>
  h("p", { class: "unknown" }, `This simulator does not show “${element.type}”.`);
