/** Draws the elements that hold a value: texts, selects, pickers, radio buttons and checkboxes. */

import { h, uid } from "./dom.js";
import { isMany, isText, optionsOf } from "./fields.js";
import { plain, textObject } from "./mrkdwn.js";
import { people } from "./people.js";

/**
 * A control for `element`. `field` is {value, set(value, done), id, named, invalid, focus}:
 * `named` holds the aria attributes that name and describe it, `set` keeps what was entered
 * (`done` when the person finished: chose, left a date, pressed Enter).
 */
export function valueControl(element, field) {
  if (isText(element)) return textControl(element, field);
  if (element.type === "radio_buttons" || element.type === "checkboxes")
    return choices(element, field, optionsOf(element));
  if (element.type.startsWith("multi_")) return choices(element, field, choosable(element));
  if (element.type === "datepicker") return moment("date", element, field);
  if (element.type === "timepicker") return moment("time", element, field);
  return select(element, field);
}

const userOption = (person) => ({ value: person.id, text: { text: person.real_name } });
const choosable = (element) =>
  element.type.endsWith("users_select") ? people().map(userOption) : optionsOf(element);

const common = (element, field) => ({
  id: field.id,
  "data-action-id": element.action_id,
  "data-focus": field.focus,
  "aria-invalid": field.invalid ? "true" : null,
  ...field.named,
});

const KINDS = {
  email_text_input: { type: "email", autocomplete: "off" },
  url_text_input: { type: "url", autocomplete: "off" },
  number_input: { type: "text", inputmode: "decimal", autocomplete: "off" },
};

function textControl(element, field) {
  const counter = h("p", { class: "counter", "aria-live": "polite" });
  const onEnter = (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    if (!field.dispatches) return;
    event.preventDefault(); // Enter asks the app here; it does not send the form
    field.set(event.target.value, true);
  };
  const node = h(element.multiline ? "textarea" : "input", {
    ...common(element, field),
    ...(element.multiline ? { rows: 5 } : KINDS[element.type] ?? { type: "text", autocomplete: "off" }),
    dir: "auto",
    placeholder: plain(element.placeholder) || null,
    value: field.value ?? "",
    oninput: (event) => {
      field.set(event.target.value, field.dispatches === "each");
      count(counter, element, event.target.value);
    },
    onkeydown: onEnter,
  });
  count(counter, element, field.value ?? "");
  return h("div", { class: "control" }, node, element.max_length ? counter : null);
}

/** Nothing typed or pasted is cut: the counter goes below zero, and sending is refused with words. */
function count(counter, element, typed) {
  const left = (element.max_length ?? Infinity) - [...typed].length;
  const near = left <= Math.max(20, (element.max_length ?? 0) / 10);
  const words = left < 0 ? `${-left} characters too many` : `${left} characters left`;
  counter.textContent = near ? words : "";
  counter.classList.toggle("over", left < 0);
}

function select(element, field) {
  const user = element.type === "users_select";
  const option = (one) => h("option", { value: one.value, selected: one.value === field.value }, plain(one.text));
  const groups = (element.option_groups ?? []).map((group) =>
    h("optgroup", { label: plain(group.label) }, group.options.map(option)));
  const note = h("p", { class: "described" });
  const describe = (value) => {
    note.textContent = plain(optionsOf(element).find((one) => one.value === value)?.description);
  };
  describe(field.value);
  const node = h("select", {
    ...common(element, field),
    onchange: (event) => {
      describe(event.target.value);
      field.set(event.target.value || null, true);
    },
  },
  h("option", { value: "" }, plain(element.placeholder) || "Choose…"),
  user ? people().map(userOption).map(option) : groups.length ? groups : optionsOf(element).map(option));
  return h("div", { class: "control" }, node, note);
}

function moment(type, element, field) {
  const node = h("input", {
    ...common(element, field),
    type,
    value: field.value ?? "",
    onchange: (event) => field.set(event.target.value || null, true),
  });
  return h("div", { class: "control" }, node);
}

/** Radio buttons and checkboxes; also every multi-select, as a list of boxes that scrolls. */
function choices(element, field, options) {
  const many = isMany(element);
  const listed = element.type.startsWith("multi_");
  const name = uid("choice");
  const chosen = new Set(many ? field.value ?? [] : [field.value]);
  const limit = element.max_selected_items ?? Infinity;
  const boxes = [];
  const settle = () => {
    for (const box of boxes) box.disabled = many && !box.checked && chosen.size >= limit;
  };
  const changed = (event) => {
    if (!many) chosen.clear();
    if (event.target.checked) chosen.add(event.target.value);
    else chosen.delete(event.target.value);
    settle();
    field.set(many ? options.map((o) => o.value).filter((v) => chosen.has(v)) : event.target.value, true);
  };
  const rows = options.map((one, i) => {
    const words = uid("option");
    const box = h("input", {
      type: many ? "checkbox" : "radio", name, value: one.value, checked: chosen.has(one.value),
      "data-focus": `${field.focus}/${one.value}`, "aria-describedby": one.description ? words : null,
      "aria-invalid": field.invalid && many ? "true" : null,
      id: i === 0 ? field.id : null, onchange: changed,
    });
    boxes.push(box);
    const label = h("label", {}, box, h("span", { class: "text" }, textObject(one.text)));
    return h("div", { class: "choice" }, label,
      one.description && h("p", { class: "described text", id: words }, textObject(one.description)));
  });
  settle();
  return h("div", {
    class: listed ? "choices listed" : "choices", role: many ? "group" : "radiogroup",
    "aria-invalid": field.invalid && !many ? "true" : null,
    "data-action-id": element.action_id, ...field.named,
  }, rows);
}
