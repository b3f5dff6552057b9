/** Asks "are you sure?" where an element carries a confirmation, with the app's own words. */

import { h, uid } from "./dom.js";
import { plain, textObject } from "./mrkdwn.js";
import { keepInside } from "./trap.js";

/** Resolves to true where there is nothing to confirm, or the person said yes. */
export function confirmed(question) {
  if (!question) return Promise.resolve(true);
  const title = uid("confirm");
  const words = uid("confirm");
  return new Promise((answer) => {
    const say = (yes) => {
      dialog.close();
      dialog.remove();
      answer(yes);
    };
    const danger = question.style === "danger";
    const dialog = h("dialog", {
      class: "confirm", role: "alertdialog", "aria-labelledby": title, "aria-describedby": words,
      oncancel: (event) => {
        event.preventDefault();
        say(false);
      },
    },
    h("h2", { id: title }, plain(question.title)),
    h("div", { id: words, class: "text" }, textObject(question.text)),
    h("div", { class: "confirm-answers" },
      h("button", { type: "button", autofocus: true, onclick: () => say(false) }, plain(question.deny) || "Cancel"),
      h("button", { type: "button", class: danger ? "danger" : "primary", onclick: () => say(true) },
        plain(question.confirm) || "Yes")));
    document.body.append(dialog);
    keepInside(dialog);
    dialog.showModal();
  });
}
