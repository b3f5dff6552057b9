"""Looking through all that is kept for the name of somebody who is being given a role.

A name is content, so there is no index of names: everything is opened, a few hundred
complaints at a time.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from slackbot.casework.additions import ANSWERS, row_of
from slackbot.casework.conflicts import (
    found_in_details,
    found_in_quote,
    found_in_texts,
    keep_out,
)
from slackbot.casework.desk import APP, Desk
from slackbot.casework.team import Team, read_names
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Addition, Complaint
from slackbot.records.conflict import Why
from slackbot.records.sealed import Box
from slackbot.records.written import read_details, read_quote
from slackbot.rules.people import SlackUser

_AT_ONCE = 500

Page = list[Row[UUID, bytes, bytes | None]]


def find_named(session: Session, desk: Desk, people: Iterable[SlackUser]) -> list[Entry]:
    """Keep people out of every complaint that names them; return the entries to append."""
    them = Team({}, frozenset(), read_names(session, people))
    entries = []
    for page in _pages(session):
        found = _found_on(session, desk, page, them)
        for complaint, whom in found.items():
            if keep_out(session, desk, complaint, whom):
                entries.append(Entry(Tag.CONFLICT_FOUND, APP, complaint))
    return entries


def _pages(session: Session) -> Iterator[Page]:
    columns = select(Complaint.id, Complaint.statement, Complaint.quote)
    ordered = columns.order_by(Complaint.id).limit(_AT_ONCE)
    page = list(session.execute(ordered))
    while page:
        yield page
        page = list(session.execute(ordered.where(Complaint.id > page[-1].id)))


def _found_on(
    session: Session, desk: Desk, page: Page, them: Team
) -> dict[UUID, dict[SlackUser, Why]]:
    boxes = desk.vault.boxes(session, [row.id for row in page])
    # Without its key a complaint is erased: it names nobody any more.
    found = {row.id: _found_in(boxes[row.id], row, them) for row in page if row.id in boxes}
    for addition in session.scalars(select(Addition).where(Addition.complaint_id.in_(found))):
        box = boxes[addition.complaint_id]
        row = row_of(addition.id, addition.added_by)
        answers = box.open_json(ANSWERS, row, addition.answers)
        named = found_in_details(read_details(answers), them)
        found[addition.complaint_id] |= {p: why for p, why in named.items() if p in them.names}
    return {complaint: whom for complaint, whom in found.items() if whom}


def _found_in(
    box: Box, row: Row[UUID, bytes, bytes | None], them: Team
) -> dict[SlackUser, Why]:
    found = found_in_texts([box.open("complaint.statement", row.id, row.statement)], them)
    if row.quote is not None:
        quote = read_quote(box.open_json("complaint.quote", row.id, row.quote))
        found |= found_in_quote(quote, them)
    return found
