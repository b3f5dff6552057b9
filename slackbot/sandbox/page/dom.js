/** Builds elements. Data becomes text nodes and attributes only, so nothing a person wrote is ever markup. */

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "open", "hidden"]);
let count = 0;

/** A new element id, unique on this page. */
export const uid = (stem) => `${stem}-${(count += 1)}`;

export const byId = (id) => document.getElementById(id);

/** An element with attributes (`onclick` and its like are listeners) and children (strings are text). */
export function h(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) assign(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return node;
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/**
 * Make the children of `parent` match `items` ({key, sig, make}) and touch nothing that is unchanged:
 * a node whose signature is the same stays where it is, with its caret, scroll position and focus.
 */
export function reconcile(parent, items) {
  const wanted = new Map(items.map((item) => [item.key, item]));
  const have = new Map();
  for (const node of [...parent.children]) {
    const item = wanted.get(node.dataset.key);
    if (!item) node.remove();
    else if (node.sig === item.sig) have.set(item.key, node);
    else have.set(item.key, swap(node, item));
  }
  let next = parent.firstElementChild;
  for (const item of items) {
    const node = have.get(item.key) ?? build(item);
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

function build(item) {
  const node = item.make();
  node.dataset.key = item.key;
  node.sig = item.sig;
  return node;
}

function swap(old, item) {
  const active = document.activeElement;
  const held = old.contains(active) ? focusKey(active) : null;
  const caret = caretOf(active);
  const node = build(item);
  old.replaceWith(node);
  if (held && focusByKey(node, held) && caret) document.activeElement.setSelectionRange?.(...caret);
  return node;
}

// Only fields of plain text have a caret that can be read and put back; others throw or say null.
const caretOf = (field) =>
  field.matches("textarea, input[type=text], input[type=url]")
    ? [field.selectionStart, field.selectionEnd]
    : null;

/** What finds "the same" control again after its block was drawn anew. */
export function focusKey(node) {
  const control = node?.closest?.("[data-focus]");
  return control ? control.dataset.focus : null;
}

export function focusByKey(root, key) {
  const control = [...root.querySelectorAll("[data-focus]")].find((n) => n.dataset.focus === key);
  control?.focus({ preventScroll: true });
  return Boolean(control);
}

/** Say something to a screen reader without moving the focus. */
export function announce(words) {
  const region = byId("announcer");
  region.append(h("p", {}, words));
  while (region.children.length > 5) region.firstChild.remove();
}
