"""What every duty works with: the record, its seals and its log, the time, the policy."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from slackbot.casework.alarms import Roles, tell_altered
from slackbot.casework.errors import (
    AlteredRecordError,
    ChangedMeanwhileError,
    DoorError,
    NotStoredError,
    RefusedError,
    UnknownComplaintError,
)
from slackbot.casework.guard import is_as_sealed
from slackbot.records.audit import Chain, Entry, Tag
from slackbot.records.base import rows_of
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database, DatabaseError
from slackbot.records.people import Grant, Person
from slackbot.records.role_seal import COLUMNS
from slackbot.records.sealed import Box, SealError, Vault
from slackbot.records.turns import keep_roles
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.policy import Policy
from slackbot.rules.reference import ComplaintRef, ReferenceError, read_reference  # noqa: A004
from slackbot.rules.roles import Act, Role, may

APP = "app"
"""The actor of what nobody pressed."""

LONDON = ZoneInfo("Europe/London")

_person, _grant = rows_of(Person), rows_of(Grant)
_live = (_grant.c.person == _person.c.id) & _grant.c.ended_at.is_(None)
_WHO = (
    select(_person.c.name, _person.c.standing, *COLUMNS)
    .outerjoin(_grant, _live)
    .where(_person.c.id == bindparam("person"))
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Shared by all duties; holds no state but which alarms were told."""

    database: Database
    vault: Vault
    chain: Chain
    roles: Roles
    clock: Callable[[], datetime]
    policy: Policy
    triage_channel: str

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give one transaction in casework's own errors; a refusal in it is recorded."""
        with self._at_the_door(self.database.begin) as session:
            yield session

    @contextmanager
    def looking(self) -> Iterator[Session]:
        """Give one reading transaction; a refusal in it is recorded."""
        with self._at_the_door(self.database.read) as session:
            yield session

    @contextmanager
    def _at_the_door(
        self, opening: Callable[[], AbstractContextManager[Session]]
    ) -> Iterator[Session]:
        used = None
        try:
            with _in_our_words(), opening() as session:
                used = session
                yield session
        except DoorError as refusal:
            self.record_refusal(refusal)
            raise
        except AlteredRecordError as found:
            self._record(tell_altered(found))
            raise
        finally:
            if used:
                self.roles.tell(used, self._record)

    def record_refusal(self, refusal: DoorError) -> None:
        """Leave an audit entry for what was refused, whether the complaint exists or not."""
        details = {"act": refusal.act.value, "ref": refusal.ref or ""}
        self._record(Entry(Tag.ACT_REFUSED, refusal.by, details=details))

    def _record(self, entry: Entry) -> None:
        with _in_our_words(), self.database.begin() as session:
            self.chain.append(session, entry)

    def today(self) -> date:
        """Return the day in England."""
        return self.clock().astimezone(LONDON).date()

    def box(self, session: Session, complaint: Complaint) -> Box:
        """Open the seals of a complaint."""
        return self.vault.box(session, complaint.id)

    def require(self, session: Session, by: SlackUser, act: Act) -> Who:
        """Return who asks. Raises RefusedError where their roles do not allow the act."""
        who = find_who(session, self, by)
        if who.standing not in {Standing.MEMBER, Standing.GUEST} or not may(who.roles, act):
            raise RefusedError(act, by)
        return who

    def find(
        self,
        session: Session,
        ref: ComplaintRef,
        by: SlackUser,
        act: Act,
        seat: Seat,
        *,
        lock: bool = False,
    ) -> Complaint:
        """Find a complaint that somebody may act on; with `lock`, others wait their turn.

        Raises UnknownComplaintError where there is none, or none that they may know of,
        AlteredRecordError where it is not as it was sealed.
        """
        if lock:
            keep_roles(session)
        who = self.require(session, by, act)
        if not _is_reference(ref):
            raise UnknownComplaintError(act, by)  # whatever it is, it is not kept
        wanted = visible_to(who, seat).where(Complaint.ref == ref)
        found = session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
        if found is None:
            raise UnknownComplaintError(act, by, ref)
        self.check_guard(session, found, by)
        return found

    def check_guard(self, session: Session, complaint: Complaint, by: SlackUser) -> None:
        """Raise AlteredRecordError where a complaint is not as it was sealed.

        Whoever has found it by its plain rows has then been found by what is sealed too.
        """
        if not is_as_sealed(session, self.vault, complaint.id):
            raise AlteredRecordError(by, complaint.id, complaint.ref)


def find_who(session: Session, desk: Desk, person: SlackUser) -> Who:
    """Read who somebody is from our own directory; a role counts with its seal only."""
    known = session.execute(_WHO, {"person": person}).all()
    if not known:
        return Who(person, "somebody unknown", Standing.UNKNOWN)
    standing = known[0].standing
    given = [row for row in known if row.id is not None]
    held = frozenset(row.role for row in given if desk.roles.count(session, row))
    # The roles of who is a guest now, or has left, rest until they are back.
    return Who(
        person, known[0].name, standing, held if standing is Standing.MEMBER else frozenset()
    )


def name_of(session: Session, person: SlackUser | None) -> str:
    """Return a person's name, or a plain word where we know none."""
    if not person:
        return "nobody"
    return session.scalar(select(Person.name).where(Person.id == person)) or "somebody unknown"


def _is_reference(text: ComplaintRef) -> bool:
    try:
        return read_reference(text) == text
    except ReferenceError:
        return False


def acting_role(who: Who) -> Role | None:
    """Return the role that an audit entry names: the one by which they act."""
    for role in (Role.LEAD, Role.CASEWORKER, Role.STANDBY, Role.OBSERVER, Role.OVERSIGHT):
        if role in who.roles:
            return role
    return None


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, SealError) as trouble:
        raise NotStoredError from trouble
    except (StaleDataError, IntegrityError):
        raise ChangedMeanwhileError from None
