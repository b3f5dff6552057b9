/** Keeps Tab inside an open dialog, round and round. */

const REACHABLE =
  "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), " +
  "textarea:not([disabled]), summary, [tabindex='0']";

const reachable = (dialog) =>
  [...dialog.querySelectorAll(REACHABLE)].filter(
    (node) => node.tabIndex >= 0 && node.checkVisibility() && !otherRadio(node),
  );

// Of radio buttons with one name the Tab key reaches the chosen one only (or the first).
function otherRadio(node) {
  if (node.type !== "radio" || node.checked) return false;
  const group = [...node.getRootNode().querySelectorAll("input[type=radio]")].filter(
    (one) => one.name === node.name && !one.disabled,
  );
  return group.some((one) => one.checked) || group[0] !== node;
}

export function keepInside(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.defaultPrevented) return;
    const all = reachable(dialog);
    if (!all.length || more(all, event.shiftKey)) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  });
}

/** Whether something of the dialog still lies ahead, on the way that Tab goes. */
function more(all, backwards) {
  const ahead = backwards ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const here = document.activeElement;
  return all.some((node) => node !== here && here.compareDocumentPosition(node) & ahead);
}
