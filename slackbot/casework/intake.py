"""Taking complaints in: stored whole before anybody says "received"."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

import holidays
from sqlalchemy import Row, bindparam, insert, or_, select
from sqlalchemy.orm import Session

from slackbot.casework.additions import store_addition
from slackbot.casework.confirming import store_answer
from slackbot.casework.conflicts import conflict_rows, found_in_report
from slackbot.casework.danger import first_pages
from slackbot.casework.desk import APP, Desk, acting_role
from slackbot.casework.drafts import store_draft, take_draft
from slackbot.casework.errors import ChangedMeanwhileError, RefusedError
from slackbot.casework.guard import first_guard, seal_guard
from slackbot.casework.owing import (
    card_places,
    notice_row,
    owe,
    owe_homes,
    owe_new_cards,
    watchers,
)
from slackbot.casework.team import Team, find_team, kept_out
from slackbot.records.audit import Entry, Tag
from slackbot.records.base import rows_of
from slackbot.records.case import Case
from slackbot.records.complaint import Complaint, Confirmation
from slackbot.records.conflict import Conflict
from slackbot.records.sealed import Box
from slackbot.records.turns import keep_roles
from slackbot.records.written import write_quote
from slackbot.rules.deadlines import after_working_days
from slackbot.rules.details import Details, DmChoice, Membership
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef, new_reference
from slackbot.rules.report import AgentAnswer, FormKey, Quote, Receipt, Report
from slackbot.rules.roles import Act
from slackbot.rules.status import Status

_complaint = rows_of(Complaint)
_NEW_COMPLAINT = insert(_complaint)
_NEW_CASE = insert(rows_of(Case))
_NEW_CONFLICTS = insert(rows_of(Conflict))
_KEPT = select(
    _complaint.c.id,
    _complaint.c.ref,
    _complaint.c.received_at,
    _complaint.c.acknowledge_by,
    _complaint.c.reporter,
    _complaint.c.standby_called,
).where(
    _complaint.c.form_key == bindparam("key"),
    or_(
        _complaint.c.reporter == bindparam("sender"),
        _complaint.c.agent == bindparam("sender"),
        _complaint.c.logged_by == bindparam("sender"),
    ),
)


@lru_cache(maxsize=1)
def bank_holidays() -> Any:  # noqa: ANN401 - the library's own mapping of days
    """Return England's bank holidays, worked out once: 20 ms a year."""
    return holidays.country_holidays("GB", subdiv="ENG")


@dataclass(frozen=True, slots=True)
class Intake:
    """What people send: a caught message, a report, an addition."""

    desk: Desk

    def keep_quote(self, quote: Quote, *, by: SlackUser) -> FormKey:
        """Keep a caught message sealed before the form opens; destroyed after seven days."""
        with self.desk.writing() as session:
            self.desk.require(session, by, Act.REPORT)
            return store_draft(session, self.desk, quote, by)

    def file(self, report: Report) -> Receipt:
        """Store a report with all that it causes, together or not at all.

        Sent twice it is one complaint, and the same receipt. Raises RefusedError where
        the sender may not report so, NotStoredError where nothing was stored.
        """
        try:
            with self.desk.writing() as session:
                keep_roles(session)
                return self._store(session, report)
        except ChangedMeanwhileError:
            # The same form again; or, once in a very long while, a reference that somebody
            # has. Seldom enough to store first and look afterwards.
            return self._file_again(report)

    def add(self, ref: ComplaintRef, details: Details, *, by: SlackUser, key: FormKey) -> None:
        """Store a dated addition; the first text stays. Sent twice it is one.

        Raises UnknownComplaintError, TooLateError (closed), RefusedError (an agent cannot
        say how far a complaint may go), NotStoredError.
        """
        try:
            with self.desk.writing() as session:
                store_addition(session, self.desk, ref, details, by=by, key=key)
        except ChangedMeanwhileError:
            with (
                self.desk.writing() as session
            ):  # somebody moved it on: an addition still stands
                store_addition(session, self.desk, ref, details, by=by, key=key)

    def answer(self, ref: ComplaintRef, answer: AgentAnswer, *, by: SlackUser) -> None:
        """Store what the parliamentarian says of a complaint that an agent sent."""
        with self.desk.writing() as session:
            store_answer(session, self.desk, ref, answer, by)

    def _file_again(self, report: Report) -> Receipt:
        with self.desk.writing() as session:
            keep_roles(session)
            return self._kept(session, report) or self._store(session, report)

    def _kept(self, session: Session, report: Report) -> Receipt | None:
        sent = {"key": report.key, "sender": report.sender}
        kept = session.execute(_KEPT, sent).one_or_none()
        return self._receipt(session, kept, report) if kept else None

    def _receipt(
        self, session: Session, kept: Row[*tuple[Any, ...]], report: Report
    ) -> Receipt:
        team, out = find_team(session, self.desk), kept_out(session, kept.id)
        return Receipt(
            kept.ref,
            kept.received_at,
            kept.acknowledge_by,
            own=kept.reporter == report.sender,
            nobody_left=kept.standby_called,
            unattended=kept.standby_called and not team.standby(out),
        )

    def _store(self, session: Session, report: Report) -> Receipt:
        who = self._admit(session, report)
        team = find_team(session, self.desk)
        return _Filing(self.desk, session, report, who, team).store()

    def _admit(self, session: Session, report: Report) -> Who:
        who = self.desk.require(session, report.sender, _act(report))
        if who.standing is Standing.GUEST and not self._may_guest(report):
            raise RefusedError(Act.REPORT, report.sender)
        if report.reporter and report.reporter != report.sender:
            chosen = self.desk.require(session, report.reporter, Act.REPORT)
            if chosen.standing is not Standing.MEMBER:
                raise RefusedError(Act.REPORT_FOR, report.sender)
        return who

    def _may_guest(self, report: Report) -> bool:
        return self.desk.policy.guests_may_send and report.reporter not in {
            None,
            report.sender,
        }


