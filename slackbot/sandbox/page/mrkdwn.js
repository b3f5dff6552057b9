/** Turns Slack's mrkdwn into elements; whatever it does not know stays the text that it was. */

import { h } from "./dom.js";
import { dateToken } from "./dates.js";

const names = new Map();

/** Whom `<@U…>` and `#…` stand for: filled once the workspace is known. */
export const learnNames = (pairs) => pairs.forEach(([id, name]) => names.set(id, name));
export const nameOf = (id) => names.get(id) ?? id;

/** Undo Slack's three escapes, once. */
export const unescape = (text) =>
  text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);

/** A link only where following it can do no harm; otherwise its words. */
export function link(address, words) {
  const harmless = /^(https?:\/\/|mailto:|tel:)/i.test(address);
  if (!harmless) return h("span", {}, words);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);
}

export const mention = (words, loud = false) =>
  h("span", { class: loud ? "mention mention-loud" : "mention" }, words);

const BOLD = { "*": "strong", _: "em", "~": "s" };
const STARTS = /[`<*_~@:\n]|https?:\/\//g;
const CODE = /`([^`\n]+)`/y;
const ANGLE = /<([^<>\n]+)>/y;
const ADDRESS = /https?:\/\/[^\s<>|*`]+/y;
const LOUD = /@(here|channel|everyone)\b/y;
const EMOJI = /:([a-z0-9_+-]+):/y;
// A lone "<" and a whole <token> exclude each other: otherwise 300 links backtrack for ever.
const MARKED = /([*_~])(?=\S)((?:<[^<>\n]+>|<(?![^<>\n]+>)|(?!\1)[^\n<])+?)(?<=\S)\1(?![\p{L}\p{N}])/uy;
const GLYPHS = {
  white_check_mark: "✅", warning: "⚠️", rotating_light: "🚨", lock: "🔒", eyes: "👀",
  hourglass: "⏳", hourglass_flowing_sand: "⏳", information_source: "ℹ️", x: "❌", bell: "🔔",
  red_circle: "🔴", large_green_circle: "🟢", speech_balloon: "💬", memo: "📝", telephone: "☎️",
};

/** Elements and strings for one mrkdwn text. `verbatim` stops the linking of bare addresses and @here. */
export function mrkdwn(text, verbatim = false) {
  const parts = String(text ?? "").split("```");
  if (parts.length % 2 === 0) parts.push(["", parts.pop()].join("```")); // never closed
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join(""));
  return parts.flatMap((part, i) => (i % 2 ? [fenced(part)] : lines(part, verbatim)));
}

const fenced = (part) => h("pre", {}, h("code", {}, unescape(part.replace(/^\n|\n$/g, ""))));

function lines(part, verbatim) {
  const quoted = /^(?:&gt;|>) ?/;
  const groups = [];
  for (const line of part.split("\n")) {
    const quote = quoted.test(line);
    const words = quote ? line.replace(quoted, "") : line;
    if (groups.length && groups.at(-1).quote === quote) groups.at(-1).lines.push(words);
    else groups.push({ quote, lines: [words] });
  }
  return groups.flatMap(({ quote, lines: own }) => {
    const nodes = inline(own.join("\n"), verbatim);
    return quote ? [h("blockquote", {}, nodes)] : nodes;
  });
}

function inline(text, verbatim) {
  const out = [];
  let from = 0;
  STARTS.lastIndex = 0;
  for (let found = STARTS.exec(text); found; found = STARTS.exec(text)) {
    const hit = tokenAt(text, found.index, verbatim);
    if (hit) {
      out.push(unescape(text.slice(from, found.index)), hit.node);
      from = found.index + hit.length;
    }
    STARTS.lastIndex = Math.max(from, found.index + 1);
  }
  out.push(unescape(text.slice(from)));
  return out;
}

function tokenAt(text, at, verbatim) {
  const match = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const own = (hit, node) => ({ length: hit[0].length, node });
  const start = text[at];
  const afterWord = at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]);
  let hit = null;
  if (start === "\n") return { length: 1, node: h("br") };
  if (start === "`" && (hit = match(CODE))) return own(hit, h("code", {}, unescape(hit[1])));
  if (start === "<" && (hit = match(ANGLE))) return own(hit, angle(hit[1]));
  if (start === ":" && (hit = match(EMOJI)) && GLYPHS[hit[1]]) return own(hit, GLYPHS[hit[1]]);
  if (BOLD[start] && !afterWord && (hit = match(MARKED)))
    return own(hit, h(BOLD[start], {}, inlineAgain(hit[2], verbatim)));
  if (verbatim || afterWord) return null;
  if (start === "@" && (hit = match(LOUD))) return own(hit, mention(hit[0], true));
  if (start === "h" && (hit = match(ADDRESS))) return own(hit, link(unescape(hit[0]), unescape(hit[0])));
  return null;
}

// STARTS carries its place with it, so a nested run gives it back as it was.
function inlineAgain(text, verbatim) {
  const place = STARTS.lastIndex;
  const nodes = inline(text, verbatim);
  STARTS.lastIndex = place;
  return nodes;
}

function angle(inside) {
  const [body, ...rest] = inside.split("|");
  const label = rest.length ? unescape(rest.join("|")) : null;
  if (body.startsWith("@")) return mention(`@${label ?? nameOf(body.slice(1))}`);
  if (body.startsWith("#")) return mention(`#${label ?? nameOf(body.slice(1))}`);
  if (body.startsWith("!date^")) return dated(body, label);
  if (body.startsWith("!")) return mention(label ?? `@${body.slice(1)}`, true);
  if (/^(https?:|mailto:|tel:)/i.test(body)) return link(unescape(body), label ?? unescape(body));
  return unescape(`<${inside}>`); // not one of Slack's: it stays as it is
}

function dated(body, label) {
  const [, secs, pattern = "", address] = body.split("^");
  const words = dateToken(secs, unescape(pattern), label ?? body);
  return address ? link(unescape(address), words) : h("time", {}, words);
}

/** A text object: mrkdwn is formatted, plain_text stands as it was written. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text, object.verbatim);
  return [plain(object)];
}

/** The words of a text object alone, for labels and options. */
export const plain = (object) => String(object?.text ?? "");
