"""All that the bot and Slack say to each other in the stories has the published shapes."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from slackbot.demo.cast import ASHA, CARO
from slackbot.sandbox import Sandbox, Sent
from tests.sandbox.test_conformance import as_published
from tests.scenarios import (
    deeds,
    test_conflicts,
    test_danger,
    test_details,
    test_roles,
    test_the_main_story,
    test_undelivered,
    test_ways_in,
)
from tests.scenarios.stage import Stage, playing


def open_and_close(stage: Stage) -> None:
    asha = stage.person(ASHA)
    asha.shortcut("report_abuse")
    asha.close()
    stage.person(CARO).command(deeds.COMMAND, "help")


STORIES: tuple[Callable[[Stage], object], ...] = (
    open_and_close,
    test_the_main_story.play,
    test_details.tell_all,
    test_danger.test_two_are_called_until_one_says_that_they_have_it,
    test_conflicts.test_the_standby_caseworker_is_called_where_nobody_is_left,
    test_roles.test_a_further_lead_needs_a_second_lead,
    test_undelivered.test_a_reporter_whose_account_is_closed_is_told_another_way,
    test_ways_in.test_a_message_goes_into_the_complaint_as_it_was_typed,
    test_ways_in.test_status_lists_only_ones_own,
)
SPOKEN = {"type", "style", "action_id", "callback_id", "response_type", "event", "method"}
"""Keys whose words tell one shape from another; other texts are all the same."""

_WORDS = ("text", "blocks")


def shape(value: Any, key: str = "") -> object:
    """What is left of a payload when texts and numbers are all alike."""
    match value:
        case dict():
            return tuple(sorted((k, repr(shape(v, k))) for k, v in value.items()))
        case list():
            return tuple(sorted({repr(shape(each)) for each in value}))
        case str() if key in SPOKEN:
            return value
        case _:
            return type(value).__name__


def said_by_the_bot(box: Sandbox) -> Iterable[dict[str, Any]]:
    for call in box.calls:
        if call.method == "response_url":  # no method; its messages are as any other
            args = {"channel": "C0"} | {k: call.args[k] for k in _WORDS if k in call.args}
            yield {"method": "chat.postMessage", "args": args}
        else:
            yield {"method": call.method, "args": call.args}


def answers_of_the_bot(box: Sandbox) -> Iterable[dict[str, Any]]:
    """The forms with which the bot answered: they pass as if it had opened them."""
    for row in list(box.world.traffic):
        body = (row["answer"] or {}).get("body") if row["direction"] == "to bot" else None
        if isinstance(body, dict) and "view" in body:
            args = {"trigger_id": "1.2.3", "view": body["view"]}
            yield {"method": "views.open", "args": args}


def said_to_the_bot(sent: list[Sent]) -> Iterable[dict[str, Any]]:
    return map(as_published, sent)


def check(oracles: Path, script: str, rows: Iterable[dict[str, Any]], file: Path) -> None:
    """Check one row of each shape; the compiler starts once."""
    kinds = {repr(shape(row)): row for row in rows}
    file.write_text("\n".join(map(json.dumps, kinds.values())), encoding="utf-8")
    order = [oracles / "venv/bin/python", oracles / script, file]
    said = subprocess.run(order, capture_output=True, text=True, check=False)
    wrong = said.stdout.split("BAD  ")
    assert said.returncode == 0, "BAD  ".join(wrong[:1] and wrong[1:])[:5000] + said.stderr


def test_what_is_said_in_the_stories_conforms_to_slacks_types(
    oracles: Path, founded: Path, tmp_path: Path
) -> None:
    calls: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for number, story in enumerate(STORIES):
        file = shutil.copy(founded, tmp_path / f"{number}.db")
        with playing(f"sqlite:///{file}") as stage:
            story(stage)
            calls += [*said_by_the_bot(stage.box), *answers_of_the_bot(stage.box)]
            payloads += said_to_the_bot(stage.box.sent_to_bot)
    check(oracles, "check_calls.py", calls, tmp_path / "calls.jsonl")
    check(oracles, "check_inbound.py", payloads, tmp_path / "sent.jsonl")
