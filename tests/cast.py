"""The people of the tests, the office that they work in, and the plain things they do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from slackbot.casework import Casework, open_casework
from slackbot.casework.errors import ChangedMeanwhileError as ChangedMeanwhileError
from slackbot.casework.errors import TooLateError as TooLateError
from slackbot.casework.posting import OwedNotice
from slackbot.casework.showing import OwedDisplay
from slackbot.records.audit import AuditEntry, Tag, verify
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.records.notice import Display, DisplayKind, Notice
from slackbot.records.people import Grant
from slackbot.records.people import Proposal as Proposal
from slackbot.records.sealed import Keyring, new_key
from slackbot.rules.channel import ChannelSeen
from slackbot.rules.details import Details
from slackbot.rules.outcomes import Closing as Closing
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.reference import new_reference as new_reference
from slackbot.rules.report import FormKey, Move, Quote, Report
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests.clock import Clock

Row = TypeVar("Row")

CHANNEL = "C0TRIAGE01"
SEALING_KEY = new_key()  # of this run of the tests alone

REPORTER = SlackUser("U0REPORTER")
SECOND_MP = SlackUser("U0SECONDMP")
AGENT = SlackUser("U0AGENT")  # a guest
CASEWORKER = SlackUser("U0WORKER1")
OTHER_CASEWORKER = SlackUser("U0WORKER2")
LEAD = SlackUser("U0LEAD1")
OTHER_LEAD = SlackUser("U0LEAD2")
STANDBY = SlackUser("U0STANDBY")
OBSERVER = SlackUser("U0OBSERVER")  # who is a reporter too
OVERSIGHT = SlackUser("U0OVERSIGHT")
OUTSIDER = SlackUser("U0OUTSIDER")  # of another workspace
GONE = SlackUser("U0GONE")  # deactivated
UNKNOWN = SlackUser("U0UNKNOWN")  # not in the directory

TEAM = (CASEWORKER, OTHER_CASEWORKER, LEAD, OTHER_LEAD)

MEMBERS = (
    Member(REPORTER, "Rachel Wynne", Standing.MEMBER),
    Member(SECOND_MP, "Samuel Orde", Standing.MEMBER),
    Member(AGENT, "Agnes Pell", Standing.GUEST),
    Member(CASEWORKER, "Cara Winter", Standing.MEMBER),
    Member(OTHER_CASEWORKER, "Colm O\N{RIGHT SINGLE QUOTATION MARK}Brien", Standing.MEMBER),
    Member(LEAD, "Lena Frost", Standing.MEMBER, owner=True),
    Member(OTHER_LEAD, "Lionel Grey", Standing.MEMBER),
    Member(STANDBY, "Stella Byrne", Standing.MEMBER),
    Member(OBSERVER, "Oscar Vance", Standing.MEMBER),
    Member(OVERSIGHT, "Ottoline Marsh", Standing.MEMBER),
    Member(OUTSIDER, "Udo Fern", Standing.OUTSIDER),
    Member(GONE, "Gordon Nash", Standing.GONE),
)
NAMES = {member.id: member.name for member in MEMBERS}

ROLES = (
    (CASEWORKER, Role.CASEWORKER),
    (OTHER_CASEWORKER, Role.CASEWORKER),
    (STANDBY, Role.STANDBY),
    (OBSERVER, Role.OBSERVER),
    (OVERSIGHT, Role.OVERSIGHT),
)


def new_form() -> FormKey:
    """Open a form: a key as the app makes it."""
    return FormKey(uuid4().hex)


def report(sender: SlackUser = REPORTER, **changes: Any) -> Report:
    """Fill in step one of the form."""
    filled = Report(new_form(), sender, "Somebody shouted at me in the lobby.", urgent=False)
    return replace(filled, **changes)


def move(to: Status, version: int, **changes: Any) -> Move:
    """Fill in *Move on…*."""
    filled = Move(
        key=new_form(),
        to=to,
        happened_on=datetime(2026, 3, 2, tzinfo=UTC).date(),
        learnt_from=LearntFrom.GS_WRITING,
        version=version,
        reason="none given",
        sentence="The General Secretary's office has told us so.",
    )
    return replace(filled, **changes)


def quote(author: SlackUser | None, text: str) -> Quote:
    """Catch a message by the shortcut."""
    posted = datetime(2026, 3, 1, 9, tzinfo=UTC)
    return Quote(author, text, "{}", "C0LOBBY", posted, "https://example.slack.com/x")


@dataclass(frozen=True, slots=True)
class Office:
    """Casework over a database of one test, with what tests like to ask of it."""

    casework: Casework
    clock: Clock

    @property
    def database(self) -> Database:
        return self.casework.desk.database

    def file(self, sender: SlackUser = REPORTER, **changes: Any) -> ComplaintRef:
        """Send a report; return its reference."""
        return self.casework.intake.file(report(sender, **changes)).ref

    def add(self, ref: ComplaintRef, details: Details, by: SlackUser = REPORTER) -> None:
        """Add to a complaint."""
        self.casework.intake.add(ref, details, by=by, key=new_form())

    def version(self, ref: ComplaintRef) -> int:
        """Read the version that a form opened now would carry."""
        return self.complaint(ref).version

    def move(
        self, ref: ComplaintRef, to: Status, by: SlackUser = LEAD, **changes: Any
    ) -> UUID:
        """Move a complaint on, on its newest version."""
        return self.casework.triage.move(ref, move(to, self.version(ref), **changes), by=by)

    def complaint(self, ref: ComplaintRef) -> Complaint:
        """Look behind the door."""
        with self.database.read() as session:
            return session.scalars(select(Complaint).where(Complaint.ref == ref)).one()

    def rows(self, kind: type[Row], *conditions: Any) -> list[Row]:
        """Look behind the door at any rows."""
        with self.database.read() as session:
            return list(session.scalars(select(kind).where(*conditions)))

    def count(self, kind: type[Any], *conditions: Any) -> int:
        """Count rows behind the door."""
        with self.database.read() as session:
            rows = select(func.count()).select_from(kind)
            return session.scalar(rows.where(*conditions)) or 0

    def tags(self) -> list[Tag]:
        """Read the tags of the log, in order."""
        with self.database.read() as session:
            return list(session.scalars(select(AuditEntry.tag).order_by(AuditEntry.seq)))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Reach into the record."""
        with self.database.begin() as session:
            yield session

    def cards(self, ref: ComplaintRef) -> set[str]:
        """List where a complaint's cards are to stand."""
        mine = (Display.complaint_id == self.complaint(ref).id, Display.wanted)
        return {row.place for row in self.rows(Display, *mine)}

    def notices(self, ref: ComplaintRef | None = None) -> list[Notice]:
        """List what is or was owed, in the order in which it is told."""
        mine = [Notice.complaint_id == self.complaint(ref).id] if ref else []
        return sorted(self.rows(Notice, *mine), key=lambda row: row.seq)

    def deliver(self) -> list[OwedNotice]:
        """Deliver all notices that are due; return them in their order."""
        sent = []
        while owed := self.casework.posting.claim_notice("courier"):
            self.casework.posting.settle_sent(owed.seq, "courier", "D0", f"{owed.seq}.0")
            sent.append(owed)
        return sent

    def show(self, *, channel_is_safe: bool = True) -> list[OwedDisplay]:
        """Show every card and Home that is due; return them in their order."""
        showing, shown = self.casework.showing, []
        while owed := showing.claim_display("courier", channel_is_safe=channel_is_safe):
            if owed.wanted:
                showing.settle_shown(owed.mark, "courier", owed.version, "C0", "1.0")
            else:
                showing.settle_removed(owed.mark, "courier")
            shown.append(owed)
        return shown

    def see_channel(self, *people: SlackUser) -> bool:
        """Have the triage channel looked at, with these people in it."""
        return self.casework.watch.record(ChannelSeen(members=people))

    def assert_intact(self) -> None:
        """Check the chain with the public key alone."""
        with self.database.read() as session:
            verdict = verify(session, self.casework.desk.chain.key.public_key())
        assert verdict.intact, verdict.why


