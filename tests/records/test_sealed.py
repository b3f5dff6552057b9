import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Enum, LargeBinary, String, delete, inspect, select
from sqlalchemy.orm import Session

from slackbot.records.base import Base
from slackbot.records.complaint import Complaint
from slackbot.records.database import Database
from slackbot.records.sealed import (
    PLACES,
    Box,
    DataKey,
    KeyGoneError,
    Keyring,
    SealError,
    Vault,
    new_key,
)
from slackbot.records.tables import metadata

NOW = datetime(2026, 3, 2, tzinfo=UTC)
BOX = Box(AESGCM(secrets.token_bytes(32)))
PLACE, ROW = "complaint.statement", UUID(int=7)

# Hypothesis leaves halves of characters out of its own alphabet.
anything = st.text(st.characters(exclude_categories=[]))
places = st.sampled_from(sorted(PLACES))

# Binary columns that hold no text: keys, hashes and signatures.
NOT_TEXT = {
    "data_key.wrapped",
    "audit_entry.previous",
    "audit_entry.hash",
    "audit_head.hash",
    "audit_head.signature",
    "role_grant.seal",
}

# Every plain text column, and why nobody's words can stand in it.
PLAIN = {
    "audit_entry.actor": "a Slack id, or app",
    "channel.id": "a Slack id",
    "channel.members": "Slack ids",
    "channel.problem": "a sentence of ours, with names from the directory",
    "complaint.agent": "a Slack id",
    "complaint.danger_held_by": "a Slack id",
    "complaint.form_key": "random, ours",
    "complaint.logged_by": "a Slack id",
    "complaint.privacy_version": "a date of ours",
    "complaint.ref": "random, ours",
    "complaint.reporter": "a Slack id",
    "complaint.taken_by": "a Slack id",
    "addition.added_by": "a Slack id",
    "addition.form_key": "random, ours",
    "conflict.lifted_by": "a Slack id",
    "conflict.person": "a Slack id",
    "data_key.sealing_key": "a hash",
    "display.channel": "a Slack id",
    "display.owner": "random, ours",
    "display.place": "a Slack id",
    "display.target": "an id of ours",
    "display.ts": "Slack's time",
    "draft.form_key": "random, ours",
    "draft.person": "a Slack id",
    "lead_proposal.asked_by": "a Slack id",
    "lead_proposal.decided_by": "a Slack id",
    "lead_proposal.person": "a Slack id",
    "notice.channel": "a Slack id",
    "notice.owner": "random, ours",
    "notice.recipient": "a Slack id",
    "notice.told_by": "a Slack id",
    "notice.ts": "Slack's time",
    "notice.words": "words of ours: a role change, a problem of the channel, a chain head",
    "person.dm_channel": "a Slack id",
    "person.id": "a Slack id",
    "person.name": "the workspace's own directory; who somebody is, not what they wrote",
    "person.known_as": "as person.name",
    "person.tz": "a name of a time zone",
    "role_grant.ended_by": "a Slack id",
    "role_grant.given_by": "a Slack id",
    "role_grant.person": "a Slack id",
    "schedule.name": "a constant of ours",
    "secret.name": "a constant of ours",
    "step.before": "JSON of our enums and ids, restored by an undo",
    "step.entered_by": "a Slack id",
    "step.form_key": "random, ours",
    "step.undone_by": "a Slack id",
    "throttle.method": "the name of a method of Slack's",
}


def columns(kind: type[Any]) -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata().tables.values()
        for column in table.columns
        if isinstance(column.type, kind) and not isinstance(column.type, Enum)
    }


def test_every_binary_column_is_sealed_or_holds_no_text() -> None:
    assert columns(LargeBinary) == PLACES | NOT_TEXT


def test_every_plain_text_column_is_one_that_nobody_writes_in() -> None:
    assert columns(String) | columns(JSON) == set(PLAIN)


def test_every_model_stands_in_the_metadata() -> None:
    mapped = {inspect(mapper.class_).local_table.name for mapper in Base.registry.mappers}
    assert mapped == set(metadata().tables)


@given(anything, places)
def test_whatever_was_written_comes_back(text: str, place: str) -> None:
    assert BOX.open(place, ROW, BOX.seal(place, ROW, text)) == text


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud83d", "\udc00 half", "\ud83d\ude00", ""])
def test_what_databases_do_not_take_comes_back_too(text: str) -> None:
    assert BOX.open_json(PLACE, ROW, BOX.seal_json(PLACE, ROW, {"said": text})) == {
        "said": text
    }


@given(st.text(min_size=1, max_size=400), st.data())
def test_one_altered_bit_is_found(text: str, data: st.DataObject) -> None:
    sealed = bytearray(BOX.seal(PLACE, ROW, text))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(SealError):
        BOX.open(PLACE, ROW, bytes(sealed))


