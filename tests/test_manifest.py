"""What we declare to Slack is what we listen to, no more and no less."""

import re
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
import yaml
from slack_bolt import App

from slackbot.listeners import jobs
from tests.needs import ROOT


def listened(kind: str) -> set[str]:
    """Return what the jobs ask Bolt to listen to."""
    app = create_autospec(App, instance=True)
    for job in jobs():
        job.register(app)
    return {str(call.args[0]) for call in getattr(app, kind).call_args_list}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "manifest.yml").read_text()))


def test_slack_takes_the_manifest(oracles: Path) -> None:
    program = [
        oracles / "venv/bin/python",
        oracles / "check_manifest.py",
        ROOT / "manifest.yml",
    ]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout


def test_the_commands_are_those_that_we_answer(manifest: dict[str, Any]) -> None:
    declared = {each["command"] for each in manifest["features"]["slash_commands"]}
    assert declared == listened("command")


@pytest.mark.parametrize("kind", ["global", "message"])
def test_the_shortcuts_are_those_that_we_answer(manifest: dict[str, Any], kind: str) -> None:
    shortcuts = manifest["features"]["shortcuts"]
    declared = {each["callback_id"] for each in shortcuts if each["type"] == kind}
    assert declared == listened(f"{kind}_shortcut")


def test_the_events_are_those_that_we_hear(manifest: dict[str, Any]) -> None:
    declared = set(manifest["settings"]["event_subscriptions"]["bot_events"])
    assert declared == listened("event")


def test_the_command_text_arrives_as_it_was_typed(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["slash_commands"][0]["should_escape"] is False


def test_nobody_can_type_into_the_conversation_that_nobody_reads(
    manifest: dict[str, Any],
) -> None:
    assert manifest["features"]["app_home"]["messages_tab_read_only_enabled"] is True


def test_the_names_that_others_may_see_do_not_tell_what_it_is_for(
    manifest: dict[str, Any],
) -> None:
    names = [
        manifest["display_information"]["name"],
        manifest["display_information"]["description"],
        manifest["features"]["bot_user"]["display_name"],
    ]
    assert not re.search(
        "abuse|complain|report|antisem|harass", " ".join(names), re.IGNORECASE
    )


def test_the_scopes_are_the_least_that_do(manifest: dict[str, Any]) -> None:
    wanted = {"commands", "chat:write", "im:write", "im:history", "users:read", "groups:read"}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == wanted
