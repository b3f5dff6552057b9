"""The audit log: append-only, hash-chained over sealed entries, its head signed.

Anyone with the public key can check the chain without us and without the sealing keys.
Details are sealed and never hold what somebody wrote.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, unique
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import (
    BigInteger,
    Integer,
    LargeBinary,
    String,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from slackbot.records.base import Base, UtcTime, rows_of, word
from slackbot.records.sealed import Box
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import Role

GENESIS = bytes(32)
_DETAILS = "audit_entry.details"


@unique
class Tag(StrEnum):
    """What happened, as `subject:action`. A retired tag stays here as a comment."""

    COMPLAINT_RECEIVED = "complaint:received"
    COMPLAINT_ADDED_TO = "complaint:added to"
    COMPLAINT_OPENED = "complaint:opened"
    COMPLAINT_NOT_SHOWN = "complaint:not shown"
    COMPLAINT_TAKEN = "complaint:taken"
    COMPLAINT_RELEASED = "complaint:released"  # who had it may not see it any more
    COMPLAINT_MOVED = "complaint:moved"
    COMPLAINT_ANSWERED = "complaint:answered for"  # by the parliamentarian, of an agent
    STEP_UNDONE = "step:undone"
    DANGER_PAGED = "danger:paged"
    DANGER_WIDENED = "danger:widened"
    DANGER_HELD = "danger:held"
    CONFLICT_FOUND = "conflict:found"
    CONFLICT_LIFTED = "conflict:lifted"
    STANDBY_CALLED = "standby:called"
    DRAFT_KEPT = "draft:kept"
    DRAFT_DESTROYED = "draft:destroyed"
    ROLE_GIVEN = "role:given"
    ROLE_ENDED = "role:ended"
    LEAD_PROPOSED = "lead:proposed"
    LEAD_DECLINED = "lead:declined"
    NOTICE_SENT = "notice:sent"
    NOTICE_QUIET = "notice:quiet"
    NOTICE_FAILED = "notice:failed"
    NOTICE_TOLD = "notice:told another way"
    CHANNEL_HELD = "channel:held"
    CHANNEL_CLEAR = "channel:clear"
    CHAIN_BEGUN = "chain:begun"
    CHAIN_PUBLISHED = "chain:published"
    KEYS_ROTATED = "keys:rotated"
    ACT_REFUSED = "act:refused"
    RECORD_ALTERED = "record:altered"  # a row does not match its seal


_Sequence = BigInteger().with_variant(Integer, "sqlite")


class AuditEntry(Base):
    """One entry; each carries the hash of the one before."""

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(_Sequence, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str] = mapped_column(String(32))
    role: Mapped[Role | None] = mapped_column(word(Role))
    tag: Mapped[Tag] = mapped_column(word(Tag))
    #: No foreign key: the log outlives what it speaks of.
    complaint_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The one newest hash with its signature; its row is the lock that orders writers."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


_head = rows_of(AuditHead)
_HEAD = select(_head.c.seq, _head.c.hash).where(_head.c.id == 1).with_for_update()
_MOVE_HEAD = (
    update(_head)
    .where(_head.c.id == 1)
    .values(
        seq=bindparam("to_seq"), hash=bindparam("to_hash"), signature=bindparam("to_signature")
    )
)
_NEW_ENTRIES = insert(rows_of(AuditEntry))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be recorded. `actor` is a Slack user or "app"; details hold no content."""

    tag: Tag
    actor: str
    complaint: UUID | None = None
    role: Role | None = None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking the chain found; `broken_at` is the first entry that does not fit."""

    entries: int
    head: bytes
    broken_at: int | None = None
    why: str = ""

    @property
    def intact(self) -> bool:
        """True where every entry follows from the one before and the head is signed."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Chain:
    """Appends to the log; one writer order per database, also with several replicas."""

    key: Ed25519PrivateKey = field(repr=False)
    box: Box
    clock: Callable[[], datetime]

    def begin(self, session: Session) -> None:
        """Make the first head; once for a database."""
        signature = self.key.sign(_signed(GENESIS))
        session.add(AuditHead(id=1, seq=0, hash=GENESIS, signature=signature))
        session.flush()
        self.append(session, Entry(Tag.CHAIN_BEGUN, "app"))

    def append(self, session: Session, *entries: Entry) -> None:
        """Add entries in the caller's transaction; call it last, it holds the write order."""
        head = session.execute(_HEAD).one()
        seq, previous, rows = head.seq, head.hash, []
        for entry in entries:
            seq += 1
            row = self._row(seq, previous, entry)
            rows.append(row)
            previous = row["hash"]
        session.execute(_NEW_ENTRIES, rows)
        signature = self.key.sign(_signed(previous))
        session.execute(
            _MOVE_HEAD, {"to_seq": seq, "to_hash": previous, "to_signature": signature}
        )

    def _row(self, seq: int, previous: bytes, entry: Entry) -> dict[str, Any]:
        row: dict[str, Any] = {
            "seq": seq,
            "at": self.clock(),
            "actor": entry.actor,
            "role": entry.role,
            "tag": entry.tag,
            "complaint_id": entry.complaint,
            "details": self.box.seal_json(_DETAILS, seq, entry.details),
            "previous": previous,
        }
        return row | {"hash": entry_hash(**row)}

    def details(self, entry: AuditEntry) -> dict[str, Any]:
        """Open an entry's details."""
        opened: dict[str, Any] = self.box.open_json(_DETAILS, entry.seq, entry.details)
        return opened


