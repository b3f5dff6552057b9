"""The guard of a complaint: whose it is and who is kept out, sealed beside the plain rows.

Queries need the plain rows, which whoever can write to the database can change. What the
guard does not say too is not believed. A change adds to what was sealed before and never
seals the rows anew, else the next change would make a forged row a true one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from slackbot.records.base import rows_of
from slackbot.records.complaint import Complaint, Confirmation
from slackbot.records.conflict import Conflict, Why
from slackbot.records.sealed import Box, SealError, Vault
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef

_PLACE = "complaint.guard"

_complaint, _conflict = rows_of(Complaint), rows_of(Conflict)
# One statement: what it reads belongs together, also while somebody writes.
_ROWS = (
    select(
        _complaint.c.id,
        _complaint.c.ref,
        _complaint.c.reporter,
        _complaint.c.agent,
        _complaint.c.confirmation,
        _complaint.c.standby_called,
        _complaint.c.guard,
        _conflict.c.person,
        _conflict.c.why,
        _conflict.c.lifted_at,
    )
    .outerjoin(_conflict, _conflict.c.complaint_id == _complaint.c.id)
    .where(_complaint.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_complaint.c.id)
)

Reasons = frozenset[tuple[SlackUser, Why]]
Rows = list[Row[*tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Guard:
    """What decides who reads a complaint: reporter and agent, conflicts live and lifted."""

    owners: tuple[SlackUser | None, SlackUser | None]
    confirmation: Confirmation
    standby_called: bool
    kept_out: Reasons
    lifted: Reasons = frozenset()

    def keeping_out(self, found: dict[SlackUser, Why]) -> "Guard":
        """Return it with further people kept out."""
        return replace(self, kept_out=self.kept_out | set(found.items()))

    def lifting(self, person: SlackUser) -> "Guard":
        """Return it without the name of this person as a reason."""
        reason = {(person, Why.NAME)}
        return replace(self, kept_out=self.kept_out - reason, lifted=self.lifted | reason)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A complaint as its plain rows have it, beside its sealed guard."""

    id: UUID
    ref: ComplaintRef
    rows: Guard
    sealed: bytes

    def fits(self, box: Box) -> bool:
        """Say whether the rows are what was sealed."""
        try:
            return self.rows == _open(box, self.id, self.sealed)
        except SealError:
            return False


def first_guard(row: dict[str, Any], found: dict[SlackUser, Why]) -> Guard:
    """Make the guard of a complaint that comes in, of the row that is stored with it."""
    owners, kept_out = (row["reporter"], row["agent"]), frozenset(found.items())
    return Guard(owners, row["confirmation"], row["standby_called"], kept_out)


def seal_guard(box: Box, complaint: UUID, guard: Guard) -> bytes:
    """Seal a guard under the complaint's own key."""
    written = {
        "owners": guard.owners,
        "confirmation": guard.confirmation,
        "standby_called": guard.standby_called,
        "kept_out": sorted(guard.kept_out),
        "lifted": sorted(guard.lifted),
    }
    return box.seal_json(_PLACE, complaint, written)


def change_guard(
    session: Session, vault: Vault, complaint: UUID, change: Callable[[Guard], Guard]
) -> None:
    """Seal what changes, in the transaction that changes the rows; their lock is held.

    A guard that does not open stays as it is: it is found when the complaint is opened,
    and one altered complaint does not stop what is done to many.
    """
    mine = select(_complaint.c.guard).where(_complaint.c.id == complaint)
    sealed = session.execute(mine).scalar_one()
    try:
        box = vault.box(session, complaint)
        guard = change(_open(box, complaint, sealed))
    except SealError:
        return
    new = {"guard": seal_guard(box, complaint, guard)}
    session.execute(update(_complaint).where(_complaint.c.id == complaint).values(new))


def read_guarded(session: Session, complaints: Sequence[UUID]) -> Iterator[Guarded]:
    """Read the plain rows and guards of complaints."""
    rows = session.execute(_ROWS, {"ids": list(complaints)}).all()
    for _, group in groupby(rows, key=lambda row: row.id):
        yield _guarded(list(group))


def is_as_sealed(session: Session, vault: Vault, complaint: UUID) -> bool:
    """Say whether a complaint is as it was sealed; without its key it is not."""
    try:
        box = vault.box(session, complaint)
    except SealError:
        return False
    return any(found.fits(box) for found in read_guarded(session, [complaint]))


def _guarded(rows: Rows) -> Guarded:
    first = rows[0]
    conflicts = [row for row in rows if row.person is not None]
    guard = Guard(
        (first.reporter, first.agent),
        first.confirmation,
        first.standby_called,
        frozenset((row.person, row.why) for row in conflicts if row.lifted_at is None),
        frozenset((row.person, row.why) for row in conflicts if row.lifted_at is not None),
    )
    return Guarded(first.id, first.ref, guard, first.guard)


def _open(box: Box, complaint: UUID, sealed: bytes) -> Guard:
    written = box.open_json(_PLACE, complaint, sealed)
    reporter, agent = written["owners"]
    return Guard(
        (reporter, agent),
        Confirmation(written["confirmation"]),
        written["standby_called"],
        _reasons(written["kept_out"]),
        _reasons(written["lifted"]),
    )


def _reasons(written: list[tuple[SlackUser, str]]) -> Reasons:
    return frozenset((person, Why(why)) for person, why in written)
