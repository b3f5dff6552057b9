"""App Home: whoever loses a complaint loses it there at once, and nobody else notices."""

import pytest

from slackbot.records.notice import DisplayKind
from slackbot.rules.details import Details, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import Role
from tests.cast import CASEWORKER, LEAD, OTHER_CASEWORKER, Office

NAMING = Details(respondents=(Respondent(account=CASEWORKER),))


@pytest.fixture
def ready(office: Office) -> Office:
    """Everybody of the team has opened their Home, and nothing is owed."""
    for person in (CASEWORKER, OTHER_CASEWORKER, LEAD):
        office.casework.reading.home(person)
    office.show()
    return office


def homes(office: Office) -> list[SlackUser]:
    """Show all that is due and list whose Homes were drawn, in their order."""
    shown = office.show()
    return [SlackUser(each.place) for each in shown if each.kind is DisplayKind.HOME]


def test_who_is_named_later_has_their_home_drawn_anew_first(ready: Office) -> None:
    ref = ready.file()
    ready.show()
    ready.add(ref, NAMING)
    assert homes(ready)[0] == CASEWORKER
    home = ready.casework.reading.home(CASEWORKER)
    assert home.queue is not None
    assert home.queue.rows == ()


def test_who_was_kept_out_before_does_not_notice_what_happens_next(ready: Office) -> None:
    ref = ready.file(kept_from=frozenset({CASEWORKER}))
    ready.add(ref, NAMING)
    ready.show()
    ready.casework.triage.take(ref, by=LEAD)
    assert CASEWORKER not in homes(ready)


def test_who_loses_a_role_has_their_home_drawn_anew_first(ready: Office) -> None:
    ready.file()
    ready.show()
    ready.casework.people.end(CASEWORKER, Role.CASEWORKER, by=LEAD)
    assert homes(ready)[0] == CASEWORKER
    assert ready.casework.reading.home(CASEWORKER).queue is None
