/** Remembers how far each member has read; what was there when the page opened counts as read. */

const opened = Date.now() / 1000;
const read = new Map();

const newest = (conversation) =>
  conversation.messages.reduce((latest, message) => Math.max(latest, Number(message.ts)), 0);

const mark = (member, id) => read.get(`${member}/${id}`) ?? opened;

export function markRead(member, id, conversation) {
  read.set(`${member}/${id}`, Math.max(mark(member, id), newest(conversation)));
}

/** How many messages of others came since this member last looked. */
export function unreadCount(member, id, conversation) {
  const since = mark(member, id);
  return conversation.messages.filter((m) => Number(m.ts) > since && m.user !== member).length;
}
