"""What was found altered: told to the operator and written into the log."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from slackbot.casework.errors import AlteredRecordError
from slackbot.records.audit import Entry, Tag
from slackbot.records.role_seal import Granted, RoleSeal

_log = logging.getLogger(__name__)
_FOUND = "altered grants"

Record = Callable[[Entry], Any]


@dataclass(frozen=True, slots=True)
class Roles:
    """Says which grants count; one that does not is told of once in the life of a process."""

    seal: RoleSeal
    _told: set[UUID] = field(default_factory=set)

    def count(self, session: Session, grant: Granted) -> bool:
        """Say whether a grant counts; one that was altered is kept in mind for `tell`."""
        if self.seal.fits(grant):
            return True
        if grant.id not in self._told:
            session.info.setdefault(_FOUND, set()).add(grant.id)
        return False

    def tell(self, session: Session, record: Record) -> None:
        """Tell of the grants that were found altered, after their transaction."""
        for grant in session.info.pop(_FOUND, ()):
            self._told.add(grant)
            _log.error("a role does not match its seal", extra={"tag": Tag.RECORD_ALTERED})
            record(Entry(Tag.RECORD_ALTERED, "app", details={"grant": grant.hex}))


def tell_altered(found: AlteredRecordError) -> Entry:
    """Tell of a complaint that was altered; return the entry that says so."""
    shout(found.ref)
    return Entry(Tag.RECORD_ALTERED, found.by, found.complaint, details={"ref": found.ref})


def shout(ref: str) -> None:
    """Tell the operator; nothing but the reference is said."""
    of = {"tag": Tag.RECORD_ALTERED, "ref": ref}
    _log.error("a complaint does not match its seal: slackbot audit verify", extra=of)
