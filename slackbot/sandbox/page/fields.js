/** What each kind of element holds: its first value, and how the simulator's state spells it. */

const TEXTS = ["plain_text_input", "url_text_input", "email_text_input", "number_input"];
const MANY = ["multi_static_select", "multi_users_select", "checkboxes"];
const ONE = ["static_select", "users_select", "radio_buttons", "datepicker", "timepicker"];

export const isText = (element) => TEXTS.includes(element.type);
export const isMany = (element) => MANY.includes(element.type);
export const holdsValue = (element) =>
  isText(element) || isMany(element) || ONE.includes(element.type);

/** Every option of a select, also where they stand in groups. */
export const optionsOf = (element) =>
  element.options ?? (element.option_groups ?? []).flatMap((group) => group.options ?? []);

/** The elements of a view, as [block, element]. */
export function elementsOf(view) {
  const found = [];
  for (const block of view.blocks ?? []) {
    const elements = block.type === "actions" ? block.elements : [block.element, block.accessory];
    for (const element of elements ?? []) if (element?.action_id) found.push([block, element]);
  }
  return found;
}

/** The value with which the app asked the element to start. */
export function firstValue(element) {
  if (isText(element)) return element.initial_value ?? null;
  if (isMany(element))
    return element.initial_users ?? (element.initial_options ?? []).map((o) => o.value);
  return (
    element.initial_option?.value ?? element.initial_user ??
    element.initial_date ?? element.initial_time ?? null
  );
}

/** The value in Slack's own spelling of state, or undefined where the state says nothing. */
export function valueInState(element, state) {
  if (!state) return undefined;
  if (isText(element)) return state.value ?? null;
  if (isMany(element))
    return state.selected_users ?? (state.selected_options ?? []).map((o) => o.value);
  return (
    state.selected_option?.value ?? state.selected_user ??
    state.selected_date ?? state.selected_time ?? null
  );
}

/** Whether every chosen option is still among those offered. */
export function isOffered(element, value) {
  const offered = optionsOf(element).map((option) => option.value);
  if (!offered.length || value === null) return true;
  return [value].flat().every((one) => offered.includes(one));
}
