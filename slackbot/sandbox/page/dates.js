/** Writes moments in the zone of whoever looks, as Slack's clients do. */

const format = (options) => (moment) => new Intl.DateTimeFormat("en-GB", options).format(moment);
const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const seconds = format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const short = format({ day: "numeric", month: "short", year: "numeric" });
const long = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const plain = format({ day: "numeric", month: "long", year: "numeric" });
const numeric = format({ day: "2-digit", month: "2-digit", year: "numeric" });

function dayWord(moment) {
  const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(moment) - midnight(new Date())) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

function ago(moment) {
  const minutes = Math.round((Date.now() - moment) / 60_000);
  const words = (count, unit) => `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  if (Math.abs(minutes) < 1) return "just now";
  if (Math.abs(minutes) < 60) return words(minutes, "minute");
  if (Math.abs(minutes) < 1440) return words(Math.round(minutes / 60), "hour");
  return words(Math.round(minutes / 1440), "day");
}

const TOKENS = {
  date_num: numeric,
  date: plain,
  date_short: short,
  date_long: long,
  date_pretty: (moment) => dayWord(moment) ?? plain(moment),
  date_short_pretty: (moment) => dayWord(moment) ?? short(moment),
  date_long_pretty: (moment) => dayWord(moment) ?? long(moment),
  time,
  time_secs: seconds,
  ago,
};

/** The words for `<!date^seconds^pattern|fallback>`; the fallback where the moment makes no sense. */
export function dateToken(secs, pattern, fallback) {
  const moment = new Date(Number(secs) * 1000);
  if (!secs || Number.isNaN(moment.getTime())) return fallback;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(moment) ?? whole);
}

const moment = (ts) => new Date(Number(ts) * 1000);
export const timeOf = (ts) => time(moment(ts));
export const dayOf = (ts) => {
  const word = dayWord(moment(ts));
  return word ? word[0].toUpperCase() + word.slice(1) : long(moment(ts));
};
export const fullTime = (ts) => `${long(moment(ts))}, ${time(moment(ts))}`;
