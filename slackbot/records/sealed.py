"""Seals: every text that a person wrote is ciphertext before it reaches the database.

A complaint has a data key of its own, wrapped by the newest sealing key; destroying the
data key destroys the complaint. A seal is bound to its table, column and row, so that
ciphertext moved elsewhere does not open. Lengths are padded, so that they say little.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from slackbot.records.base import Base, UtcTime, rows_of

_NONCE = 12
_KEY = 32
_BLOCK = 256
_LENGTH = 4
# Slack's JSON can carry half a character: kept as it came, since an error would lose it.
_HALVES = "surrogatepass"

# Every sealed column, as data: a test compares it with the tables.
PLACES = frozenset(
    {
        "complaint.statement",
        "complaint.quote",
        "complaint.guard",
        "complaint_case.respondent",
        "addition.answers",
        "step.reason",
        "step.sentence",
        "draft.quote",
        "notice.told_how",
        "audit_entry.details",
        "secret.value",
    }
)


class SealError(Exception):
    """A sealed value does not open: a key is missing or wrong, or the value was altered."""


class KeyGoneError(SealError):
    """The data key was destroyed; what it sealed cannot be read any more."""


class DataKey(Base):
    """The wrapped key of one owner (a complaint, a draft, the chain); kept apart."""

    __tablename__ = "data_key"

    owner: Mapped[UUID] = mapped_column(primary_key=True)
    sealing_key: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


_NEW_KEY = insert(rows_of(DataKey))


@dataclass(frozen=True, slots=True)
class Keyring:
    """The sealing keys, newest first; 32 bytes each, from the environment only."""

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def read(cls, texts: list[str]) -> "Keyring":
        """Read base64url keys. Raises ValueError where one is not 32 bytes."""
        keys = tuple(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in texts)
        if not keys or any(len(key) != _KEY for key in keys):
            raise ValueError("a sealing key is 32 bytes in base64url")
        return cls(keys)

    @property
    def newest(self) -> str:
        """The name of the key that wraps from now on."""
        return key_name(self.keys[0])

    def wrap(self, key: bytes, owner: UUID) -> bytes:
        """Wrap a data key for its owner with the newest sealing key."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.keys[0]).encrypt(nonce, key, _wrap_place(owner))

    def unwrap(self, row: DataKey) -> bytes:
        """Unwrap a data key. Raises SealError where its sealing key is not here."""
        for key in self.keys:
            if key_name(key) == row.sealing_key:
                return _open(AESGCM(key), row.wrapped, _wrap_place(row.owner))
        raise SealError(f"sealing key {row.sealing_key} is not among SEALING_KEYS")


@dataclass(frozen=True, slots=True)
class Box:
    """Seals and opens the values of one owner."""

    _cipher: AESGCM = field(repr=False)

    def seal(self, place: str, row: object, text: str) -> bytes:
        """Seal a text for one place (table.column) and row; padded to 256 bytes."""
        if place not in PLACES:
            raise ValueError(place)
        nonce = secrets.token_bytes(_NONCE)
        padded = _pad(text.encode(errors=_HALVES))
        return nonce + self._cipher.encrypt(nonce, padded, _bound(place, row))

    def open(self, place: str, row: object, sealed: bytes) -> str:
        """Open a value at its place. Raises SealError where it was altered or moved."""
        return _unpad(_open(self._cipher, sealed, _bound(place, row))).decode(errors=_HALVES)

    def seal_json(self, place: str, row: object, value: object) -> bytes:
        """Seal plain JSON."""
        return self.seal(place, row, json.dumps(value, ensure_ascii=False))

    def open_json(self, place: str, row: object, sealed: bytes) -> Any:  # noqa: ANN401
        """Open what `seal_json` sealed."""
        return json.loads(self.open(place, row, sealed))


@dataclass(frozen=True, slots=True)
class Vault:
    """Makes and finds the boxes of owners."""

    keyring: Keyring

    def new_box(self, session: Session, owner: UUID, now: datetime) -> Box:
        """Make an owner's data key, in the caller's transaction."""
        key = secrets.token_bytes(_KEY)
        wrapped = self.keyring.wrap(key, owner)
        row = {"owner": owner, "sealing_key": self.keyring.newest, "wrapped": wrapped}
        session.execute(_NEW_KEY, row | {"made_at": now})
        return Box(AESGCM(key))

    def box(self, session: Session, owner: UUID) -> Box:
        """Find an owner's box. Raises KeyGoneError after erasure, else SealError."""
        row = session.scalar(select(DataKey).where(DataKey.owner == owner))
        if row is None:
            raise KeyGoneError("the data key was destroyed")
        return Box(AESGCM(self.keyring.unwrap(row)))

    def boxes(self, session: Session, owners: Sequence[UUID]) -> dict[UUID, Box]:
        """Find the boxes of many owners at once; those erased are not among them."""
        rows = session.scalars(select(DataKey).where(DataKey.owner.in_(owners)))
        return {row.owner: Box(AESGCM(self.keyring.unwrap(row))) for row in rows}

    def rewrap(self, session: Session, at_most: int) -> int:
        """Wrap up to `at_most` data keys anew with the newest sealing key; return how many."""
        old = select(DataKey).where(DataKey.sealing_key != self.keyring.newest)
        rows = session.scalars(old.limit(at_most)).all()
        for row in rows:
            row.wrapped = self.keyring.wrap(self.keyring.unwrap(row), row.owner)
            row.sealing_key = self.keyring.newest
        return len(rows)


def new_key() -> str:
    """Make a sealing key, as SEALING_KEYS takes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY)).decode().rstrip("=")


def key_name(key: bytes) -> str:
    """Name a sealing key without giving it away."""
    return hashlib.sha256(b"slackbot sealing key" + key).hexdigest()[:16]


def _wrap_place(owner: UUID) -> bytes:
    return f"data_key.wrapped:{owner.hex}".encode()


def _bound(place: str, row: object) -> bytes:
    name = row.hex if isinstance(row, UUID) else str(row)
    return f"{place}:{name}".encode()


def _open(cipher: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], place)
    except (InvalidTag, ValueError):
        raise SealError("a sealed value does not open") from None


def _pad(plain: bytes) -> bytes:
    body = len(plain).to_bytes(_LENGTH, "big") + plain
    return body + bytes(-len(body) % _BLOCK)


def _unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH], "big")
    return padded[_LENGTH : _LENGTH + length]
