"""The few secrets of the app itself, sealed: so far the key that signs the chain."""

from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from slackbot.records.base import Base, UtcTime
from slackbot.records.sealed import Box

OWNER = UUID(int=0)
"""Owns the data key under which secrets and audit details are sealed."""

_PLACE = "secret.value"
_SIGNING = "chain signing key"


class Secret(Base):
    """One secret of the app."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


def make_signing_key(session: Session, box: Box, now: datetime) -> Ed25519PrivateKey:
    """Make the Ed25519 key at first start and keep it sealed."""
    key = Ed25519PrivateKey.generate()
    sealed = box.seal(_PLACE, _SIGNING, key.private_bytes_raw().hex())
    session.add(Secret(name=_SIGNING, value=sealed, made_at=now))
    return key


def signing_key(session: Session, box: Box) -> Ed25519PrivateKey:
    """Open the signing key. Raises SealError where the sealing key is not the right one."""
    row = session.get_one(Secret, _SIGNING)
    return Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex(box.open(_PLACE, _SIGNING, row.value))
    )
