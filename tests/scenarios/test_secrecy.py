"""Marked words travel every path, and stand afterwards in no log, no message, no file."""

import base64
import gc
import io
import json
import logging
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import text

from slackbot import logs
from slackbot.blocks import card, tasks
from slackbot.casework.intake import Intake
from slackbot.demo.cast import ASHA, CARO, GWEN, OLLIE, PARTY, TOM
from slackbot.rules.details import Wish
from slackbot.sandbox import Fault
from tests.scenarios import deeds
from tests.scenarios.stage import Stage, playing
from tests.scenarios.test_bad_days import not_stored

FIELDS = (
    "statement",
    "typed",
    "quote",
    "place",
    "over",
    "name",
    "handle",
    "accounts",
    "more",
    "links",
    "raisedref",
    "hope",
    "reach",
    "reason",
    "sentence",
    "word",
    "toldhow",
    "failed",
    "crashed",
    "locked",
    "tampered",
)
MARKS = {each: f"Qx7{each}Zk9qVw3" for each in FIELDS}


def spellings(mark: str) -> Iterator[bytes]:
    """The ways in which a word can hide in bytes."""
    raw = mark.encode()
    yield from (raw, raw.hex().encode(), raw.hex().upper().encode())
    yield from (mark.encode("utf-16-le"), mark.encode("utf-16-be"))
    yield "".join(f"\\u{ord(sign):04x}" for sign in mark).encode()
    yield "".join(f"&#{ord(sign)};" for sign in mark).encode()
    yield "".join(f"%{ord(sign):02X}" for sign in mark).encode()
    for shift in range(3):  # base64 has three faces, by where in the text a word begins
        whole = base64.b64encode(b"\0" * shift + raw)
        yield whole[4 if shift else 0 : -4]
        yield base64.urlsafe_b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4]


NEEDLES = [(name, needle) for name, mark in MARKS.items() for needle in spellings(mark)]


def found_in(hay: bytes | str) -> list[str]:
    """The marks that stand in it, in whatever spelling."""
    raw = hay.encode("utf-8", "surrogatepass") if isinstance(hay, str) else hay
    return sorted({name for name, needle in NEEDLES if needle in raw})


class Ear(logging.Handler):
    """Keeps every record of every logger that is heard at the root."""

    def __init__(self) -> None:
        super().__init__(level=0)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name} {record.getMessage()} {vars(record)!r}")
        if record.exc_info:
            self.said.append(logging.Formatter().formatException(record.exc_info))


@contextmanager
def listening() -> Iterator[tuple[Ear, io.StringIO]]:
    """Log as the program does, at its most talkative, and hear it all."""
    root, stream, ear = logging.getLogger(), io.StringIO(), Ear()
    before = root.handlers[:], root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    root.handlers.clear()  # basicConfig(force=True) would close those of pytest
    logs.configure(stream, logging.DEBUG)
    root.addHandler(ear)
    try:
        yield ear, stream
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        root.handlers, logging.raiseExceptions = before[0], before[2]
        root.setLevel(before[1])
        logging.getLogger(logs.OURS).setLevel(logging.NOTSET)


def tell_everything(stage: Stage) -> str:
    """Put each mark where people put words; returns the reference."""
    asha, gwen = stage.person(ASHA), stage.person(GWEN)
    asha.command(deeds.COMMAND, MARKS["typed"])
    assert asha.view
    asha.close()
    said = stage.person(OLLIE).say(PARTY, MARKS["quote"])
    gwen.message_shortcut("report_message", PARTY, said["ts"])
    deeds.fill(gwen, statement=MARKS["statement"], danger="yes", kept_from=["none"])
    ref = deeds.receive(stage, gwen)
    gwen.press("open_own", message=gwen.dms[-1])
    gwen.press("add_details")
    pages: list[dict[str, deeds.Answer]] = [
        {"place": MARKS["place"], "happened_over": MARKS["over"]},
        {
            "name__1": MARKS["name"],
            "handle__1": MARKS["handle"],
            "accounts__1": MARKS["accounts"],
        },
        {"statement__0": MARKS["more"], "links": f"https://a.example/{MARKS['links']}"},
        {
            "wish": Wish.RAISED,
            "raised_reference": MARKS["raisedref"],
            "hope": MARKS["hope"],
            "reach": MARKS["reach"],
        },
    ]
    for page in pages:
        deeds.fill(gwen, **page)
        assert deeds.send(gwen).errors is None
    deeds.report(stage, TOM, behalf=ASHA, statement=MARKS["statement"])
    gwen.close(clear=True)
    stage.settle()
    return ref


def work_on_it(stage: Stage, ref: str) -> None:
    """The team's words, and a message that reaches nobody."""
    caro = stage.person(CARO)
    deeds.acknowledge(stage, CARO, ref, acknowledge_words=MARKS["word"]).close()
    words = {"move_reason": MARKS["reason"], "move_sentence-RAISED": MARKS["sentence"]}
    deeds.move(stage, CARO, ref, "RAISED", **words).close()
    deeds.press_card(stage, caro, card.OPEN_FILE, ref).close()
    stage.box.change_member(GWEN, deleted=True)
    stage.settle()
    deeds.move(stage, CARO, ref, "PANEL").close()
    caro.open_home()
    caro.press(tasks.TOLD_OTHERWISE, where="home")
    deeds.fill(caro, told_how=MARKS["toldhow"])
    assert deeds.send(caro).errors is None
    caro.close(clear=True)
    stage.settle()


