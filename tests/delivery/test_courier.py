"""Nothing that is owed is lost, and nobody is told twice, whatever Slack does."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from slackbot.blocks import notices
from slackbot.casework.errors import NotStoredError
from slackbot.casework.owing import notice_row, owe
from slackbot.casework.posting import Posting
from slackbot.delivery import courier as courier_module
from slackbot.delivery.courier import Step
from slackbot.delivery.retry import MOST
from slackbot.records.notice import Notice
from slackbot.rules.notices import Fault as Why
from slackbot.rules.notices import NoticeKind, NoticeState
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.status import Status
from slackbot.sandbox import Fault
from tests.delivery.office import ASHA, BEN, CARA, LEAD, TRIAGE, Office

OPEN, POST, LOOK = "conversations.open", "chat.postMessage", "conversations.history"
FAULTS = {
    "too many requests": Fault.rate_limited(retry_after=3),
    "a server error": Fault.status(500),
    "a server error after the deed": Fault("status", happens=True, number=503),
    "silence": Fault.silence(),
    "silence after the deed": Fault.deliver_then_silence(),
    "a late answer": Fault.slow(0.6),
    "a dripping answer": Fault.drip(every=0.05),
    "a cut connection": Fault.cut(),
    "a cut connection after the deed": Fault.deliver_then_cut(),
    "an error that may come late": Fault.error("internal_error"),
    "an error that nobody knows": Fault.error("brand_new_error"),
    "an error worth another try": Fault.error("service_unavailable"),
}


def test_a_receipt_is_told_once_with_its_mark_and_without_previews(office: Office) -> None:
    ref = office.report()
    office.deliver()
    [message] = office.messages(ASHA)
    assert ref in message.text
    [notice] = [each for each in office.notices() if each.recipient == ASHA]
    assert office.marks(ASHA) == {notice.mark.hex: 1}
    assert (notice.state, notice.channel, notice.ts) == (
        NoticeState.SENT,
        message.channel,
        message.ts,
    )
    [post] = [call for call in office.posts() if call.args["channel"] == message.channel]
    assert post.args["unfurl_links"] is False
    assert post.args["unfurl_media"] is False


@pytest.mark.parametrize("method", [OPEN, POST, LOOK])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_whatever_fails_all_is_told_once_and_in_order(
    office: Office, method: str, fault: Fault
) -> None:
    office.limit = 0.7
    office.delivery = office.another_courier()
    if method == LOOK:  # only asked in doubt
        office.box.faults.next(POST, Fault.deliver_then_cut())
    office.box.faults.next(method, fault, times=2)
    ref = office.report()
    office.move(ref, Status.RAISED)
    office.settle()
    assert office.states(ASHA) == [NoticeState.SENT] * 2
    assert set(office.marks(ASHA).values()) == {1}
    assert [ref in text for text in office.told(ASHA)] == [True, True]
    assert [n.mark.hex for n in office.notices() if n.recipient == ASHA] == list(
        office.marks(ASHA)
    )


def test_nobody_is_told_twice_while_the_history_lags(office: Office) -> None:
    office.box.history_lag = 25
    office.box.faults.next(POST, Fault.deliver_then_cut())
    office.report()
    office.settle()
    assert list(office.marks(ASHA).values()) == [1]


def test_a_message_far_back_in_the_history_is_found(office: Office) -> None:
    office.box.faults.next(POST, Fault.deliver_then_cut())
    office.report()
    office.courier.deliver()
    channel = f"D{ASHA[1:]}"
    client = office.courier.slack._client
    for number in range(450):
        office.box.world.clock.ahead += 0.001
        client.chat_postMessage(channel=channel, text=f"later {number}")
    office.settle()
    assert len([call for call in office.box.calls if call.method == LOOK]) == 3
    assert [count for mark, count in office.marks(ASHA).items() if mark] == [1]


def test_the_channel_of_a_dm_is_kept_before_the_first_post(office: Office) -> None:
    office.box.faults.always(POST, Fault.cut())
    office.report()
    office.deliver()
    assert office.casework.people.dm_channel(ASHA) == f"D{ASHA[1:]}"


def test_a_known_dm_is_not_opened_again(office: Office) -> None:
    office.report()
    office.deliver()
    office.report()
    office.deliver()
    opened = [c for c in office.box.calls if c.method == OPEN and c.args["users"] == ASHA]
    assert len(opened) == 1


def test_a_pause_holds_for_every_courier_and_after_a_restart(office: Office) -> None:
    office.box.faults.next(POST, Fault.rate_limited(retry_after=30))
    office.report()
    assert office.courier.deliver() is Step.WORKED
    asked = len(office.posts())
    other = office.another_courier()
    office.pass_time(timedelta(seconds=29))
    assert other.courier.deliver() is Step.IDLE
    assert len(office.posts()) == asked
    office.pass_time(timedelta(seconds=2))
    assert other.courier.deliver() is Step.WORKED
    assert len(office.told(ASHA)) == 1


def test_the_urgent_goes_first(office: Office) -> None:
    office.report(BEN)
    office.report(ASHA, urgent=True)
    office.courier.deliver()
    office.courier.deliver()
    assert office.told(LEAD)
    assert office.told(CARA)
    assert not office.told(BEN)


def test_a_step_waits_for_the_receipt(office: Office) -> None:
    office.box.faults.next(
        POST, Fault.status(500), when=lambda args: args["channel"] == "DASHA"
    )
    ref = office.report()
    office.courier.deliver()
    office.move(ref)
    office.deliver()
    assert office.told(ASHA) == []
    office.settle()
    assert "received" in office.told(ASHA)[0].lower()
    assert len(office.told(ASHA)) == 2


def test_one_person_s_trouble_holds_up_nobody_else(office: Office) -> None:
    office.box.faults.always(POST, Fault.cut(), when=lambda args: args["channel"] == "DASHA")
    office.report(ASHA)
    office.report(BEN)
    office.deliver()
    assert len(office.told(BEN)) == 1


def test_a_deactivated_reporter_becomes_a_task(office: Office) -> None:
    office.box.change_member(ASHA, deleted=True)
    office.report()
    office.deliver()
    [notice] = [each for each in office.notices() if each.recipient == ASHA]
    assert (notice.state, notice.fault) == (NoticeState.FAILED, Why.ACCOUNT_GONE)
    assert not office.told(ASHA)


def test_nothing_is_posted_into_the_dm_of_an_account_that_is_gone(office: Office) -> None:
    office.report()
    office.deliver()
    ref = office.report()
    office.casework.people.learn([Member(ASHA, "Asha", Standing.GONE)])
    office.settle()
    assert office.states(ASHA) == [NoticeState.SENT, NoticeState.FAILED]
    assert not any(ref in text for text in office.told(ASHA))


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("cannot_dm_bot", Why.NO_DM),
        ("channel_not_found", Why.NO_DM),
        ("user_not_found", Why.ACCOUNT_GONE),
        ("invalid_blocks", Why.REJECTED),
    ],
)
def test_what_slack_will_never_take_is_a_task_at_once(
    office: Office, code: str, fault: Why
) -> None:
    office.box.faults.always(POST, Fault.error(code), when=lambda a: a["channel"] == "DASHA")
    office.report()
    office.deliver()
    [notice] = [each for each in office.notices() if each.recipient == ASHA]
    assert (notice.state, notice.fault) == (NoticeState.FAILED, fault)


@pytest.mark.parametrize(
    "code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope"]
)
def test_a_broken_installation_fails_no_notice_and_shows(office: Office, code: str) -> None:
    office.box.faults.always(POST, Fault.error(code))
    office.report()
    assert office.courier.deliver() is Step.STOPPED
    assert office.states(ASHA) == [NoticeState.OWED]
    problem = f"Slack refuses this installation: chat.postMessage: {code}"
    assert list(office.delivery.problems) == [problem]
    office.box.faults.clear()
    office.settle()
    assert len(office.told(ASHA)) == 1
    assert list(office.delivery.problems) == []


def test_after_a_day_without_slack_it_is_a_task(office: Office) -> None:
    office.box.faults.always(POST, Fault.status(500), when=lambda a: a["channel"] == "DASHA")
    office.report()
    with office.casework.desk.database.begin() as session:
        session.execute(update(Notice).values(attempts=MOST - 2))
    office.courier.deliver()
    assert office.states(ASHA) == [NoticeState.OWED]
    office.settle()
    [notice] = [each for each in office.notices() if each.recipient == ASHA]
    assert (notice.state, notice.fault) == (NoticeState.FAILED, Why.SPENT)


def test_a_database_that_goes_after_the_post_costs_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise NotStoredError

    monkeypatch.setattr(Posting, "settle_sent", fail)
    monkeypatch.setattr(Posting, "settle_later", fail)
    office.report()
    with pytest.raises(NotStoredError):
        office.courier.deliver()
    monkeypatch.undo()
    office.pass_time(timedelta(seconds=61))
    office.settle()
    assert list(office.marks(ASHA).values()) == [1]
    assert office.states(ASHA) == [NoticeState.SENT]


def test_the_head_of_the_chain_is_posted_in_the_channel(office: Office) -> None:
    row = notice_row(NoticeKind.CHAIN_HEAD, SlackUser(TRIAGE), office.clock(), words="abc")
    with office.casework.desk.database.begin() as session:
        owe(session, [row])
    office.deliver()
    assert ["abc" in seen.text for seen in office.cards()] == [True]


def test_what_keeps_deliveries_back_shows_when_it_lasts(office: Office) -> None:
    office.box.faults.always(POST, Fault.status(503))
    office.report(ASHA)
    office.report(BEN)
    for _ in range(2):
        office.courier.deliver()
    assert list(office.delivery.problems) == []
    office.pass_time(timedelta(seconds=31))
    office.courier.deliver()
    office.courier.deliver()
    problem = "Slack cannot be reached: chat.postMessage: status 503"
    assert list(office.delivery.problems) == [problem]
    office.box.faults.clear()
    office.settle()
    assert list(office.delivery.problems) == []


def test_a_post_does_not_begin_late_in_the_lease(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.report()
    monkeypatch.setattr(courier_module, "BUDGET", -1.0)
    office.courier.deliver()
    assert office.posts() == []
    assert office.states(ASHA) == [NoticeState.OWED]
    monkeypatch.undo()
    office.settle()
    assert len(office.told(ASHA)) == 1


def test_a_courier_that_vanished_is_followed_by_another(office: Office) -> None:
    office.report()
    posting = office.casework.posting
    owed = posting.claim_notice("a courier that is killed now")
    assert owed is not None
    office.courier.slack.post(office.courier.slack.open_dm(ASHA), notices.build(owed.facts))
    assert office.courier.deliver() is Step.IDLE
    office.pass_time(timedelta(seconds=61))
    office.settle()
    assert list(office.marks(ASHA).values()) == [1]
    assert office.states(ASHA) == [NoticeState.SENT]


def test_what_nobody_foresaw_is_a_retry_in_doubt(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_facts: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(notices, "build", fail)
    office.report()
    office.deliver()
    assert office.states(ASHA) == [NoticeState.OWED]
    monkeypatch.undo()
    office.settle()
    assert office.states(ASHA) == [NoticeState.SENT]
