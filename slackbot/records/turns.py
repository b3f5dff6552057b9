"""Who waits for whom: the order in which a transaction takes what others may hold.

Roles first, then complaints, then notices, then the write order of the log, and only
after it cards and Homes: with one order for all, no two can wait for each other. SQLite
has one writer at a time and needs none of it.
"""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from slackbot.records.audit import AuditHead

_ROLES = 0x524F_4C45_53  # "ROLES"


def keep_roles(session: Session) -> None:
    """Let nobody change roles until this transaction ends: what it plans rests on them."""
    if _has_row_locks(session):
        session.execute(text("SELECT pg_advisory_xact_lock_shared(:key)"), {"key": _ROLES})


def change_roles(session: Session) -> None:
    """Wait for all who rely on the roles, and let nobody rely on them meanwhile."""
    if _has_row_locks(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ROLES})


def take_write_order(session: Session) -> None:
    """Wait for the write order of the log; after it, lock nothing but displays."""
    if _has_row_locks(session):
        session.execute(select(AuditHead.seq).where(AuditHead.id == 1).with_for_update())


def _has_row_locks(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
