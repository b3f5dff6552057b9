"""The first start: the app's own data key, its signing key and the head of its chain."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from slackbot.records import secret
from slackbot.records.audit import Chain
from slackbot.records.database import Database
from slackbot.records.sealed import DataKey, Vault

_ADVISORY_LOCK = 0x4348_4149_4E  # "CHAIN": two replicas may start on an empty database at once


def open_chain(database: Database, vault: Vault, clock: Callable[[], datetime]) -> Chain:
    """Open the audit chain, or found it in an empty database.

    Raises SealError where no sealing key fits the one that is there.
    """
    with database.begin() as session:
        if database.engine.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:key)")
            session.execute(lock, {"key": _ADVISORY_LOCK})
        if session.scalar(select(DataKey.owner).where(DataKey.owner == secret.OWNER)):
            box = vault.box(session, secret.OWNER)
            return Chain(secret.signing_key(session, box), box, clock)
        return _found(session, vault, clock)


def _found(session: Session, vault: Vault, clock: Callable[[], datetime]) -> Chain:
    now = clock()
    box = vault.new_box(session, secret.OWNER, now)
    chain = Chain(secret.make_signing_key(session, box, now), box, clock)
    chain.begin(session)
    return chain
