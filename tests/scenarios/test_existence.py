"""Who must not know of a complaint cannot tell a workspace with it from one without."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from slackbot.blocks import card
from slackbot.demo.cast import ASHA, CARO, DEV, GWEN, LENA, PHIL
from slackbot.rules.people import SlackUser
from tests.scenarios import deeds
from tests.scenarios.stage import Stage, playing

NOWHERE = "RA-7K3Q9FX"

# Renamed by the order in which they are first seen, because they are drawn by chance and
# say nothing by themselves: marks and keys of ours (32 hexadecimal digits), references,
# Slack's ids of views and blocks, its hashes and time stamps. Left out: moments, as the two
# runs are not at the same time. All else must be the same, and in the same order: place by
# place, since cards and Homes that fall due together are shown in an order drawn by chance.
CHANCE = re.compile(
    r"(?P<mark>\b[0-9a-f]{32}\b)|(?P<ref>\bRA-[0-9A-Z]{7}\b)|(?P<view>\bV[0-9A-F]{10}\b)"
    r"|(?P<hash>\b\d{10}\.[\w-]{8}(?=\"))|(?P<ts>\b\d{10}\.\d{6}\b)"
)
MOMENT = re.compile(r"<!date\^[^>]*>|\b\d\d:\d\d(?: UTC)?\b")


def rename(lines: list[str]) -> list[str]:
    """What chance has drawn, by order of appearance."""
    known: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return known.setdefault(found[0], f"‹{found.lastgroup} {len(known)}›")

    return [CHANCE.sub(name, MOMENT.sub("‹moment›", line)) for line in lines]


def without_slacks_block_ids(value: Any) -> Any:
    """Slack names blocks by chance where the bot did not; ours are words, or marks."""
    if isinstance(value, dict):
        kept = {k: without_slacks_block_ids(v) for k, v in value.items()}
        if re.fullmatch(r"[\w-]{5,6}", str(kept.get("block_id", ""))):
            kept["block_id"] = "‹by Slack›"
        return kept
    return list(map(without_slacks_block_ids, value)) if isinstance(value, list) else value


def received(stage: Stage, person: SlackUser) -> Iterator[str]:
    """All that a person was shown: messages, changes, deletions, forms, Home, and answers."""
    seen = stage.box.shown(person)
    for each in sorted(seen, key=lambda each: (each.channel, each.kind == "home")):
        what = [
            each.kind,
            each.channel,
            each.ts,
            each.author,
            each.text,
            each.blocks,
            each.view,
        ]
        yield json.dumps(without_slacks_block_ids(what), ensure_ascii=False, sort_keys=True)


def hide_one(stage: Stage, person: SlackUser) -> str:
    """A complaint in which much happens, and of which this person must not know."""
    ref = deeds.report(stage, GWEN, kept_from=[person], danger="yes")
    others = [each for each in (CARO, LENA, PHIL) if each != person]
    helper = stage.person(others[0])
    deeds.press_card(stage, helper, card.TAKE, ref)
    deeds.press_card(stage, helper, card.OPEN_FILE, ref).close()
    deeds.acknowledge(stage, others[0], ref).close()
    deeds.move(stage, others[-1], ref, "PANEL").close()
    return ref


def look_everywhere(stage: Stage, person: SlackUser, guess: str) -> None:
    """Whatever somebody curious can do, also with a reference that they have overheard."""
    curious = stage.person(person)
    known = deeds.report(stage, ASHA)
    deeds.press_card(stage, curious, card.OPEN_FILE, known).close()
    opened = stage.last_sent("block_actions")
    for button in (card.OPEN_FILE, card.TAKE, card.MOVE_ON, card.ACKNOWLEDGE, "open_own"):
        first = {**opened["actions"][0], "action_id": button, "value": guess}
        payload = {**opened, "actions": [first]}
        hands = stage.box.hands
        payload["trigger_id"] = hands.world.triggers.hand_out(person)
        channel = hands.world.channels[opened["channel"]["id"]]
        payload["response_url"] = hands.urls.hand_out(person, channel, None)
        stage.ask(payload)
    curious.open_home()
    curious.command(deeds.COMMAND, "status")
    deeds.report(stage, person, statement=f"What of {guess}?")
    curious.open_home()
    stage.settle()


def run(file: Path, person: SlackUser, *, hidden: bool, guess: str) -> tuple[list[str], str]:
    with playing(f"sqlite:///{file}") as stage:
        stage.person(person).open_home()
        ref = hide_one(stage, person) if hidden else guess
        look_everywhere(stage, person, ref)
        return list(received(stage, person)), ref


@pytest.mark.parametrize("person", [DEV, LENA], ids=["a caseworker", "a lead"])
def test_a_hidden_complaint_changes_nothing_that_they_receive(
    founded: Path, tmp_path: Path, person: SlackUser
) -> None:
    files = [Path(shutil.copy(founded, tmp_path / f"{name}.db")) for name in ("with", "no")]
    with_it, ref = run(files[0], person, hidden=True, guess="")
    without, _ = run(files[1], person, hidden=False, guess=ref)
    assert rename(with_it) == rename(without)
    assert len(without) > 10


def test_the_comparison_notices_a_complaint_that_is_not_hidden(
    founded: Path, tmp_path: Path
) -> None:
    files = [Path(shutil.copy(founded, tmp_path / f"{name}.db")) for name in ("with", "no")]
    with playing(f"sqlite:///{files[0]}") as stage:
        deeds.report(stage, GWEN)
        look_everywhere(stage, DEV, NOWHERE)
        with_it = list(received(stage, DEV))
    with playing(f"sqlite:///{files[1]}") as stage:
        look_everywhere(stage, DEV, NOWHERE)
        without = list(received(stage, DEV))
    assert rename(with_it) != rename(without)
