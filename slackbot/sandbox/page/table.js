/** Draws a table block; its first row is the heading. */

import { h } from "./dom.js";
import { richText } from "./rich_text.js";

export function table(block) {
  const [head = [], ...body] = block.rows ?? [];
  const row = (tag) => (cells) =>
    h("tr", {}, cells.map((cell, i) => h(tag, { scope: tag === "th" ? "col" : null, class: align(block, i) }, inside(cell))));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, row("th")(head)), h("tbody", {}, body.map(row("td")))));
}

const align = (block, i) => `align-${block.column_settings?.[i]?.align ?? "left"}`;
const inside = (cell) => (cell.type === "rich_text" ? richText(cell) : String(cell.text ?? ""));
