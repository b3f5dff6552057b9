/** Draws blocks, whether they stand in a message, in a modal or in App Home. */

import { h, uid } from "./dom.js";
import { actionElement, inputElement, picture } from "./elements.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { table } from "./table.js";

/**
 * What `reconcile` needs for each block. `surface` is {place, errors, act(block, element, deed)}:
 * where the blocks stand, what is wrong with them, and how their elements reach the app.
 */
export function blockItems(blocks, surface) {
  return blocks.map((block, i) => {
    const error = surface.errors?.[block.block_id];
    return {
      key: block.block_id ?? `#${i}`,
      sig: JSON.stringify([block, error ?? null]),
      make: () => drawn(block, surface, error),
    };
  });
}

const text = (object, attributes = {}) =>
  h("div", { dir: "auto", ...attributes, class: `text ${attributes.class ?? ""}` }, textObject(object));

function drawn(block, surface, error) {
  const draw = DRAW[block.type];
  const inside = draw
    ? draw(block, surface, error)
    : h("p", { class: "unknown" }, `This simulator does not show blocks of type “${block.type}”.`);
  return h("div", { class: `block block-${block.type}`, "data-block-id": block.block_id }, inside);
}

function section(block, surface) {
  const id = uid("section");
  const fields = (block.fields ?? []).map((field) => text(field, { class: "field" }));
  return [
    h("div", { class: "section-words", id },
      block.text && text(block.text),
      fields.length > 0 && h("div", { class: "fields" }, fields)),
    block.accessory &&
      h("div", { class: "accessory" }, actionElement(block, block.accessory, surface, id)),
  ];
}

const context = (block) =>
  block.elements.map((one) => (one.type === "image" ? picture(one) : text(one)));

const actions = (block, surface) =>
  block.elements.map((one) => actionElement(block, one, surface, null));

const LEVELS = { info: "Note", warning: "Warning", error: "Important", success: "Done", default: "Note" };
const SIGNS = { info: "i", warning: "!", error: "!!", success: "✓", default: "i" };

/** Never by colour alone: the level is a sign and a word for screen readers too. */
function alert(block) {
  const level = LEVELS[block.level] ? block.level : "default";
  return h("div", { class: `alert alert-${level}`, role: "note" },
    h("span", { class: "alert-sign", "aria-hidden": "true" }, SIGNS[level]),
    h("span", { class: "unseen" }, `${LEVELS[level]}: `),
    text(block.text));
}

const GROUPED = ["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select"];

/** Label, hint and error are tied to the control, so that a screen reader reads all three. */
function input(block, surface, error) {
  const ids = { field: uid("field"), label: uid("label"), hint: uid("hint"), error: uid("error") };
  const grouped = GROUPED.includes(block.element.type);
  const described = [block.hint && ids.hint, error && ids.error].filter(Boolean).join(" ");
  const named = {
    "aria-describedby": described || null,
    "aria-required": block.optional || (grouped && block.element.type !== "radio_buttons") ? null : "true",
    "aria-labelledby": grouped ? ids.label : null,
  };
  const control = inputElement(block, block.element, surface,
    { id: ids.field, named, invalid: Boolean(error) });
  return [
    h(grouped ? "p" : "label", { id: ids.label, class: "label", for: grouped ? null : ids.field, dir: "auto" },
      plain(block.label), block.optional && h("span", { class: "optional" }, " (optional)")),
    control,
    block.hint && h("p", { id: ids.hint, class: "hint text", dir: "auto" }, plain(block.hint)),
    error && h("p", { id: ids.error, class: "field-error", dir: "auto" },
      h("span", { "aria-hidden": "true" }, "⚠ "), h("span", { class: "unseen" }, "Error: "), error),
  ];
}

/** The few marks of Markdown that apps send: bold, links, headings, bullets. */
function asMrkdwn(markdown) {
  return String(markdown ?? "")
    .replace(/^#{1,6} +(.+)$/gm, "*$1*")
    .replace(/\*\*(?=\S)(.+?)\*\*/g, "*$1*")
    .replace(/^[-*] +/gm, "• ")
    .replace(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/g, "<$2|$1>");
}

const DRAW = {
  section, context, actions, input, alert,
  header: (block, surface) => text(block.text, {
    class: "header", role: "heading", "aria-level": surface.place.startsWith("view:") ? 3 : 2,
  }),
  divider: () => h("hr"),
  image: (block) => h("figure", {}, picture(block), block.title && h("figcaption", {}, plain(block.title))),
  rich_text: (block) => h("div", { class: "text rich", dir: "auto" }, richText(block)),
  markdown: (block) => h("div", { class: "text", dir: "auto" }, mrkdwn(asMrkdwn(block.text))),
  table: (block) => table(block),
};