def entry_hash(
    *,
    seq: int,
    at: datetime,
    actor: str,
    role: Role | None,
    tag: Tag,
    complaint_id: UUID | None,
    details: bytes,
    previous: bytes,
) -> bytes:
    """Hash an entry: SHA-256 over its fields, each with its length before it."""
    moment = at.isoformat(timespec="microseconds")
    complaint = complaint_id.hex if complaint_id else ""
    texts = (str(seq), moment, actor, role.value if role else "", tag.value, complaint)
    parts = [*(text.encode() for text in texts), details, previous]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()


def verify(session: Session, public: Ed25519PublicKey, seen: bytes | None = None) -> Verdict:
    """Walk the whole chain and check its head's signature; needs no sealing key.

    With `seen`, a head that people saw, the chain must have passed through it: a log that
    was put back to an older state, or written anew by whoever has the keys, has not.
    """
    head = session.get(AuditHead, 1)
    if head is None:
        return Verdict(0, GENESIS, 0, "there is no signed head")
    previous, count, is_found = GENESIS, 0, seen is None
    for entry in entries(session):
        count += 1
        if entry.seq != count:
            return Verdict(count, previous, count, "an entry is missing")
        if entry.previous != previous or _hash_of(entry) != entry.hash:
            return Verdict(count, previous, count, "the entry was altered")
        previous = entry.hash
        is_found = is_found or previous == seen
    if not is_found:
        return Verdict(count, previous, count + 1, "the head that was seen is not in it")
    return _check_head(head, public, count, previous)


def _check_head(head: AuditHead, public: Ed25519PublicKey, count: int, last: bytes) -> Verdict:
    if head.seq != count or head.hash != last:
        return Verdict(count, last, count + 1, "entries were cut off, or added unsigned")
    try:
        public.verify(head.signature, _signed(head.hash))
    except InvalidSignature:
        return Verdict(count, last, count, "the head's signature is not ours")
    return Verdict(count, last)


def entries(session: Session) -> Iterator[AuditEntry]:
    """Give all entries in order, a thousand at a time."""
    rows = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    yield from session.scalars(rows)


def openings(
    session: Session, complaint: UUID
) -> list[tuple[datetime, SlackUser, Role | None]]:
    """List who opened a complaint, oldest first."""
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.actor, AuditEntry.role)
        .where(AuditEntry.complaint_id == complaint, AuditEntry.tag == Tag.COMPLAINT_OPENED)
        .order_by(AuditEntry.seq)
    )
    return [(row.at, SlackUser(row.actor), row.role) for row in rows]


def _hash_of(entry: AuditEntry) -> bytes:
    return entry_hash(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        role=entry.role,
        tag=entry.tag,
        complaint_id=entry.complaint_id,
        details=entry.details,
        previous=entry.previous,
    )


def _signed(head: bytes) -> bytes:
    """Return what is signed: the hash alone, in which the entry's number is already.

    With the number beside it, whoever sees a head and has the public key could try numbers
    until one fits, and so count what is going on, hidden complaints too.
    """
    return b"slackbot chain head v1:" + head
