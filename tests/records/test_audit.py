import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from slackbot.records.audit import (
    AuditEntry,
    AuditHead,
    Chain,
    Entry,
    Tag,
    Verdict,
    entries,
    entry_hash,
    verify,
)
from slackbot.records.database import Database
from slackbot.records.founding import open_chain
from slackbot.records.sealed import Keyring, SealError, Vault, new_key
from slackbot.rules.roles import Role
from tests.clock import Clock

LENGTH = 12  # with the entry that began it
KEY = new_key()


def open_with(database: Database, key: str = KEY) -> Chain:
    return open_chain(database, Vault(Keyring.read([key])), Clock())


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def one_file(sqlite_url: str) -> Any:
    opened = Database.open(sqlite_url)
    yield opened
    opened.close()


def append(chain: Chain, database: Database, count: int, actor: str = "U0") -> None:
    for at in range(count):
        with database.begin() as session:
            entry = Entry(Tag.COMPLAINT_OPENED, actor, role=Role.LEAD, details={"n": at})
            chain.append(session, entry)


def check(database: Database, public: Ed25519PublicKey) -> Verdict:
    with database.read() as session:
        return verify(session, public)


def test_a_new_chain_is_intact_with_the_public_key_alone(database: Database) -> None:
    chain = open_with(database)
    append(chain, database, 3)
    raw = chain.key.public_key().public_bytes_raw()
    verdict = check(database, Ed25519PublicKey.from_public_bytes(raw))
    assert (verdict.intact, verdict.entries, verdict.why) == (True, 4, "")


def test_an_empty_database_has_no_signed_head(database: Database) -> None:
    verdict = check(database, Ed25519PrivateKey.generate().public_key())
    assert (verdict.broken_at, verdict.why) == (0, "there is no signed head")


def test_another_key_did_not_sign_it(database: Database) -> None:
    append(open_with(database), database, 2)
    verdict = check(database, Ed25519PrivateKey.generate().public_key())
    assert (verdict.broken_at, verdict.why) == (3, "the head's signature is not ours")


def test_what_is_rolled_back_was_never_in_it(database: Database) -> None:
    chain = open_with(database)
    with pytest.raises(KeyError), database.begin() as session:  # noqa: PT012 - a transaction
        chain.append(session, Entry(Tag.COMPLAINT_OPENED, "U0"))
        raise KeyError
    assert check(database, chain.key.public_key()) == Verdict(1, check_head(database))


def check_head(database: Database) -> bytes:
    with database.read() as session:
        return session.get_one(AuditHead, 1).hash


def test_details_open_with_the_sealing_key_only(database: Database) -> None:
    chain = open_with(database)
    append(chain, database, 1)
    with database.read() as session:
        newest = list(entries(session))[-1]
        assert chain.details(newest) == {"n": 0}
        assert b'"n"' not in newest.details


def test_the_chain_opens_again_with_the_same_signing_key(database: Database) -> None:
    first, again = open_with(database), open_with(database)
    append(first, database, 1)
    append(again, database, 1)
    assert check(database, again.key.public_key()).entries == 3
    assert first.key.private_bytes_raw() == again.key.private_bytes_raw()


def test_another_sealing_key_does_not_open_it(database: Database) -> None:
    open_with(database)
    with pytest.raises(SealError):
        open_with(database, new_key())


