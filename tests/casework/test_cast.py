from slackbot.rules.people import Standing
from slackbot.rules.roles import Role
from tests.cast import AGENT, GONE, LEAD, OTHER_LEAD, UNKNOWN, Office, grants


def test_the_cast_stands_in_its_roles(office: Office) -> None:
    assert grants(office, LEAD) == grants(office, OTHER_LEAD) == {Role.LEAD}
    standings = [office.casework.people.who(p).standing for p in (AGENT, GONE, UNKNOWN)]
    assert standings == [Standing.GUEST, Standing.GONE, Standing.UNKNOWN]


def test_a_report_is_told_shown_and_chained(office: Office) -> None:
    ref = office.file()
    assert [owed.facts.ref for owed in office.deliver()] == [ref]
    assert [owed.card.ref for owed in office.show() if owed.card] == [ref]
    office.assert_intact()
