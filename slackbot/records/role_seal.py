"""The seal on a role: with the database alone, without our keys, nobody makes a caseworker."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Row

from slackbot.records.base import rows_of
from slackbot.records.people import Grant

_PURPOSE = b"slackbot role seal v1"
_KEY = 32

_grant = rows_of(Grant)
COLUMNS = tuple(_grant.c)
"""What must be read of a grant to know whether it counts."""

Granted = Grant | Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class RoleSeal:
    """Seals grants, and says whether one is as we wrote it; a few µs each."""

    _key: bytes = field(repr=False)

    @classmethod
    def under(cls, key: Ed25519PrivateKey) -> "RoleSeal":
        """Derive the key from the one secret that the app keeps sealed already."""
        hkdf = HKDF(SHA256(), _KEY, salt=None, info=_PURPOSE)
        return cls(hkdf.derive(key.private_bytes_raw()))

    def make(self, grant: Granted) -> bytes:
        """Make the seal of a grant as it stands now."""
        return _digest(
            self._key,
            grant.id,
            grant.person,
            grant.role,
            grant.given_by,
            grant.given_at,
            grant.ended_by,
            grant.ended_at,
        )

    def fits(self, grant: Granted) -> bool:
        """Say whether a grant is as we wrote it; else it counts as not held."""
        return hmac.compare_digest(self.make(grant), bytes(grant.seal))


# Every request reads the same few grants; what they say decides the digest, so it is kept.
@lru_cache(maxsize=1024)
def _digest(key: bytes, grant: UUID, *said: str | datetime | None) -> bytes:
    written = [_moment(each) if isinstance(each, datetime) else each for each in said]
    return hmac.digest(key, json.dumps([grant.hex, *written]).encode(), "sha256")


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
