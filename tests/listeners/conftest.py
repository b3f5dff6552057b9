from collections.abc import Iterator

import pytest

from slackbot.rules.reference import ComplaintRef
from tests.listeners.front_door import FrontDoor, open_door
from tests.listeners.team_room import file_report, seat_team


@pytest.fixture
def team(sqlite_url: str) -> Iterator[FrontDoor]:
    """The app, with a team seated in its record."""
    door = open_door(sqlite_url)
    seat_team(door.casework)
    yield door
    door.casework.desk.database.close()


@pytest.fixture
def ref(team: FrontDoor) -> ComplaintRef:
    """A complaint that waits for the team."""
    return file_report(team.casework)
