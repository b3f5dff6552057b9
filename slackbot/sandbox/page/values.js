/**
 * Keeps what a person typed, per view, until the view is gone.
 * Slack's rule: while block_id and action_id stay the same, the typed value stays and a new
 * initial value is ignored; a field that left the view is forgotten.
 */

import { elementsOf, firstValue, holdsValue, isOffered, valueInState } from "./fields.js";

const kept = new Map();
const keyOf = (block, element) => `${block.block_id}\n${element.action_id}`;

/** Take note of the view as it is now: new fields start, missing ones are forgotten. */
export function keepFor(place, view) {
  const before = kept.get(place) ?? new Map();
  const now = new Map();
  for (const [block, element] of elementsOf(view)) {
    if (!holdsValue(element)) continue;
    const key = keyOf(block, element);
    const known = valueInState(element, view.state?.[block.block_id]?.[element.action_id]);
    const stays = before.has(key) && isOffered(element, before.get(key));
    now.set(key, stays ? before.get(key) : known ?? firstValue(element));
  }
  kept.set(place, now);
}

export const valueOf = (place, block, element) =>
  kept.get(place)?.get(keyOf(block, element)) ?? null;

export function setValue(place, block, element, value) {
  if (!kept.has(place)) kept.set(place, new Map());
  kept.get(place).set(keyOf(block, element), value);
}

/** All values of a view, as {block_id: {action_id: value}}; what is empty is null or []. */
export function stateOf(place, view) {
  const state = {};
  for (const [block, element] of elementsOf(view)) {
    if (!holdsValue(element)) continue;
    const value = valueOf(place, block, element);
    (state[block.block_id] ??= {})[element.action_id] = value === "" ? null : value;
  }
  return state;
}

/** Forget the views that are no longer there. */
export function forgetAllBut(places) {
  for (const place of kept.keys()) if (!places.has(place)) kept.delete(place);
}