def fail_in_every_way(stage: Stage, ref: str) -> None:
    """Slack fails while content is shown, a listener breaks, the record cannot be written."""
    asha, caro = stage.person(ASHA), stage.person(CARO)
    for fault in (Fault.status(500), Fault.error("invalid_arguments"), Fault.cut()):
        stage.box.faults.next("views.open", fault)
        asha.command(deeds.COMMAND, MARKS["failed"])
        stage.box.faults.next("views.open", fault)
        deeds.press_card(stage, caro, card.OPEN_FILE, ref)
    deeds.start(asha, statement=MARKS["crashed"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Intake, "file", _break_down)
        assert deeds.send(asha).errors
    deeds.fill(asha, statement=MARKS["failed"])
    stage.settle()
    with renamed(stage, "complaint_case", "gone"):
        assert deeds.send(asha).errors
    payload = stage.last_sent("view_submission")
    payload["view"]["callback_id"] = "a_form_of_nobody"
    stage.ask(payload)
    asha.close(clear=True)
    del payload
    gc.collect()


@contextmanager
def renamed(stage: Stage, table: str, other: str) -> Iterator[None]:
    """Let a statement fail in the middle of a transaction, with all its values at hand."""
    database = stage.service.casework.desk.database
    with database.begin() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO {other}"))
    yield
    with database.begin() as session:
        session.execute(text(f"ALTER TABLE {other} RENAME TO {table}"))


def _break_down(intake: Intake, report: object) -> None:
    raise KeyError(report)


def knock_with_a_bad_signature(stage: Stage) -> None:
    body = urlencode({"payload": json.dumps({"typed": MARKS["tampered"]})})
    for stamp in ("1", "junk"):
        line = HTTPConnection("127.0.0.1", stage.service.port, timeout=20)
        headers = {"X-Slack-Signature": "v0=junk", "X-Slack-Request-Timestamp": stamp}
        line.request("POST", f"/slack/events?q={quote(body)}", body, headers)
        assert line.getresponse().status in {401, 404}
        line.close()


def lock_the_record(stage: Stage) -> None:
    asha = stage.person(ASHA)
    deeds.start(asha, statement=MARKS["locked"])
    turn = stage.service.casework.desk.database._turn
    if turn is not None:
        with turn:
            not_stored(asha)
    asha.close(clear=True)


def stored_by_slack(stage: Stage) -> Iterator[str]:
    """All that Slack keeps: messages of the bot's, Homes, what forms carry, file names."""
    us = stage.box.bot_user_id
    for channel in stage.box.world.channels.values():
        for message in channel.messages:
            if message.user == us:
                yield repr(message)
    yield from (repr(home.spec) for home in stage.box.world.modals.homes.values())
    for each in list(stage.box.world.seen):
        if each.kind != "view" and each.author == us:
            yield repr(each)
        if each.view:
            kept = {k: v for k, v in each.view.items() if k not in {"blocks", "state"}}
            yield repr(kept)


def metrics(stage: Stage) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{stage.service.port}/metrics") as page:
        return str(page.read().decode())


def play(stage: Stage) -> None:
    ref = tell_everything(stage)
    work_on_it(stage, ref)
    fail_in_every_way(stage, ref)
    lock_the_record(stage)
    knock_with_a_bad_signature(stage)
    stage.settle()


def test_no_word_of_a_complaint_is_told_by_accident(record: str, over_http: bool) -> None:
    file = Path(record.removeprefix("sqlite:///"))
    with listening() as (ear, stream), playing(record, over_http=over_http) as stage:
        play(stage)
        assert metrics(stage)
        assert found_in(metrics(stage)) == []
        assert found_in("\n".join(stored_by_slack(stage))) == []
        beside = b"".join(
            each.read_bytes() for each in file.parent.iterdir() if each.is_file()
        )
        assert found_in(beside) == []
        assert len(beside) > 100_000
    assert found_in(stream.getvalue()) == []
    assert found_in("\n".join(ear.said)) == [], [x[:300] for x in ear.said if found_in(x)]
    assert "a listener failed" in stream.getvalue()


def scan(reader: psycopg.Connection[Any], table: str) -> list[str]:
    every = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
    return [str(row[0]) for row in reader.execute(every).fetchall()]


@pytest.mark.postgres
def test_no_word_of_a_complaint_lies_open_in_postgresql(founded_postgres: str) -> None:
    with playing(founded_postgres) as stage:
        play(stage)
        with psycopg.connect(founded_postgres) as reader:
            tables = reader.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname='public'"
            )
            rows = [row for (table,) in tables.fetchall() for row in scan(reader, table)]
        assert len(rows) > 50
        assert found_in("\n".join(rows)) == []


def test_a_mark_is_found_however_it_is_spelt() -> None:
    for spelling in spellings(MARKS["hope"]):
        assert found_in(b"\0before" + spelling + b"after") == ["hope"]
