/** Talks with the local simulator, and with nothing else. */

const GONE = "The simulator does not answer. Is it still running?";

async function json(path, options) {
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

export const workspace = () => json("/ui/workspace");
export const see = (member) => json(`/ui/see?as=${encodeURIComponent(member)}`);
export const traffic = (after) => json(`/ui/traffic?after=${after}`);

/** Do what a person does; the answer is always an object with `ok`, and `error` in words if not. */
export async function perform(deed) {
  try {
    return await json("/ui/do", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(deed),
    });
  } catch (reason) {
    const unreachable = reason instanceof TypeError;
    return { ok: false, error: unreachable ? GONE : `The simulator refused: ${reason.message}` };
  }
}

/** Call `changed` at each change, and `reachable(true|false)` as the connection comes and goes. */
export function watch(changed, reachable) {
  const source = new EventSource("/ui/changes");
  source.addEventListener("open", () => {
    reachable(true);
    changed();
  });
  source.addEventListener("message", changed);
  source.addEventListener("error", () => reachable(false));
  window.addEventListener("pagehide", () => source.close());
}
