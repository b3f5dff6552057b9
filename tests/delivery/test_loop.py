"""The threads: what is owed leaves at once, nothing starves, and stopping leaves nothing."""

import threading
import time
from collections.abc import Iterator

import pytest

from slackbot.casework.errors import NotStoredError
from slackbot.casework.posting import OwedNotice, Posting
from slackbot.delivery import loop
from slackbot.delivery.courier import Step
from slackbot.delivery.loop import Worker
from slackbot.rules.notices import NoticeState
from slackbot.sandbox import Fault
from tests.delivery.office import ASHA, BEN, Office

NAMES = {"notices", "displays", "clockwork", "directory"}


def running() -> set[str]:
    return {thread.name for thread in threading.enumerate()} & NAMES


@pytest.fixture
def started(office: Office) -> Iterator[Office]:
    office.delivery.start()
    yield office
    assert office.delivery.stop()


def test_what_is_owed_leaves_at_once(started: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "IDLE", 30.0)
    time.sleep(0.3)  # until all rest
    started.report()
    started.delivery.nudge()
    started.box.wait_for(lambda: started.told(ASHA), timeout=5)
    started.box.wait_for(started.cards, timeout=5)


def test_what_another_process_owes_leaves_soon(started: Office) -> None:
    started.report()
    started.box.wait_for(lambda: started.told(ASHA), timeout=5)


def test_stopping_leaves_no_thread(office: Office) -> None:
    office.delivery.start()
    assert running() == NAMES
    assert office.delivery.stop()
    assert running() == set()


def test_stopping_finishes_what_is_in_hand(office: Office) -> None:
    office.box.faults.always("chat.postMessage", Fault.slow(0.5))
    office.report()
    office.delivery.start()
    office.box.wait_for(lambda: office.told(ASHA), timeout=5)
    assert office.delivery.stop()
    assert office.states(ASHA) == [NoticeState.SENT]


def test_stopping_does_not_wait_for_slack_longer_than_it_may(office: Office) -> None:
    office.box.faults.always("chat.postMessage", Fault.silence())
    office.report()
    office.delivery.start()
    office.box.wait_for(office.posts, timeout=5)
    began = time.monotonic()
    assert not office.delivery.stop(timeout=0.2)
    assert time.monotonic() - began < 1
    assert office.delivery.stop(timeout=10)


def test_a_silent_slack_for_cards_does_not_hold_up_notices(started: Office) -> None:
    started.box.faults.always("conversations.info", Fault.silence())
    started.report(BEN)
    started.delivery.nudge()
    started.box.wait_for(lambda: started.told(BEN), timeout=4)


def test_trouble_of_our_own_ends_no_thread() -> None:
    done = threading.Event()
    failures = [NotStoredError(), ZeroDivisionError(), OSError()]

    def step() -> Step:
        if failures:
            raise failures.pop()
        done.set()
        return Step.IDLE

    worker = Worker("notices", step, lambda: 0.01, worst=0.01)
    worker.start()
    assert done.wait(5)
    worker.leave()
    assert worker.join(5)


def test_a_busy_database_delays_a_receipt_by_a_second(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = Posting.claim_notice
    busy = [NotStoredError()]

    def claim_when_free(self: Posting, owner: str) -> OwedNotice | None:
        if busy:
            raise busy.pop()
        return claim(self, owner)

    monkeypatch.setattr(Posting, "claim_notice", claim_when_free)
    office.report()
    office.delivery.start()
    office.box.wait_for(lambda: office.told(ASHA), timeout=10)
    assert office.delivery.stop()


def test_a_broken_installation_is_not_asked_again_with_every_nudge(office: Office) -> None:
    office.box.faults.always("chat.postMessage", Fault.error("invalid_auth"))
    office.report(ASHA)
    office.report(BEN)
    office.delivery.start()
    office.box.wait_for(lambda: office.delivery.problems, timeout=5)
    for _ in range(20):
        office.delivery.nudge()
        time.sleep(0.01)
    assert office.delivery.stop()
    assert len([p for p in office.posts() if p.args["channel"].startswith("D")]) == 1


def test_the_clock_rings_for_what_has_fallen_due(office: Office) -> None:
    rung = threading.Event()
    worker = office.delivery._couriers[0]
    worker.ring = rung.set  # type: ignore[method-assign]
    assert office.delivery._look_at_the_clock() is Step.IDLE
    assert rung.is_set()