@given(st.binary(max_size=300))
def test_what_is_no_seal_does_not_open(blob: bytes) -> None:
    with pytest.raises(SealError):
        BOX.open(PLACE, ROW, blob)


@given(places, places, st.uuids(), st.uuids())
def test_a_moved_seal_does_not_open(
    place: str, elsewhere: str, row: UUID, another: UUID
) -> None:
    sealed = BOX.seal(place, row, "a text")
    if (place, row) != (elsewhere, another):
        with pytest.raises(SealError):
            BOX.open(elsewhere, another, sealed)


def test_another_complaints_key_does_not_open_it() -> None:
    with pytest.raises(SealError):
        Box(AESGCM(secrets.token_bytes(32))).open(PLACE, ROW, BOX.seal(PLACE, ROW, "a text"))


def test_nothing_is_sealed_at_a_place_that_is_not_in_the_inventory() -> None:
    with pytest.raises(ValueError, match=r"complaint\.reporter"):
        BOX.seal("complaint.reporter", ROW, "a text")


@given(st.integers(0, 252), st.integers(0, 252))
def test_padding_hides_the_length_of_what_is_short(one: int, other: int) -> None:
    assert len(BOX.seal(PLACE, ROW, "x" * one)) == len(BOX.seal(PLACE, ROW, "y" * other))


@given(st.binary(max_size=2000))
def test_lengths_come_in_steps_of_256_bytes(blob: bytes) -> None:
    assert (len(BOX.seal(PLACE, ROW, blob.hex())) - 12 - 16) % 256 == 0


def test_the_same_text_is_never_sealed_the_same() -> None:
    assert len({BOX.seal(PLACE, ROW, "a text") for _ in range(50)}) == 50


def test_what_is_secret_is_not_printed() -> None:
    keyring = Keyring.read([new_key()])
    printed = repr((keyring, Vault(keyring), BOX))
    assert keyring.keys[0].hex() not in printed
    assert repr(keyring.keys[0]) not in printed


@pytest.mark.parametrize(
    "texts", [[], ["short"], ["!" * 43], [new_key(), ""], [new_key() + "A"]]
)
def test_what_is_no_sealing_key_is_refused(texts: list[str]) -> None:
    with pytest.raises(ValueError, match=r"key|base64|Incorrect|Invalid"):
        Keyring.read(texts)


@pytest.fixture
def session(sqlite_url: str) -> Any:
    database = Database.open(sqlite_url)
    with database.begin() as session:
        yield session
    database.close()


def vault(*keys: str) -> Vault:
    return Vault(Keyring.read(list(keys)))


def test_an_erased_key_is_gone_for_good(session: Session) -> None:
    owner, ours = uuid4(), vault(new_key())
    sealed = ours.new_box(session, owner, NOW).seal(PLACE, owner, "a text")
    assert ours.box(session, owner).open(PLACE, owner, sealed) == "a text"
    session.execute(delete(DataKey).where(DataKey.owner == owner))
    with pytest.raises(KeyGoneError):
        ours.box(session, owner)
    assert ours.boxes(session, [owner]) == {}


def test_a_wrong_sealing_key_opens_nothing_and_is_named(session: Session) -> None:
    owner, key = uuid4(), new_key()
    vault(key).new_box(session, owner, NOW)
    with pytest.raises(SealError, match=Keyring.read([key]).newest):
        vault(new_key()).box(session, owner)


def test_a_wrapped_key_moved_to_another_owner_does_not_open(session: Session) -> None:
    ours, one, other = vault(new_key()), uuid4(), uuid4()
    for owner in (one, other):
        ours.new_box(session, owner, NOW)
    rows = {row.owner: row for row in session.scalars(select(DataKey))}
    rows[one].wrapped = rows[other].wrapped
    session.flush()
    with pytest.raises(SealError):
        ours.box(session, one)


def test_rotating_wraps_anew_until_the_old_key_is_needed_no_more(session: Session) -> None:
    old, new, owners = new_key(), new_key(), [uuid4() for _ in range(5)]
    sealed = {
        owner: vault(old).new_box(session, owner, NOW).seal(PLACE, owner, owner.hex)
        for owner in owners
    }
    counts: list[int] = []
    while not counts or counts[-1]:
        counts.append(vault(new, old).rewrap(session, at_most=2))
        session.flush()
    assert counts == [2, 2, 1, 0]
    opened = {
        o: b.open(PLACE, o, sealed[o]) for o, b in vault(new).boxes(session, owners).items()
    }
    assert opened == {owner: owner.hex for owner in owners}


def test_a_complaints_texts_are_bytes_to_the_database() -> None:
    kinds = {c.name: type(c.type) for c in Complaint.__table__.columns}
    assert kinds["statement"] is kinds["quote"] is LargeBinary
