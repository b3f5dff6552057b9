"""The database, Slack or a key is not there: nothing is lost, and everybody is told."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO
from slackbot.sandbox import Fault
from slackbot.sandbox.person import Person
from slackbot.service import Service, ServiceError
from tests.scenarios import deeds
from tests.scenarios.stage import Stage, playing

IN_TIME = 3.0
"""Seconds; then Slack says "trouble connecting" by itself."""


def check_kept_and_send_again(stage: Stage, asha: Person) -> None:
    """The form is open with what was typed, and goes once all is well."""
    assert deeds.TOLD in str(asha.view)
    assert deeds.receive(stage, asha)
    assert stage.count() == 1


def min_of_three(deed: Callable[[], object]) -> float:
    """The seconds that it takes; again where it took too long, as a machine may be busy."""
    for _ in range(3):
        began = time.monotonic()
        deed()
        waited = time.monotonic() - began
        if waited < IN_TIME:
            break
    return waited


def not_stored(asha: Person) -> str:
    (told,) = (deeds.send(asha).errors or {}).values()
    assert told.startswith("This could not be stored just now. Nothing was kept.")
    assert "What you typed is still in this form" in told
    return told


def test_a_locked_database_leaves_the_form_open(record: str) -> None:
    with playing(record) as stage:
        asha = stage.person(ASHA)
        deeds.start(asha)
        lock = sqlite3.connect(record.removeprefix("sqlite:///"), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        waited = min_of_three(lambda: not_stored(asha))
        lock.execute("ROLLBACK")
        lock.close()
        assert waited < IN_TIME
        check_kept_and_send_again(stage, asha)


def test_a_database_that_is_gone_leaves_the_form_open(record: str) -> None:
    file = Path(record.removeprefix("sqlite:///"))
    with playing(record) as stage:
        asha = stage.person(ASHA)
        deeds.start(asha)
        away = file.parent.rename(file.parent.with_name("away"))
        stage.service.casework.desk.database.engine.dispose()
        not_stored(asha)
        away.rename(file.parent)
        check_kept_and_send_again(stage, asha)


@pytest.mark.postgres
def test_a_postgresql_that_is_gone_leaves_the_form_open(founded_postgres: str) -> None:
    name = founded_postgres.split("/")[3].split("?", maxsplit=1)[0]
    server = founded_postgres.replace(name, "postgres", 1)
    with playing(founded_postgres) as stage:
        asha = stage.person(ASHA)
        deeds.start(asha)
        with psycopg.connect(server, autocommit=True) as operator:
            operator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            operator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                (name,),
            )
            not_stored(asha)
            operator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        check_kept_and_send_again(stage, asha)


def test_a_command_without_a_database_is_answered(record: str) -> None:
    file = Path(record.removeprefix("sqlite:///"))
    with playing(record) as stage:
        away = file.parent.rename(file.parent.with_name("away"))
        stage.service.casework.desk.database.engine.dispose()
        said = stage.person(ASHA).command(deeds.COMMAND, "status")
        away.rename(file.parent)
        assert said.ephemeral
        assert "Try again in a minute." in said.ephemeral["text"]


def test_what_is_sent_while_slack_is_gone_is_stored_and_told_later(socket: Stage) -> None:
    asha = socket.person(ASHA)
    deeds.start(asha)
    socket.box.faults.always("*", Fault.cut())
    deeds.send(asha)
    ref = deeds.receipt(asha)
    assert asha.dms == []
    socket.box.faults.clear()
    socket.until(lambda: asha.dms and deeds.cards_of(socket.person(CARO), ref), 60)
    assert len(asha.dms) == 1


def test_a_slack_that_never_answers_holds_nobody_up(record: str) -> None:
    with playing(record, patient=False) as stage:
        stage.box.outbound.in_time = 30.0
        stage.box.faults.always("views.open", Fault.silence())
        asha = stage.person(ASHA)
        assert min_of_three(lambda: asha.command(deeds.COMMAND)) < IN_TIME
        assert deeds.error_of(asha).startswith("Slack did not open the form.")


def test_a_button_is_answered_while_slack_opens_nothing(record: str) -> None:
    with playing(record, patient=False) as stage:
        stage.box.outbound.in_time = 30.0
        ref = deeds.report(stage, ASHA)
        caro = stage.person(CARO)
        stage.box.faults.next("views.open", Fault.drip())
        deeds.press_card(stage, caro, card.OPEN_FILE, ref)
        assert deeds.error_of(caro).startswith("Slack did not")


def test_a_wrong_key_is_named_at_start(record: str) -> None:
    with playing(record) as stage:
        settings = replace(stage.settings(), sealing_keys=(bytes(32),))
        with pytest.raises(ServiceError, match="SEALING_KEYS"):
            Service(settings).start()


def test_an_older_key_that_is_missing_is_named_at_start(record: str) -> None:
    with playing(record) as stage:
        settings = replace(stage.settings(), sealing_keys=())
        with pytest.raises(ServiceError, match="SEALING_KEYS"):
            Service(settings).start()


def test_a_newer_key_before_the_old_one_opens_everything(record: str) -> None:
    with playing(record) as stage:
        ref = deeds.report(stage, ASHA)
        stage.service.stop()
        stage.start(sealing_keys=(b"n" * 32, *stage.settings().sealing_keys))
        caro = deeds.press_card(stage, stage.person(CARO), card.OPEN_FILE, ref)
        assert deeds.TOLD in stage.shown(caro.view)
