"""Looking after keys and log: what an operator does at the command line, recorded too."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from slackbot.casework.checking import Misfit, find_misfits
from slackbot.casework.desk import APP, Desk
from slackbot.records import audit
from slackbot.records.audit import AuditEntry, AuditHead, Entry, Tag, Verdict
from slackbot.records.database import Database
from slackbot.records.sealed import DataKey, Vault, key_name

_BATCH = 500


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One sealing key by its name: whether we have it, and how many data keys it wraps."""

    name: str
    here: bool
    newest: bool
    wraps: int


def verify_chain(
    database: Database, public: Ed25519PublicKey, seen: bytes | None = None
) -> Verdict:
    """Check the whole log against a public key; no sealing key is needed for it.

    `seen` is a head from the triage channel, which the log must hold.
    """
    with database.read() as session:
        return audit.verify(session, public, seen)


def key_uses(database: Database, vault: Vault) -> tuple[KeyUse, ...]:
    """List the sealing keys that we have, newest first, then those that are missing."""
    counted = select(DataKey.sealing_key, func.count()).group_by(DataKey.sealing_key)
    with database.read() as session:
        wraps = {name: int(count) for name, count in session.execute(counted)}
    ours = [key_name(key) for key in vault.keyring.keys]
    names = [*ours, *sorted(wraps.keys() - set(ours))]
    return tuple(
        KeyUse(name, name in ours, name == vault.keyring.newest, wraps.get(name, 0))
        for name in names
    )


@dataclass(frozen=True, slots=True)
class Custody:
    """Keys and log of an opened record."""

    desk: Desk

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The public half of the key that signs the chain's head."""
        return self.desk.chain.key.public_key()

    def misfits(self) -> list[Misfit]:
        """List what in the database is not as it was sealed, or not as the log has it."""
        desk = self.desk
        return list(find_misfits(desk.database, desk.vault, desk.roles.seal))

    def rotate(self) -> int:
        """Wrap every data key with the newest sealing key; say how many were wrapped anew.

        In batches, so that nobody who reports meanwhile waits; begun again after a stop, it
        goes on where it was. Raises SealError where an older key is missing.
        """
        total = 0
        while True:
            with self.desk.database.begin() as session:
                count = self._rotate_some(session)
            total += count
            if count < _BATCH:
                return total

    def _rotate_some(self, session: Session) -> int:
        count = self.desk.vault.rewrap(session, _BATCH)
        if count:
            details = {"count": count, "key": self.desk.vault.keyring.newest}
            session.flush()
            self.desk.chain.append(session, Entry(Tag.KEYS_ROTATED, APP, details=details))
        return count

    def export(self) -> Iterator[dict[str, Any]]:
        """Give the log as plain JSON: first its head, then every entry in order.

        With `sealed` and the public key anyone can compute the chain without us.
        """
        with self.desk.database.read() as session:
            head = session.get_one(AuditHead, 1)
            yield {
                "public_key": self.public_key.public_bytes_raw().hex(),
                "entries": head.seq,
                "hash": head.hash.hex(),
                "signature": head.signature.hex(),
            }
            for entry in audit.entries(session):
                yield self._plain(entry)

    def _plain(self, entry: AuditEntry) -> dict[str, Any]:
        return {
            "seq": entry.seq,
            "at": entry.at.isoformat(timespec="microseconds"),
            "actor": entry.actor,
            "role": entry.role.value if entry.role else "",
            "tag": entry.tag.value,
            "complaint": entry.complaint_id.hex if entry.complaint_id else "",
            "details": self.desk.chain.details(entry),
            "sealed": base64.b64encode(entry.details).decode(),
            "previous": entry.previous.hex(),
            "hash": entry.hash.hex(),
        }
