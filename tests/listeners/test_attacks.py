"""Buttons as nobody's Slack sends them: answered as foreign, never as an error of ours."""

import json
import logging

import pytest

from tests.listeners.front_door import FrontDoor, press
from tests.listeners.team_room import CAS, file_report, shown_in


@pytest.mark.parametrize(
    "after",
    ["99999999999999999999|2026-03-01T09:00:00+00:00|" + "0" * 32, "1|x", "<!channel>"],
)
def test_a_page_of_the_queue_that_we_never_offered_is_answered_as_foreign(
    team: FrontDoor, after: str, caplog: pytest.LogCaptureFixture
) -> None:
    file_report(team.casework)
    with caplog.at_level(logging.WARNING, "slackbot"):
        team.ask(press("next_page", CAS, after, view={"type": "home", "hash": "1.a"}))
    assert "Nothing was done." in json.dumps(shown_in(team, "views.open"))
    assert "a listener failed" not in caplog.text
    assert after not in caplog.text
