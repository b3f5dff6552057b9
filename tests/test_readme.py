"""What the README says of the code is so."""

import re

import yaml

from slackbot.cli import main
from slackbot.rules.status import BACK, NEXT, Status
from tests.needs import ROOT

README = (ROOT / "README.md").read_text()
_NAMES = {status.value: status for status in Status}


def graph() -> tuple[set[tuple[Status, Status]], set[tuple[Status, Status]]]:
    """Read the drawn steps: forward ones, and those by which a case is sent back."""
    drawn = re.search(r"```mermaid\n(.*?)```", README, re.DOTALL)
    assert drawn
    named = dict(re.findall(r"(\w+)\[(.+?)\]", drawn[1]))
    steps = re.findall(
        r"(\w+)(?:\[.+?\])? (-->|-\. sent back \.->) (\w+)(?:\[.+?\])?", drawn[1]
    )
    read = [(_NAMES[named.get(a, a)], arrow, _NAMES[named.get(b, b)]) for a, arrow, b in steps]
    forward = {(a, b) for a, arrow, b in read if arrow == "-->"}
    return forward, {(a, b) for a, arrow, b in read if arrow != "-->"}


def test_the_drawn_way_forward_is_the_policys() -> None:
    forward, _ = graph()
    assert {(a, b) for a, b in forward if b not in NEXT[a]} == set()


def test_every_status_is_drawn() -> None:
    forward, _ = graph()
    assert {status for step in forward for status in step} == set(Status)


def test_what_is_drawn_as_sent_back_is_all_that_may_be() -> None:
    _, back = graph()
    assert back == {(now, then) for now, thens in BACK.items() for then in thens}


def test_every_scope_is_explained_and_no_other() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    explained = re.findall(r"^   \| `([a-z:]+)` \|", README, re.MULTILINE)
    assert explained == manifest["oauth_config"]["scopes"]["bot"]


def test_every_setting_is_named() -> None:
    sample = (ROOT / ".env.sample").read_text()
    settings = set(re.findall(r"^#?([A-Z_]+)=", sample, re.MULTILINE))
    assert {name for name in settings if f"`{name}`" not in README} == set()


def test_every_command_that_it_tells_to_type_exists() -> None:
    typed = set(re.findall(r"`slackbot ([a-z]+)", README))
    assert typed <= set(main.commands)


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"docs/pictures/[a-z0-9-]+\.png", README)
    assert pictures
    assert [each for each in pictures if not (ROOT / each).exists()] == []
