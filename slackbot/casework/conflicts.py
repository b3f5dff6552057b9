"""Who must not know of a complaint: found before its first card, and whenever more is said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from slackbot.casework.desk import APP, Desk
from slackbot.casework.owing import card_places, notice_row, owe, owe_cards, owe_homes
from slackbot.casework.team import Team, find_team, kept_out
from slackbot.records.audit import Entry, Tag
from slackbot.records.case import Case
from slackbot.records.complaint import Addition, Complaint
from slackbot.records.conflict import Conflict, Why
from slackbot.records.notice import Display, DisplayKind
from slackbot.records.sealed import Box
from slackbot.records.written import read_details, read_respondent
from slackbot.rules.details import Details
from slackbot.rules.names import names_in, same_name
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Report


def found_in_report(report: Report, team: Team) -> dict[SlackUser, Why]:
    """Say who must be kept out of what was just sent."""
    own = dict.fromkeys(_owners(report), Why.OWN)
    asked = dict.fromkeys(report.kept_from, Why.ASKED)
    named = _named(team, [report.statement], [])
    return {**named, **asked, **own}


def found_in_details(details: Details, team: Team) -> dict[SlackUser, Why]:
    """Say who must be kept out because of an addition."""
    accounts = {r.account: Why.RESPONDENT for r in details.respondents if r.account}
    names = [r.name for r in details.respondents if r.name]
    named = _named(team, [details.statement, details.happened_over, details.place], names)
    return {**named, **accounts}


def _owners(report: Report) -> set[SlackUser]:
    """Return reporter and agent; a caseworker who logs for somebody is neither."""
    sender = {report.sender} if report.source.value == "Slack" else set()
    return sender | ({report.reporter} if report.reporter else set())


def _named(team: Team, texts: list[str], names: list[str]) -> dict[SlackUser, Why]:
    return {
        person: Why.NAME
        for person, known_as in team.names.items()
        if any(names_in(text, known_as) for text in texts)
        or any(same_name(name, known_as) or names_in(name, known_as) for name in names)
    }


def conflict_rows(
    found: dict[SlackUser, Why], complaint: UUID, now: datetime
) -> list[dict[str, Any]]:
    """Make the rows of new conflicts."""
    return [
        {"id": uuid4(), "complaint_id": complaint, "person": person, "why": why, "since": now}
        for person, why in found.items()
    ]


def keep_out(
    session: Session, complaint: UUID, found: dict[SlackUser, Why], now: datetime
) -> bool:
    """Store conflicts that are new; say whether there were any.

    A name that a lead has already said to be somebody else's is not found again.
    """
    known = session.execute(
        select(Conflict.person, Conflict.why, Conflict.lifted_at).where(
            Conflict.complaint_id == complaint
        )
    ).all()
    live = {row.person for row in known if row.lifted_at is None}
    lifted = {row.person for row in known if row.lifted_at is not None}
    new = {
        person: why
        for person, why in found.items()
        if person not in live and not (why is Why.NAME and person in lifted)
    }
    if new:
        session.execute(insert(Conflict), conflict_rows(new, complaint, now))
    return bool(new)


def replan(session: Session, desk: Desk, complaint: Complaint, team: Team) -> list[Entry]:
    """Put cards and Homes where they belong now; call the standby where nobody is left.

    Returns the audit entries that the caller appends, last.
    """
    now = desk.clock()
    out = kept_out(session, complaint.id)
    entries = _call_standby(session, complaint, team, out, now)
    owe_cards(session, card_places(desk, team, out), complaint.id, now)
    team_homes = set(team.roles) - out
    owe_homes(session, [*team_homes, complaint.reporter, complaint.agent], now)
    return entries


def _call_standby(
    session: Session,
    complaint: Complaint,
    team: Team,
    out: frozenset[SlackUser],
    now: datetime,
) -> list[Entry]:
    if complaint.standby_called or not team.needs_standby(out):
        return []
    complaint.standby_called = True
    complaint.changed_at = now
    told = complaint.reporter or complaint.agent
    owe(session, [notice_row(NoticeKind.NOBODY_LEFT, told, now, complaint=complaint.id)])
    return [Entry(Tag.STANDBY_CALLED, APP, complaint.id)]


def replan_all(session: Session, desk: Desk, involving: Iterable[SlackUser]) -> list[Entry]:
    """Plan anew every open complaint that a change of roles can touch.

    Those with a conflict of the people involved, and those whose cards stand in DMs.
    """
    people = list(involving)
    in_conflict = select(Conflict.complaint_id).where(Conflict.person.in_(people))
    in_dms = select(Display.complaint_id).where(
        Display.kind == DisplayKind.CARD, Display.wanted, Display.place != desk.triage_channel
    )
    touched = select(Complaint).where(
        Complaint.is_open, or_(Complaint.id.in_(in_conflict), Complaint.id.in_(in_dms))
    )
    team = find_team(session, desk.triage_channel)
    session.flush()
    entries: list[Entry] = []
    for complaint in session.scalars(touched):
        entries += replan(session, desk, complaint, team)
    return entries


def find_named(session: Session, desk: Desk, person: SlackUser, name: str) -> list[Entry]:
    """Look through what is kept for the name of somebody who is being given a role.

    Opens and scans every complaint: a name is content, so there is no index of names.
    """
    one = Team({}, {person: name}, frozenset())
    now = desk.clock()
    entries = []
    for complaint in session.scalars(select(Complaint)).all():
        found = _found_so_far(session, desk.box(session, complaint), complaint, one)
        if found and keep_out(session, complaint.id, found, now):
            entries.append(Entry(Tag.CONFLICT_FOUND, APP, complaint.id))
    return entries


def _found_so_far(
    session: Session, box: Box, complaint: Complaint, team: Team
) -> dict[SlackUser, Why]:
    texts = [box.open("complaint.statement", complaint.id, complaint.statement)]
    additions = session.scalars(select(Addition).where(Addition.complaint_id == complaint.id))
    found = _named(team, texts, _respondent_names(session, box, complaint.id))
    for addition in additions:
        answers = box.open_json("addition.answers", addition.id, addition.answers)
        found |= found_in_details(read_details(answers), team)
    return {person: why for person, why in found.items() if person in team.names}


def _respondent_names(session: Session, box: Box, complaint: UUID) -> list[str]:
    cases = session.scalars(select(Case).where(Case.complaint_id == complaint))
    sealed = [(case.id, case.respondent) for case in cases if case.respondent]
    opened = [box.open_json("complaint_case.respondent", case, blob) for case, blob in sealed]
    return [read_respondent(each).name for each in opened]
