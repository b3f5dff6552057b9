"""Comparing all rows that decide who reads what with their seals, and with the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.guard import read_guarded
from slackbot.records.audit import AuditEntry, Tag
from slackbot.records.base import rows_of
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.records.role_seal import COLUMNS, RoleSeal
from slackbot.records.sealed import SealError, Vault

_AT_ONCE = 500

_complaint, _entry = rows_of(Complaint), rows_of(AuditEntry)
_received = (_entry.c.complaint_id == _complaint.c.id) & (
    _entry.c.tag == Tag.COMPLAINT_RECEIVED
)
_IDS = select(_complaint.c.id).order_by(_complaint.c.id).limit(_AT_ONCE)
_GONE = (
    select(_entry.c.complaint_id)
    .outerjoin(_complaint, _complaint.c.id == _entry.c.complaint_id)
    .where(_entry.c.tag == Tag.COMPLAINT_RECEIVED, _complaint.c.id.is_(None))
    .order_by(_entry.c.seq)
)
_UNHEARD_OF = (
    select(_complaint.c.ref)
    .outerjoin(_entry, _received)
    .where(_entry.c.seq.is_(None))
    .order_by(_complaint.c.id)
)
_GRANTS = select(*COLUMNS).execution_options(yield_per=_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that is not as we wrote it, by its reference or id; no content."""

    about: str
    name: str
    why: str

    def line(self) -> str:
        """Return it as people read it."""
        return f"{self.about} {self.name}: {self.why}"


def find_misfits(database: Database, vault: Vault, seal: RoleSeal) -> Iterator[Misfit]:
    """Compare complaints, conflicts and roles with their seals, a few hundred at a time."""
    with database.read() as session:
        for page in _pages(session):
            yield from _altered(session, vault, page)
        for gone in session.scalars(_GONE):
            yield Misfit("complaint", str(gone), "was received, and is not there any more")
        for ref in session.scalars(_UNHEARD_OF):
            yield Misfit("complaint", ref, "is there, and the log has not received it")
        for grant in session.execute(_GRANTS):
            if not seal.fits(grant):
                yield Misfit("role", str(grant.id), "does not match its seal, so it is none")


def _pages(session: Session) -> Iterator[list[UUID]]:
    page = list(session.scalars(_IDS))
    while page:
        yield page
        page = list(session.scalars(_IDS.where(_complaint.c.id > page[-1])))


def _altered(session: Session, vault: Vault, page: list[UUID]) -> Iterator[Misfit]:
    try:
        boxes = vault.boxes(session, page)
    except SealError:
        boxes = {}  # one altered key among them: each is asked by itself
    for found in read_guarded(session, page):
        box = boxes.get(found.id)
        try:
            fits = found.fits(box or vault.box(session, found.id))
        except SealError:
            yield Misfit("complaint", found.ref, "its key is gone, or does not open")
            continue
        if not fits:
            why = "who may read it does not match its seal"
            yield Misfit("complaint", found.ref, why)
