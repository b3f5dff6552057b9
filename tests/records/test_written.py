from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from slackbot.records.written import read_details, read_quote, write_details, write_quote
from slackbot.rules.details import Details, Kind, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Quote

moments = st.datetimes(timezones=st.just(UTC))


people = st.builds(
    Respondent,
    account=st.sampled_from([None, SlackUser("U0")]),
    name=st.text(),
    handle=st.text(),
)
answers = st.builds(
    Details,
    respondents=st.lists(people, max_size=2).map(tuple),
    links=st.lists(st.text(), max_size=2).map(tuple),
    kinds=st.lists(st.sampled_from(Kind), max_size=2).map(tuple),
)


@given(answers)
def test_whatever_was_answered_is_read_back(answered: Details) -> None:
    assert read_details(write_details(answered)) == answered


def test_what_was_not_answered_takes_no_room() -> None:
    assert write_details(Details()) == {}


@given(st.builds(Quote, posted_at=moments))
def test_a_caught_message_is_read_back(quote: Quote) -> None:
    assert read_quote(write_quote(quote)) == quote
