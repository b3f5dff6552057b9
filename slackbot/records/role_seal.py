"""The seal on a role: with the database alone, without our keys, nobody makes a caseworker."""

import hmac
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

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
        said = [grant.id.hex, grant.person, grant.role, grant.given_by]
        said += [_moment(grant.given_at), grant.ended_by, _moment(grant.ended_at)]
        return hmac.digest(self._key, json.dumps(said).encode(), "sha256")

    def fits(self, grant: Granted) -> bool:
        """Say whether a grant is as we wrote it; else it counts as not held."""
        return hmac.compare_digest(self.make(grant), bytes(grant.seal))


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="microseconds") if at else ""
