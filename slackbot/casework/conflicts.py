"""Who must not know of a complaint: found before its first card, and whenever more is said."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from slackbot.casework.desk import APP, Desk
from slackbot.casework.guard import Guard, change_guard
from slackbot.casework.owing import (
    card_places,
    notice_row,
    owe,
    owe_cards,
    owe_homes,
    watchers,
)
from slackbot.casework.quoted import accounts_in, texts_of
from slackbot.casework.team import Team, find_team, kept_out
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Complaint
from slackbot.records.conflict import Conflict, Why
from slackbot.records.notice import Display, DisplayKind, Notice
from slackbot.rules.details import Details
from slackbot.rules.names import named_in, same_name
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import Source
from slackbot.rules.report import Quote, Report

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")


def found_in_report(report: Report, quote: Quote | None, team: Team) -> dict[SlackUser, Why]:
    """Say who must be kept out of what was just sent; the author of a message foremost."""
    quoted = found_in_quote(quote, team) if quote else {}
    asked = dict.fromkeys(report.kept_from, Why.ASKED)
    own = dict.fromkeys(_owners(report), Why.OWN)
    return {**found_in_texts([report.statement], team), **quoted, **asked, **own}


def found_in_quote(quote: Quote, team: Team) -> dict[SlackUser, Why]:
    """Say who must be kept out because of a reported message, whose author is at its root."""
    named = dict.fromkeys(accounts_in(quote) & team.names.keys(), Why.NAME)
    author = {quote.author: Why.RESPONDENT} if quote.author in team.names else {}
    return {**found_in_texts(texts_of(quote), team), **named, **author}


def found_in_details(
    details: Details, team: Team, agent: SlackUser | None = None
) -> dict[SlackUser, Why]:
    """Say who must be kept out because of an addition: of those who could see it at all.

    Whoever else is complained of is not written down here, where it would stand in clear;
    should they be given a role, all complaints are looked through first.
    """
    known = {r.account for r in details.respondents if r.account}
    accounts = dict.fromkeys(known & {*team.names, agent}, Why.RESPONDENT)
    names = [name for r in details.respondents for name in (r.name, r.handle, *r.accounts)]
    texts = [details.statement, details.happened_over, details.place, details.hope]
    texts += [details.reach, details.raised_reference, *names]
    return {**_same_as(names, team), **found_in_texts(texts, team), **accounts}


def found_in_texts(texts: list[str], team: Team) -> dict[SlackUser, Why]:
    """Say whose name, or whose account by a mention, stands in what was written."""
    mentioned = {m for text in texts for m in _MENTION.findall(text)} & team.names.keys()
    names = team.all_names()
    named = {person for text in texts if text for person, _ in named_in(text, names)}
    return dict.fromkeys(mentioned | named, Why.NAME)


def _same_as(names: list[str], team: Team) -> dict[SlackUser, Why]:
    return {
        person: Why.NAME
        for (person, _), known_as in team.all_names().items()
        if any(same_name(name, known_as) for name in names if name)
    }


def _owners(report: Report) -> set[SlackUser]:
    """Return reporter and agent; a caseworker who logs for somebody is neither."""
    sender = {report.sender} if report.source is Source.SLACK else set()
    return sender | ({report.reporter} if report.reporter else set())


def conflict_rows(
    found: dict[SlackUser, Why], complaint: UUID, now: datetime
) -> list[dict[str, Any]]:
    """Make the rows of new conflicts."""
    return [
        {"id": uuid4(), "complaint_id": complaint, "person": person, "why": why, "since": now}
        for person, why in found.items()
    ]


def keep_out(
    session: Session, desk: Desk, complaint: UUID, found: dict[SlackUser, Why]
) -> frozenset[SlackUser]:
    """Store conflicts that are new; return whom they are about.

    A name that a lead has already said to be somebody else's is not found again; a name
    is no reason of its own beside a stronger one, but a stronger one is beside a name, and
    being complained of is beside all others: it ends what an agent may follow.
    """
    known = session.execute(
        select(Conflict.person, Conflict.why, Conflict.lifted_at).where(
            Conflict.complaint_id == complaint
        )
    ).all()
    strong = {row.person for row in known if row.why is not Why.NAME and not row.lifted_at}
    respondents = {row.person for row in known if row.why is Why.RESPONDENT}
    named = {row.person for row in known if row.why is Why.NAME}
    new = {
        person: why
        for person, why in found.items()
        if person not in (respondents if why is Why.RESPONDENT else strong)
        and not (why is Why.NAME and person in named)
    }
    if new:
        session.execute(insert(Conflict), conflict_rows(new, complaint, desk.clock()))
        keeping_out = partial(Guard.keeping_out, found=new)
        change_guard(session, desk.vault, complaint, keeping_out)
    return frozenset(new)


def replan(
    session: Session,
    desk: Desk,
    complaint: Complaint,
    team: Team,
    *,
    just_out: frozenset[SlackUser] = frozenset(),
) -> list[Entry]:
    """Put cards and Homes where they belong now; call the standby where nobody is left.

    Who is `just_out` loses the complaint from their Home at once; whoever was kept out
    before has nothing to lose, and a Home drawn anew would tell them that something moved.
    Returns the audit entries that the caller appends, last. The caller holds the
    complaint's lock and changes nothing but displays afterwards.
    """
    now, out = desk.clock(), kept_out(session, complaint.id)
    entries: list[Entry] = []
    if complaint.is_open:
        entries += _release(complaint, team, out)
        entries += _call_standby(session, desk, complaint, team, out)
        _page_again(session, complaint, team, out, now)
    if entries:
        complaint.changed_at = now
    session.flush()
    places = card_places(desk, team, out)
    owe_cards(session, places, complaint.id, now, anew=complaint.is_open)
    may = watchers(team, out, standby_called=complaint.standby_called)
    owe_homes(session, [*may, complaint.reporter, complaint.agent], now)
    owe_homes(session, just_out, now, urgent=True)
    return entries


def _release(complaint: Complaint, team: Team, out: frozenset[SlackUser]) -> list[Entry]:
    """Let others take what somebody had who may not see it any more."""
    may = watchers(team, out, standby_called=complaint.standby_called)
    if complaint.taken_by is None or complaint.taken_by in may:
        return []
    complaint.taken_by = None
    return [Entry(Tag.COMPLAINT_RELEASED, APP, complaint.id)]


def _page_again(
    session: Session,
    complaint: Complaint,
    team: Team,
    out: frozenset[SlackUser],
    now: datetime,
) -> None:
    """Have everybody paged where nobody who was paged may see the danger any more."""
    may = set(team.free(out) or team.standby(out))
    if not complaint.danger_open or not may:
        return
    pages = select(Notice.recipient).where(Notice.complaint_id == complaint.id)
    if may.isdisjoint(session.scalars(pages.where(Notice.kind == NoticeKind.DANGER))):
        complaint.danger_widens_at = now


def _call_standby(
    session: Session,
    desk: Desk,
    complaint: Complaint,
    team: Team,
    out: frozenset[SlackUser],
) -> list[Entry]:
    if complaint.standby_called or not team.needs_standby(out):
        return []
    complaint.standby_called = True
    change_guard(session, desk.vault, complaint.id, partial(replace, standby_called=True))
    told, now = complaint.reporter or complaint.agent, desk.clock()
    owe(session, [notice_row(NoticeKind.NOBODY_LEFT, told, now, complaint=complaint.id)])
    return [Entry(Tag.STANDBY_CALLED, APP, complaint.id)]


def replan_all(session: Session, desk: Desk, involving: Iterable[SlackUser]) -> list[Entry]:
    """Plan anew every complaint that a change of roles, or of who is in the channel, touches.

    Those with a conflict of the people involved, those whose cards stand in DMs, those
    that somebody involved has taken, and those for which nobody was left.
    """
    people = list(involving)
    in_conflict = select(Conflict.complaint_id).where(Conflict.person.in_(people))
    in_dms = select(Display.complaint_id).where(
        Display.kind == DisplayKind.CARD, Display.wanted, Display.place != desk.triage_channel
    )
    waits = Complaint.is_open & or_(Complaint.standby_called, Complaint.taken_by.in_(people))
    touched = select(Complaint).where(
        or_(waits, Complaint.id.in_(in_conflict), Complaint.id.in_(in_dms))
    )
    session.flush()
    # All of them locked, in one order, before the first card is touched.
    locked = touched.order_by(Complaint.id).with_for_update(key_share=True)
    complaints = session.scalars(locked).all()
    team = find_team(session, desk)
    return [e for each in complaints for e in replan(session, desk, each, team)]
