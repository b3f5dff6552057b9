import io
import json
import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.models.blocks import Block
from sqlalchemy import create_engine, text

from slackbot import logs

MARK = f"MARK{uuid4().hex}"
LEVELS = [logging.DEBUG, logging.INFO, logging.WARNING]


@pytest.fixture(params=LEVELS, ids=logging.getLevelName)
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Give what is logged, with everything put back as it was afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    kept = root.handlers[:], root.level, sys.unraisablehook
    stream = io.StringIO()
    logs.configure(stream, request.param)
    yield stream
    sys.excepthook, threading.excepthook = hooks
    root.handlers[:], sys.unraisablehook = kept[0], kept[2]
    root.setLevel(kept[1])
    logging.raiseExceptions = True


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def make_app(**more: Any) -> App:
    return App(
        client=WebClient("xoxb-1", "http://127.0.0.1:9/api/", retry_handlers=[]),
        signing_secret="s" * 32,
        token_verification_enabled=False,
        logger=logs.bolt_logger(),
        name="slack_bolt.app",
        process_before_response=True,
        **more,
    )


def test_our_lines_are_json_with_the_fields_that_are_allowed(written: io.StringIO) -> None:
    logging.getLogger("slackbot.x").warning("stored %s", "RA-1", extra={"ref": "RA-1"})
    [line] = lines(written)
    assert line.keys() == {"time", "level", "logger", "message", "ref"}
    assert (line["message"], line["ref"]) == ("stored RA-1", "RA-1")


def test_a_field_that_is_not_allowed_is_left_out(written: io.StringIO) -> None:
    logging.getLogger("slackbot.x").warning("stored", extra={"statement": MARK})
    assert MARK not in written.getvalue()
    assert len(lines(written)) == 1


def test_an_error_is_logged_by_class_and_place(written: io.StringIO) -> None:
    try:
        int(MARK)
    except ValueError as error:
        logging.getLogger("slackbot.x").warning("failed: %s", error, exc_info=True)
    [line] = lines(written)
    assert line["message"] == "failed: ValueError"
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["place"]
    assert MARK not in written.getvalue()


def test_an_object_is_logged_by_its_class(written: io.StringIO) -> None:
    logging.getLogger("slackbot.x").warning("got %s", {"statement": MARK})
    assert lines(written)[0]["message"] == "got dict"


def test_a_wrong_signature_does_not_log_the_request(written: io.StringIO) -> None:
    headers: dict[str, str | Sequence[str]] = {
        "x-slack-signature": "v0=0",
        "x-slack-request-timestamp": "1",
    }
    response = make_app().dispatch(BoltRequest(body=f"text={MARK}", headers=headers))
    assert response.status == 401
    assert MARK not in written.getvalue()


def test_a_middleware_that_forgets_to_answer_does_not_log_it(written: io.StringIO) -> None:
    app = make_app(request_verification_enabled=False, before_authorize=lambda: None)
    app.dispatch(BoltRequest(body=f"command=/x&text={MARK}"))
    assert MARK not in written.getvalue()


def test_even_where_bolt_logs_a_request_its_words_are_withheld(
    written: io.StringIO,
) -> None:
    app = make_app(request_verification_enabled=False, before_authorize=lambda: None)
    app.logger.setLevel(logging.WARNING)
    app.dispatch(BoltRequest(body=f"command=/x&text={MARK}"))
    assert lines(written)
    assert MARK not in written.getvalue()


def test_a_listener_that_fails_does_not_log_its_words(written: io.StringIO) -> None:
    app = make_app(request_verification_enabled=False, authorize=lambda: None)

    def fail() -> None:
        raise ValueError(MARK)

    app.command("/x")(fail)
    app.dispatch(BoltRequest(body=f"command=/x&text={MARK}"))
    assert MARK not in written.getvalue()


def test_what_is_sent_is_not_logged(written: io.StringIO) -> None:
    client = WebClient("xoxb-1", "http://127.0.0.1:9/api/", retry_handlers=[])
    with pytest.raises(OSError, match="refused"):
        client.chat_postMessage(channel="C1", text=MARK)
    assert MARK not in written.getvalue()


def test_a_block_that_the_sdk_does_not_know_is_not_logged(written: io.StringIO) -> None:
    Block.parse({"type": "unheard_of", "text": MARK})
    assert lines(written)
    assert MARK not in written.getvalue()


def test_a_failing_statement_does_not_log_its_values(written: io.StringIO) -> None:
    engine = create_engine("sqlite://", hide_parameters=True, echo=False)

    def fail() -> None:
        try:
            with engine.connect() as connection:
                connection.execute(
                    text("INSERT INTO nowhere VALUES (:words)"), {"words": MARK}
                )
        finally:
            engine.dispose()

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    [line] = lines(written)
    assert line["error"] == "OperationalError < OperationalError"
    assert MARK not in written.getvalue()


def test_what_ends_a_thread_is_logged_by_class_and_place(written: io.StringIO) -> None:
    thread = threading.Thread(target=int, args=(MARK,))
    thread.start()
    thread.join()
    [line] = lines(written)
    assert (line["level"], line["error"]) == ("critical", "ValueError")
    assert MARK not in written.getvalue()


def test_what_ends_the_program_is_logged_by_class(written: io.StringIO) -> None:
    sys.excepthook(ValueError, ValueError(MARK), None)
    assert lines(written)[0]["error"] == "ValueError"
    assert MARK not in written.getvalue()


def test_what_a_destructor_raises_is_logged_by_class(written: io.StringIO) -> None:
    class Failing:
        def __del__(self) -> None:
            raise ValueError(MARK)

    Failing()
    assert lines(written)[0]["error"] == "ValueError"
    assert MARK not in written.getvalue()


@pytest.mark.parametrize("name", ["slack_sdk.web", "slack_bolt.App", "sqlalchemy.engine"])
def test_libraries_never_speak_below_warning(written: io.StringIO, name: str) -> None:
    for level in (logging.DEBUG, logging.INFO):
        logging.getLogger(name).log(level, MARK)
    assert written.getvalue() == ""


def test_of_a_library_s_warning_only_the_place_is_written(written: io.StringIO) -> None:
    logging.getLogger("some.library").error("body: %s", MARK)
    [line] = lines(written)
    assert line["place"].startswith("test_logs:")
    assert MARK not in written.getvalue()