def _act(report: Report) -> Act:
    if report.source is not Source.SLACK:
        return Act.LOG
    return Act.REPORT if report.reporter in {None, report.sender} else Act.REPORT_FOR


@dataclass(slots=True)
class _Filing:
    """One report on its way into the record, inside one transaction."""

    desk: Desk
    session: Session
    report: Report
    who: Who
    team: Team

    def store(self) -> Receipt:
        now, complaint = self.desk.clock(), uuid4()
        quote = take_draft(self.session, self.desk, self.report)
        found = found_in_report(self.report, quote, self.team)
        out = frozenset(found)
        box = self.desk.vault.new_box(self.session, complaint, now)
        row = self._complaint(complaint, box, now, nobody_left=self.team.needs_standby(out))
        row["quote"] = _seal_quote(box, complaint, quote)
        row["guard"] = seal_guard(box, complaint, first_guard(row, found))
        self.session.execute(_NEW_COMPLAINT, row)
        self.session.execute(_NEW_CASE, _unidentified(complaint))
        if found:
            rows = conflict_rows(found, complaint, now)
            self.session.execute(_NEW_CONFLICTS, rows)
        self._owe(row, out, now)
        self.desk.chain.append(self.session, *self._entries(row))
        return self._receipt(row, out)

    def _complaint(
        self, complaint: UUID, box: Box, now: datetime, *, nobody_left: bool
    ) -> dict[str, Any]:
        report, logged = self.report, self.report.source is not Source.SLACK
        reporter = report.reporter if logged else report.reporter or report.sender
        agent = None if logged or reporter == report.sender else report.sender
        today = self.desk.today()
        widens = now + self.desk.policy.page_widens_after
        promised = after_working_days(
            today, self.desk.policy.acknowledge_within, bank_holidays()
        )
        return {
            "id": complaint,
            "ref": new_reference(),
            "form_key": report.key,
            "reporter": reporter,
            "agent": agent,
            "logged_by": report.sender if logged else None,
            "confirmation": Confirmation.AWAITED if agent else Confirmation.NOT_NEEDED,
            "source": report.source,
            "reported_on": report.reported_on or today,
            "received_at": now,
            "acknowledge_by": promised,
            "rank": 0 if report.urgent else 1,
            "status": Status.RECEIVED,
            "is_open": True,
            "standby_called": nobody_left,
            "danger_open": report.urgent,
            "danger_widens_at": widens if report.urgent else None,
            "dm_choice": DmChoice.STATUS,
            "privacy_version": report.privacy_version,
            "statement": box.seal("complaint.statement", complaint, report.statement),
            "changed_at": now,
            "version": 1,
        }

    def _owe(self, row: dict[str, Any], out: frozenset[SlackUser], now: datetime) -> None:
        owe(self.session, [*self._receipts(row, now), *self._pages(row, out, now)])
        places = card_places(self.desk, self.team, out)
        owe_new_cards(self.session, places, row["id"], now)
        may_see = watchers(self.team, out, standby_called=row["standby_called"])
        owe_homes(self.session, [*may_see, row["reporter"], row["agent"]], now)

    def _receipts(self, row: dict[str, Any], now: datetime) -> list[dict[str, Any]]:
        kinds = [(NoticeKind.RECEIVED, row["reporter"])]
        if row["agent"]:
            kinds = [
                (NoticeKind.AGENT_RECEIVED, row["agent"]),
                (NoticeKind.SENT_FOR, row["reporter"]),
            ]
        if row["standby_called"]:
            kinds.append((NoticeKind.NOBODY_LEFT, row["reporter"] or row["agent"]))
        return [notice_row(kind, to, now, complaint=row["id"]) for kind, to in kinds]

    def _pages(
        self, row: dict[str, Any], out: frozenset[SlackUser], now: datetime
    ) -> list[dict[str, Any]]:
        if not self.report.urgent:
            return []
        paged = first_pages(self.team, out)
        return [notice_row(NoticeKind.DANGER, to, now, complaint=row["id"]) for to in paged]

    def _entries(self, row: dict[str, Any]) -> list[Entry]:
        details = {"source": self.report.source.value, "privacy": self.report.privacy_version}
        role, complaint = acting_role(self.who), row["id"]
        found = [Entry(Tag.COMPLAINT_RECEIVED, self.report.sender, complaint, role, details)]
        if row["danger_open"]:
            found.append(Entry(Tag.DANGER_PAGED, APP, complaint))
        if row["standby_called"]:
            found.append(Entry(Tag.STANDBY_CALLED, APP, complaint))
        return found

    def _receipt(self, row: dict[str, Any], out: frozenset[SlackUser]) -> Receipt:
        return Receipt(
            row["ref"],
            row["received_at"],
            row["acknowledge_by"],
            own=row["reporter"] == self.report.sender,
            nobody_left=row["standby_called"],
            unattended=row["standby_called"] and not self.team.standby(out),
        )


def _seal_quote(box: Box, complaint: UUID, quote: Quote | None) -> bytes | None:
    if quote is None:
        return None
    return box.seal_json("complaint.quote", complaint, write_quote(quote))


def _unidentified(complaint: UUID) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "complaint_id": complaint,
        "position": 1,
        "member_reported": Membership.UNKNOWN,
        "status": Status.RECEIVED,
    }
