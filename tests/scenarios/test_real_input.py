"""The longest complaint of all is kept exactly as typed, and shown harmlessly everywhere."""

import json
import re
from collections.abc import Iterator
from typing import Any

from slackbot.blocks import card
from slackbot.blocks.text import pages, shown
from slackbot.demo.cast import ASHA, CARO
from slackbot.sandbox.person import Person
from tests.real_input import LINKS, LONG
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f]"
)


def texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text object of a view or message: its type and its words."""
    if isinstance(value, dict):
        if value.get("type") in {"plain_text", "mrkdwn"} and isinstance(value["text"], str):
            yield value["type"], value["text"]
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def read_on(stage: Stage, person: Person) -> str:
    """Read the file in front, page after page; all that is shown, without the headings."""
    words = ""
    while True:
        assert person.view is not None
        blocks = person.view["blocks"]
        words += "".join(b["text"]["text"] for b in blocks if b["type"] == "section")
        on = [
            element
            for block in blocks
            if block["type"] == "actions"
            for element in block["elements"]
            if element["text"]["text"] == "Next page"
        ]
        if not on:
            return words
        assert not person.press(on[0]["action_id"]).trouble


def check_harmless(stage: Stage) -> None:
    """In no message, form or Home does the text turn, hide, call or link."""
    for seen in list(stage.box.world.seen):
        for kind, words in texts([seen.blocks, seen.view]):
            assert not HIDDEN.search(words), repr(words)
            assert kind == "plain_text" or "<!channel>" not in words
        if seen.kind not in {"view", "home"}:
            assert "DROP TABLE" not in json.dumps([seen.text, seen.blocks])


def test_it_is_kept_exactly_and_shown_whole_to_both(stage: Stage) -> None:
    asha, caro = stage.person(ASHA), stage.person(CARO)
    asha.command(deeds.COMMAND, LONG)
    deeds.fill(asha, danger="no", kept_from=["none"])
    ref = deeds.receive(stage, asha)
    file = stage.service.casework.reading.open_file(ref, by=CARO)  # type: ignore[arg-type]
    assert file.statement == LONG
    deeds.press_card(stage, caro, card.OPEN_FILE, ref)
    assert shown(LONG) in read_on(stage, caro)
    asha.press("open_own", message=asha.dms[-1])
    assert shown(LONG) in read_on(stage, asha)
    check_harmless(stage)


def test_it_is_kept_exactly_as_an_addition_with_its_links(stage: Stage) -> None:
    ref = deeds.report(stage, ASHA)
    asha = stage.person(ASHA)
    asha.press("open_own", message=asha.dms[-1])
    asha.press("add_details")
    deeds.send(asha)
    deeds.send(asha)
    asha.press("more_room")
    parts = pages(LONG, 3000)[:4]
    fields = {f"statement__{place}": part for place, part in enumerate(parts)}
    links = "\n".join(LINKS)[:2900]
    deeds.fill(asha, **fields, links=links)
    sent = deeds.send(asha)
    assert sent.errors is None, sent.errors
    stage.settle()
    file = stage.service.casework.reading.open_file(ref, by=CARO)  # type: ignore[arg-type]
    (added,) = file.additions
    assert added.details.statement == "".join(parts)
    assert "\n".join(added.details.links) == links
    caro = deeds.press_card(stage, stage.person(CARO), card.OPEN_FILE, ref)
    assert shown("".join(parts)) in read_on(stage, caro)
    check_harmless(stage)
