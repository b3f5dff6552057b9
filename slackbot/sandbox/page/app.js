/** What the page knows, and the one way in which it does something and looks again. */

import { perform, see } from "./server.js";

export const app = { workspace: null, seen: null, as: null, at: "", reachable: true };

const drawers = [];
const complaints = [];
let waiting = 0;
let running = null;
let again = false;

/** Call `draw` whenever something changed. */
export const onChange = (draw) => drawers.push(draw);
export const draw = () => drawers.forEach((one) => one());

/** Look again; calls that come while one is under way share one more look after it. */
export function refresh() {
  if (running) {
    again = true;
    return running;
  }
  running = look().finally(() => {
    running = null;
  });
  return running;
}

async function look() {
  do {
    again = false;
    const member = app.as;
    try {
      const seen = await see(member);
      if (member !== app.as) again = true;
      else app.seen = seen;
      app.reachable = true;
    } catch {
      app.reachable = false; // the banner says so; the event stream tells when it is back
    }
  } while (again);
  draw();
}

/** Do what the current member does, then look at what came of it. Resolves to the answer. */
export async function deed(body) {
  waiting += 1;
  showWaiting();
  const answer = await perform({ as: app.as, ...body });
  waiting -= 1;
  showWaiting();
  await refresh();
  return answer;
}

/** Words that stand in the modal already need not stand among the notices as well. */
const saidElsewhere = new Map();
export const saidInModal = (words) =>
  saidElsewhere.set(`${app.as}/${words}`, (saidElsewhere.get(`${app.as}/${words}`) ?? 0) + 1);
export const timesSaidInModal = (words) => saidElsewhere.get(`${app.as}/${words}`) ?? 0;

/** As `deed`; what went wrong is shown among the notices. */
export async function tell(body) {
  const answer = await deed(body);
  if (!answer.ok) complain(answer.error);
  return answer;
}

const showWaiting = () => document.body.toggleAttribute("data-waiting", waiting > 0);

/** Words of the page's own that stand among the notices until they are dismissed. */
export function complain(words) {
  complaints.push({ as: app.as, words, at: Date.now() });
  draw();
}
export const ownNotices = () => complaints.filter((one) => one.as === app.as);

/** The app's own conversation with this member: [id, conversation], or nothing yet. */
export function appDm() {
  const dms = Object.entries(app.seen?.conversations ?? {}).filter(([, c]) => c.kind === "dm");
  return dms.find(([, c]) => c.name === app.workspace.app.name) ?? dms[0] ?? [null, null];
}

/** What stands in the main pane: [id, conversation]; App Home has none. */
export function here() {
  if (app.at === "dm") return appDm();
  return [app.at, app.seen?.conversations?.[app.at] ?? null];
}