def open_office(
    url: str, *, policy: Policy | None = None, clock: Clock | None = None
) -> Office:
    """Open casework over a migrated database, with nobody in it."""
    clock = clock or Clock()
    keyring = Keyring.read([SEALING_KEY])
    return Office(
        open_casework(Database.open(url), keyring, CHANNEL, policy or Policy(), clock), clock
    )


def fill(office: Office) -> None:
    """Let the whole cast in, each in their role, with the team in a safe channel."""
    people = office.casework.people
    people.learn(MEMBERS)
    people.seat_first_leads([LEAD, OTHER_LEAD])
    for person, role in ROLES:
        people.give(person, role, by=LEAD)
    office.see_channel(*TEAM)
    office.deliver()  # what the roles caused is told; tests begin with nothing owed
    office.show()


def waiting(office: Office, ref: ComplaintRef) -> set[str]:
    """List the places whose card of a complaint waits to be shown or removed."""
    mine = (Display.complaint_id == office.complaint(ref).id, Display.is_due)
    found = office.rows(Display, *mine, Display.kind == DisplayKind.CARD)
    return {row.place for row in found}


def grants(office: Office, person: SlackUser) -> set[Role]:
    """List the roles that somebody holds, resting or not."""
    mine = office.rows(Grant, Grant.person == person, Grant.ended_at.is_(None))
    return {row.role for row in mine}
