"""Reading: every opening of content is an audit entry, written before it is shown."""

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, insert, update
from sqlalchemy.orm import Session

from slackbot.casework.additions import find_addable
from slackbot.casework.cards import card_of
from slackbot.casework.desk import Desk, acting_role, find_who
from slackbot.casework.errors import UnknownComplaintError
from slackbot.casework.files import directed_at_reporter, own_file, own_rows, team_file
from slackbot.casework.homes import home_of, own_list, queue_of
from slackbot.casework.owing import display_row
from slackbot.casework.promises import telling_of
from slackbot.records.audit import Entry, Tag
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Display, DisplayKind
from slackbot.records.people import Person
from slackbot.records.visibility import Seat
from slackbot.rules.notices import Telling
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.roles import Act, Role
from slackbot.rules.shown import Card, Home, OwnFile, OwnRow, Queue, TeamFile


@dataclass(frozen=True, slots=True)
class Reading:
    """What people may look at, each in their own capacity."""

    desk: Desk

    def mine(self, by: SlackUser) -> tuple[OwnRow, ...]:
        """List one's own complaints."""
        with self.desk.looking() as session:
            who = self.desk.require(session, by, Act.FOLLOW)
            return own_list(session, self.desk, who)

    def open_own(self, ref: ComplaintRef, *, by: SlackUser) -> OwnFile:
        """Open one's own complaint; an audit entry says so before it returns."""
        with self.desk.writing() as session:
            complaint = self.desk.find(session, ref, by, Act.FOLLOW, Seat.OWN)
            file = own_file(session, self.desk, complaint, by)
            self.desk.chain.append(session, Entry(Tag.COMPLAINT_OPENED, by, complaint.id))
        return file

    def can_add(self, ref: ComplaintRef, *, by: SlackUser) -> OwnRow:
        """Return the line of a complaint that somebody may add to.

        Raises UnknownComplaintError, TooLateError where it is closed.
        """
        with self.desk.looking() as session:
            complaint = find_addable(session, self.desk, ref, by, lock=False)
            return own_rows(session, self.desk.clock(), [complaint], by)[0]

    def card(self, ref: ComplaintRef, *, by: SlackUser) -> Card:
        """Return the content-free state, on which forms are opened."""
        with self.desk.looking() as session:
            complaint = self.desk.find(session, ref, by, Act.OPEN, Seat.TEAM)
            return card_of(session, complaint)

    def directed(self, ref: ComplaintRef, *, by: SlackUser) -> bool | None:
        """Say whether it was directed at the reporter; None where they have not said.

        What may be told about a result depends on it, and nothing else is opened.
        """
        with self.desk.looking() as session:
            complaint = self.desk.find(session, ref, by, Act.MOVE, Seat.TEAM)
            return directed_at_reporter(session, self.desk, complaint)

    def telling(self, ref: ComplaintRef, *, by: SlackUser) -> Telling:
        """Say how the reporter hears of a step; nothing is opened for it."""
        with self.desk.looking() as session:
            return telling_of(self.desk.find(session, ref, by, Act.MOVE, Seat.TEAM))

    def open_file(self, ref: ComplaintRef, *, by: SlackUser) -> TeamFile:
        """Open a complaint for the team; the audit entry is committed before it returns."""
        with self.desk.writing() as session:
            complaint = self.desk.find(session, ref, by, Act.OPEN, Seat.TEAM)
            role = acting_role(find_who(session, self.desk, by))
            file = team_file(session, self.desk, complaint, by)
            entry = Entry(Tag.COMPLAINT_OPENED, by, complaint.id, role)
            self.desk.chain.append(session, entry)
        return file

    def not_shown(self, ref: ComplaintRef, *, by: SlackUser) -> None:
        """Record that Slack refused to show what was opened."""
        with self.desk.writing() as session:
            complaint, role = self._opened(session, ref, by)
            entry = Entry(Tag.COMPLAINT_NOT_SHOWN, by, complaint.id, role)
            self.desk.chain.append(session, entry)

    def _opened(
        self, session: Session, ref: ComplaintRef, by: SlackUser
    ) -> tuple[Complaint, Role | None]:
        """Find what somebody has opened, be it of the team's or their own."""
        try:
            complaint = self.desk.find(session, ref, by, Act.FOLLOW, Seat.TEAM)
        except UnknownComplaintError:
            return self.desk.find(session, ref, by, Act.FOLLOW, Seat.OWN), None
        return complaint, acting_role(find_who(session, self.desk, by))

    def queue(self, by: SlackUser, after: str | None = None) -> Queue:
        """Give one page of the open queue that the person may see."""
        with self.desk.looking() as session:
            who = self.desk.require(session, by, Act.SEE_QUEUE)
            return queue_of(session, who, after)

    def home(self, by: SlackUser, after: str | None = None) -> Home:
        """Give what stands on somebody's App Home; from now on it is kept up to date."""
        with self.desk.writing() as session:
            who = find_who(session, self.desk, by)
            first_time = self._remember(session, by)
            return home_of(session, self.desk, who, first_time=first_time, after=after)

    def _remember(self, session: Session, by: SlackUser) -> bool:
        """Keep that somebody has a Home now; True the first time, also of two at once."""
        now = self.desk.clock()
        unseen = update(Person).where(Person.id == by, Person.home_seen_at.is_(None))
        seen = cast("CursorResult[Any]", session.execute(unseen.values(home_seen_at=now)))
        if not seen.rowcount:
            return False
        row = display_row(DisplayKind.HOME, by, None, now) | {"shown": 1, "is_due": False}
        session.execute(insert(Display), [row])
        return True
