/** Draws rich_text blocks: paragraphs, lists, quotes and preformatted text. */

import { h } from "./dom.js";
import { dateToken } from "./dates.js";
import { link, mention, nameOf } from "./mrkdwn.js";

const STYLES = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"]];

export const richText = (block) => (block.elements ?? []).map(part);

function part(element) {
  const inside = () => (element.elements ?? []).map(leaf);
  switch (element.type) {
    case "rich_text_section":
      return h("p", {}, inside());
    case "rich_text_preformatted":
      return h("pre", {}, h("code", {}, inside()));
    case "rich_text_quote":
      return h("blockquote", {}, inside());
    case "rich_text_list":
      return list(element);
    default:
      return h("p", { class: "unknown" }, `(not shown here: ${element.type})`);
  }
}

function list(element) {
  const items = (element.elements ?? []).map((one) => h("li", {}, (one.elements ?? []).map(leaf)));
  const node = h(element.style === "ordered" ? "ol" : "ul", { role: "list" }, items);
  if (element.offset) node.start = element.offset + 1;
  node.style.marginInlineStart = `${(element.indent ?? 0) * 1.25}rem`;
  return node;
}

function leaf(element) {
  return STYLES.reduce(
    (node, [style, tag]) => (element.style?.[style] ? h(tag, {}, node) : node),
    bare(element),
  );
}

function bare(element) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return mention(`@${nameOf(element.user_id)}`);
    case "channel":
      return mention(`#${nameOf(element.channel_id)}`);
    case "usergroup":
      return mention(`@${element.usergroup_id}`, true);
    case "broadcast":
      return mention(`@${element.range}`, true);
    case "emoji":
      return element.unicode ? glyph(element.unicode) : `:${element.name}:`;
    case "date":
      return h("time", {}, dateToken(element.timestamp, element.format, element.fallback ?? ""));
    default:
      return `(${element.type})`;
  }
}

const glyph = (unicode) =>
  String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)));
