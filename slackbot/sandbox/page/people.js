/** Who is in the workspace, for user pickers and for the switch at the top. */

import { learnNames } from "./mrkdwn.js";

let everyone = [];

export function learnPeople(members) {
  everyone = members;
  learnNames(members.map((member) => [member.id, member.real_name || member.name]));
}

export const people = () => everyone;
export const person = (id) => everyone.find((member) => member.id === id);
