from datetime import timedelta

from slackbot.records.audit import AuditEntry
from slackbot.records.notice import Notice
from slackbot.rules.channel import ChannelSeen
from slackbot.rules.notices import NoticeKind
from tests import cast
from tests.cast import LEAD, OTHER_LEAD, Office


def told(office: Office) -> list[tuple[NoticeKind, str]]:
    return [(owed.facts.kind, owed.recipient) for owed in office.deliver()]


HELD = [(NoticeKind.CHANNEL_HELD, LEAD), (NoticeKind.CHANNEL_HELD, OTHER_LEAD)]
CLEAR = [(NoticeKind.CHANNEL_CLEAR, LEAD), (NoticeKind.CHANNEL_CLEAR, OTHER_LEAD)]


def test_the_leads_are_told_once_what_is_wrong_and_that_it_is_mended(office: Office) -> None:
    for _ in range(2):
        assert not office.see_channel(*cast.TEAM, cast.OUTSIDER)
    assert told(office) == HELD
    assert not office.casework.watch.is_safe()
    office.casework.watch.doubt()  # an event says that somebody left
    assert office.see_channel(*cast.TEAM)
    assert told(office) == CLEAR
    assert office.casework.watch.is_safe()


def test_another_problem_is_told_anew(office: Office) -> None:
    office.see_channel(*cast.TEAM, cast.OUTSIDER)
    office.deliver()
    office.casework.watch.record(ChannelSeen(is_private=False))
    assert told(office) == HELD
    assert "public" in office.casework.reading.home(LEAD).channel_problem  # type: ignore[operator]


def test_a_standby_or_an_observer_in_the_channel_is_a_stranger_there(office: Office) -> None:
    for person in (cast.STANDBY, cast.OBSERVER, cast.OVERSIGHT):
        assert not office.see_channel(*cast.TEAM, person)


def test_a_look_begun_before_a_doubt_is_not_the_last(office: Office) -> None:
    watch = office.casework.watch
    office.see_channel(*cast.TEAM)
    begun = watch.begin_look()
    watch.doubt()
    assert not watch.record(ChannelSeen(members=cast.TEAM), begun)
    assert watch.needs_check()
    assert watch.record(ChannelSeen(members=cast.TEAM), watch.begin_look())
    assert watch.is_safe()


def test_it_is_looked_at_again_when_doubted_or_before_the_next_card(office: Office) -> None:
    watch = office.casework.watch
    office.see_channel(*cast.TEAM)
    assert not watch.needs_check()
    watch.doubt()
    assert watch.needs_check()
    assert not watch.is_safe()
    office.see_channel(*cast.TEAM)
    office.clock.pass_(seconds=3)
    assert watch.needs_check()


def test_an_unsafe_one_is_left_alone_for_a_while(office: Office) -> None:
    watch = office.casework.watch
    office.see_channel(cast.OUTSIDER)
    office.clock.pass_(seconds=14)
    assert not watch.needs_check()
    office.clock.pass_(seconds=2)
    assert watch.needs_check()


def test_a_reminder_comes_once_in_an_hour_while_it_is_still_unsafe(office: Office) -> None:
    office.see_channel(cast.OUTSIDER)
    office.deliver()
    office.casework.watch.remind(by=LEAD)
    office.clock.pass_(minutes=59)
    office.casework.clockwork.tick()
    assert told(office) == []
    office.clock.pass_(minutes=1)
    for _ in range(2):
        office.casework.clockwork.tick()
    assert told(office) == HELD


def test_no_reminder_comes_where_it_is_mended(office: Office) -> None:
    office.see_channel(cast.OUTSIDER)
    office.casework.watch.remind(by=LEAD)
    office.see_channel(*cast.TEAM)
    office.deliver()
    office.clock.pass_(minutes=61)
    office.casework.clockwork.tick()
    assert told(office) == []


def test_the_head_that_is_published_each_morning_is_the_chains_own(office: Office) -> None:
    office.casework.clockwork.tick()
    assert told(office) == []
    office.clock.pass_(hours=23)
    office.casework.clockwork.tick()
    (notice,) = office.rows(Notice, Notice.kind == NoticeKind.CHAIN_HEAD)
    assert notice.recipient == cast.CHANNEL
    hashes = {row.hash.hex() for row in office.rows(AuditEntry)}
    assert notice.words.split()[0] in hashes
    assert office.clock() - notice.made_at < timedelta(seconds=1)
