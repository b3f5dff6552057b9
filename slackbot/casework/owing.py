"""Writing down what is owed to people, in the transaction of what caused it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Connection, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session

from slackbot.casework.desk import Desk
from slackbot.casework.team import Team
from slackbot.records.base import rows_of
from slackbot.records.notice import HOME_TARGET, Display, DisplayKind, Notice
from slackbot.records.turns import take_write_order
from slackbot.rules.notices import Fault, NoticeKind, NoticeState
from slackbot.rules.people import SlackUser

_NEW_NOTICES = insert(rows_of(Notice))
_NEW_DISPLAYS = insert(rows_of(Display))
_display = rows_of(Display)
_OWE_HOMES = (
    update(_display)
    .where(
        _display.c.target == HOME_TARGET,
        _display.c.place.in_(bindparam("people", expanding=True)),
    )
    .values(
        owed=_display.c.owed + 1,
        is_due=True,
        due=bindparam("now"),
        urgent=or_(_display.c.urgent, bindparam("is_urgent", type_=Boolean())),
    )
)

_MOST_WORDS = 1_000  # what the column takes
_URGENT = frozenset({NoticeKind.DANGER, NoticeKind.DANGER_HELD, NoticeKind.CHANNEL_HELD})


def notice_row(
    kind: NoticeKind,
    to: SlackUser | None,
    now: datetime,
    *,
    due: datetime | None = None,
    complaint: UUID | None = None,
    step: UUID | None = None,
    proposal: UUID | None = None,
    words: str = "",
) -> dict[str, Any]:
    """Make one owed notice; to nobody with an account here, it is a task at once."""
    return {
        "mark": uuid4(),
        "kind": kind,
        "recipient": to or "",
        "complaint_id": complaint,
        "step_id": step,
        "proposal_id": proposal,
        "words": words,
        "state": NoticeState.OWED if to else NoticeState.FAILED,
        "fault": None if to else Fault.NO_SLACK,
        "made_at": now,
        "due": due or now,
        "urgent": kind in _URGENT,
        "attempts": 0,
    }


def owe(session: Session, rows: Iterable[dict[str, Any]]) -> None:
    """Store owed notices; their order is the order in which a person reads them."""
    if listed := list(rows):
        session.execute(_NEW_NOTICES, listed)


def owe_role_news(
    session: Session, people: Iterable[SlackUser], words: str, now: datetime
) -> None:
    """Tell people of a role; what waits unsent for one of them becomes one message with it."""
    waiting = select(func.max(Notice.seq)).where(
        Notice.kind == NoticeKind.ROLE_CHANGED,
        Notice.state == NoticeState.OWED,
        Notice.tried_at.is_(None),
        func.length(Notice.words) + len(words) < _MOST_WORDS,
    )
    for person in dict.fromkeys(people):
        newest = session.scalar(waiting.where(Notice.recipient == person))
        joined = update(Notice).where(
            # Asked again as it is written: the courier may have begun with it meanwhile.
            Notice.seq == newest,
            Notice.state == NoticeState.OWED,
            Notice.tried_at.is_(None),
        )
        done = session.execute(joined.values(words=Notice.words + f" {words}"))
        if not done.rowcount:  # type: ignore[attr-defined]
            owe(session, [notice_row(NoticeKind.ROLE_CHANGED, person, now, words=words)])


def card_places(desk: Desk, team: Team, kept_out: frozenset[SlackUser]) -> tuple[str, ...]:
    """Say where a complaint's cards may stand.

    In the triage channel, or (somebody there must not know) in the DMs of those who may;
    with nobody of the team left, in the standby caseworkers'.
    """
    if not team.hides_from_channel(kept_out):
        return (desk.triage_channel,)
    return team.free(kept_out) or team.standby(kept_out)


def watchers(
    team: Team, kept_out: frozenset[SlackUser], *, standby_called: bool
) -> tuple[SlackUser, ...]:
    """List those whose Home shows the complaint: nobody else's moves when it does."""
    standby = team.standby(kept_out) if standby_called else ()
    return (*team.free(kept_out), *standby)


def display_row(
    kind: DisplayKind, place: str, complaint: UUID | None, now: datetime
) -> dict[str, Any]:
    """Make the row of a card or Home that has never been shown."""
    return {
        "mark": uuid4(),
        "kind": kind,
        "place": place,
        "target": complaint.hex if complaint else HOME_TARGET,
        "complaint_id": complaint,
        "owed": 1,
        "shown": 0,
        "wanted": True,
        "is_due": True,
        "due": now,
        "urgent": False,
        "attempts": 0,
    }


def owe_new_cards(
    session: Session, places: Iterable[str], complaint: UUID, now: datetime
) -> None:
    """Owe the first cards of a complaint."""
    rows = [display_row(DisplayKind.CARD, place, complaint, now) for place in places]
    if rows:
        session.execute(_NEW_DISPLAYS, rows)


def owe_cards(
    session: Session,
    places: tuple[str, ...],
    complaint: UUID,
    now: datetime,
    *,
    anew: bool = True,
) -> None:
    """Owe the present state to every card, and (`anew`) first cards where they may stand.

    Cards that may not stand any more are to be deleted, urgently.
    """
    take_write_order(session)
    standing = set(
        session.scalars(select(Display.place).where(Display.target == complaint.hex))
    )
    session.flush()
    ours = update(Display).where(Display.target == complaint.hex)
    session.execute(
        ours.where(Display.place.in_(places)).values(
            owed=Display.owed + 1, wanted=True, is_due=True, due=now
        )
    )
    session.execute(
        ours.where(Display.place.not_in(places), Display.wanted).values(
            owed=Display.owed + 1, wanted=False, is_due=True, due=now, urgent=True
        )
    )
    missing = [place for place in places if place not in standing]
    owe_new_cards(session, missing if anew else [], complaint, now)


def owe_homes(
    session: Session,
    people: Iterable[SlackUser | None],
    now: datetime,
    *,
    urgent: bool = False,
) -> None:
    """Owe the present state to the Homes of these people, where they ever opened one."""
    listed = [person for person in people if person]
    if listed:
        take_write_order(session)
        owed = {"people": listed, "now": now, "is_urgent": urgent}
        session.execute(_OWE_HOMES, owed)


def withdraw(session: Session | Connection, *conditions: Any, now: datetime) -> None:  # noqa: ANN401
    """Take back owed notices that have not begun to leave, and tasks of telling nobody yet."""
    unsent = and_(Notice.state == NoticeState.OWED, Notice.tried_at.is_(None))
    untold = and_(Notice.state == NoticeState.FAILED, Notice.fault == Fault.NO_SLACK)
    session.execute(
        update(Notice)
        .where(or_(unsent, untold), *conditions)
        .values(state=NoticeState.WITHDRAWN, settled_at=now)
    )
