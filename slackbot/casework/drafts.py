"""Caught messages: sealed before the form opens, then moved under the complaint's own key."""

import json
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from slackbot.casework.desk import Desk
from slackbot.records.audit import Entry, Tag
from slackbot.records.base import rows_of
from slackbot.records.draft import Draft
from slackbot.records.sealed import DataKey
from slackbot.records.written import read_quote, write_quote
from slackbot.rules.people import SlackUser
from slackbot.rules.report import FormKey, Quote, Report

_WITH_DRAFT = "caught-"  # so that the other forms need not look for one

_draft = rows_of(Draft)
_CAUGHT = select(_draft.c.id, _draft.c.quote).where(
    _draft.c.form_key == bindparam("key"), _draft.c.person == bindparam("sender")
)


def store_draft(session: Session, desk: Desk, quote: Quote, by: SlackUser) -> FormKey:
    """Seal a caught message under a key of its own, in the caller's transaction."""
    key, draft, now = FormKey(_WITH_DRAFT + uuid4().hex), uuid4(), desk.clock()
    box = desk.vault.new_box(session, draft, now)
    sealed = box.seal_json("draft.quote", _of(draft, by), write_quote(quote))
    session.add(Draft(id=draft, form_key=key, person=by, made_at=now, quote=sealed))
    desk.chain.append(session, Entry(Tag.DRAFT_KEPT, by))
    return key


def take_draft(session: Session, desk: Desk, report: Report) -> Quote | None:
    """Open the message that the sender's form began with, and destroy its draft."""
    if not report.key.startswith(_WITH_DRAFT):
        return None
    sent = {"key": report.key, "sender": report.sender}
    draft = session.execute(_CAUGHT, sent).one_or_none()
    if draft is None:
        return None
    box, row = desk.vault.box(session, draft.id), _of(draft.id, report.sender)
    opened = box.open("draft.quote", row, draft.quote)
    session.execute(delete(Draft).where(Draft.id == draft.id))
    session.execute(delete(DataKey).where(DataKey.owner == draft.id))
    return read_quote(json.loads(opened))


def _of(draft: UUID, person: SlackUser) -> str:
    """Bind a draft to who caught it: made somebody else's by an UPDATE, it does not open."""
    return f"{draft.hex} {person}"
