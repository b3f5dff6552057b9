/** What Slack's clients refuse before a form is sent: too long, not a number, not an address. */

import { valueOf } from "./values.js";

/** Errors by block_id; empty where the form may go. What is required is the simulator's to say. */
export function wrongIn(place, view) {
  const errors = {};
  for (const block of view.blocks ?? []) {
    if (block.type !== "input") continue;
    const words = wrong(block.element, valueOf(place, block, block.element));
    if (words) errors[block.block_id] = words;
  }
  return errors;
}

function wrong(element, value) {
  if (typeof value !== "string" || !value) return null;
  const over = [...value].length - (element.max_length ?? 3000);
  switch (element.type) {
    case "plain_text_input":
      return over > 0 ? `This is ${over} characters too long.` : null;
    case "url_text_input":
      return URL.canParse(value) ? null : "Please enter a link that begins with https://.";
    case "email_text_input":
      return /^\S+@\S+\.\S+$/.test(value) ? null : "Please enter an e-mail address.";
    case "number_input":
      return wrongNumber(element, value);
    default:
      return null;
  }
}

function wrongNumber(element, value) {
  const number = Number(value);
  if (!value.trim() || Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return null;
}
