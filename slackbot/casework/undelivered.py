"""Messages that could not reach somebody: tasks for those who may see the complaint."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.cards import names_of
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import Who
from slackbot.rules.shown import Undelivered

_AT_MOST = 10


def undelivered_of(
    session: Session, complaints: Sequence[Complaint]
) -> tuple[Undelivered, ...]:
    """List what could not be delivered for these complaints, oldest first."""
    refs = {complaint.id: complaint.ref for complaint in complaints}
    rows = session.scalars(
        select(Notice)
        .where(Notice.complaint_id.in_(refs), Notice.state == NoticeState.FAILED)
        .order_by(Notice.seq)
    ).all()
    names = names_of(session, [row.recipient for row in rows])
    return tuple(
        Undelivered(
            notice=row.mark,
            ref=refs[row.complaint_id],
            name=names.get(row.recipient, "the reporter"),
            about=f"{row.kind.value}: {row.fault.value if row.fault else 'not known why'}",
            since=row.made_at,
        )
        for row in rows
        if row.complaint_id is not None
    )


def undelivered_for(session: Session, who: Who) -> tuple[Undelivered, ...]:
    """List what could not be delivered for complaints that the person may see."""
    failed = select(Notice.complaint_id).where(Notice.state == NoticeState.FAILED)
    mine = visible_to(who, Seat.TEAM).where(Complaint.id.in_(failed))
    complaints = session.scalars(mine.order_by(Complaint.received_at).limit(_AT_MOST)).all()
    return undelivered_of(session, complaints)
