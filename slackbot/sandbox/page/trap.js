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
    const edge = event.shiftKey ? all[0] : all.at(-1);
    const outside = !dialog.contains(document.activeElement) || document.activeElement === dialog;
    if (!all.length || (document.activeElement !== edge && !outside)) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  });
}