def test_threads_that_append_at_once_keep_one_order(database: Database) -> None:
    chain, start = open_with(database), threading.Barrier(8)

    def work(name: str) -> None:
        start.wait()
        append(chain, database, 5, name)

    threads = [threading.Thread(target=work, args=(f"U{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = check(database, chain.key.public_key())
    assert (verdict.intact, verdict.entries) == (True, 41)
    with database.read() as session:
        by_actor: dict[str, list[int]] = {}
        for entry in list(entries(session))[1:]:
            by_actor.setdefault(entry.actor, []).append(chain.details(entry)["n"])
    assert by_actor == {f"U{n}": [0, 1, 2, 3, 4] for n in range(8)}


def test_replicas_that_start_at_once_found_one_chain(database: Database) -> None:
    start, keys = threading.Barrier(4), []

    def work() -> None:
        start.wait()
        keys.append(open_with(database).key.private_bytes_raw())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 4
    assert len(set(keys)) == 1


# Whoever can write in the database, but has not the signing key.


def alter(name: str, value: Any) -> Callable[[Session, int], int]:
    def change(session: Session, seq: int) -> int:
        values = {name: value(session.get_one(AuditEntry, seq)) if callable(value) else value}
        session.execute(update(AuditEntry).where(AuditEntry.seq == seq).values(**values))
        return seq

    return change


def remove(session: Session, seq: int) -> int:
    session.execute(delete(AuditEntry).where(AuditEntry.seq == seq))
    return seq


def remove_and_close_up(session: Session, seq: int) -> int:
    remove(session, seq)
    for later in range(seq + 1, LENGTH + 1):
        at = AuditEntry.seq == later
        session.execute(update(AuditEntry).where(at).values(seq=later - 1))
    return seq


def insert_copy(session: Session, seq: int) -> int:
    copied = session.get_one(AuditEntry, seq)
    row = {c.name: getattr(copied, c.name) for c in AuditEntry.__table__.columns}
    session.expunge_all()
    for later in range(LENGTH, seq, -1):
        at = AuditEntry.seq == later
        session.execute(update(AuditEntry).where(at).values(seq=later + 1))
    session.add(AuditEntry(**(row | {"seq": seq + 1})))
    session.flush()
    return seq + 1


def swap(session: Session, seq: int) -> int:
    other = seq % LENGTH + 1
    for now, then in ((seq, 99), (other, seq), (99, other)):
        session.execute(update(AuditEntry).where(AuditEntry.seq == now).values(seq=then))
    return min(seq, other)


def truncate(session: Session, seq: int) -> int:
    session.execute(delete(AuditEntry).where(AuditEntry.seq >= seq))
    return seq


def rewrite_from(session: Session, seq: int) -> int:
    """Alter one entry and work out all hashes after it anew, the head's too."""
    rows = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    rows[seq - 1].actor = "U0FORGED"
    previous = rows[seq - 2].hash if seq > 1 else bytes(32)
    for row in rows[seq - 1 :]:
        row.previous = previous
        fields = ("seq", "at", "actor", "role", "tag", "complaint_id", "details", "previous")
        row.hash = previous = entry_hash(**{name: getattr(row, name) for name in fields})
    session.get_one(AuditHead, 1).hash = previous
    session.flush()
    return LENGTH


DEEDS = [
    alter("actor", "U0FORGED"),
    alter("role", Role.CASEWORKER),
    alter("tag", Tag.ACT_REFUSED),
    alter("at", lambda entry: entry.at + timedelta(microseconds=1)),
    alter("details", lambda entry: entry.details[:-1] + bytes([entry.details[-1] ^ 1])),
    alter("hash", bytes(32)),
    alter("previous", b"\1" * 32),
    remove,
    remove_and_close_up,
    insert_copy,
    swap,
    truncate,
    rewrite_from,
]


@given(st.sampled_from(DEEDS), st.integers(1, LENGTH))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_is_found_and_located(
    one_file: Database, deed: Callable[[Session, int], int], seq: int
) -> None:
    chain = open_with(one_file)
    with one_file.read() as session:
        have = len(list(entries(session)))
    append(chain, one_file, LENGTH - have)
    public = chain.key.public_key()
    assert check(one_file, public).intact
    with Session(one_file.engine) as session:
        where = deed(session, seq)
        session.flush()
        session.expire_all()
        verdict = verify(session, public)
        session.rollback()
    assert verdict.broken_at == where


def test_a_head_set_back_by_hand_is_not_signed(one_file: Database) -> None:
    chain = open_with(one_file)
    append(chain, one_file, 3)
    with one_file.begin() as session:
        last = session.get_one(AuditEntry, 3)
        truncate(session, 4)
        head = session.get_one(AuditHead, 1)
        head.seq, head.hash = 3, last.hash
    verdict = check(one_file, chain.key.public_key())
    assert (verdict.broken_at, verdict.why) == (3, "the head's signature is not ours")
