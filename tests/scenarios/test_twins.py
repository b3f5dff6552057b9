"""A card that Slack posted without saying so is there twice, until somebody presses it."""

from datetime import timedelta

import pytest

from slackbot.blocks import card
from slackbot.delivery import retry
from slackbot.demo.cast import ASHA, CARO, TRIAGE
from slackbot.sandbox import Fault
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

BUTTONS = (card.OPEN_FILE, card.TAKE, card.ACKNOWLEDGE, card.MOVE_ON)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_press_of_any_button_takes_the_twin_away(
    bench: Stage, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    monkeypatch.setattr(retry, "LOOK_AFTER", timedelta(milliseconds=100))
    in_channel = Fault.deliver_then_cut()
    bench.box.faults.next(
        "chat.postMessage", in_channel, when=lambda args: args["channel"] == TRIAGE
    )
    ref = deeds.report(bench, ASHA)
    caro = bench.person(CARO)
    bench.until(lambda: len(deeds.cards_of(caro, ref)) == 2)
    bench.settle()
    twin, known = deeds.cards_of(caro, ref)
    caro.press(button, message=twin)
    bench.until(lambda: len(deeds.cards_of(caro, ref)) == 1)
    assert deeds.card_of(caro, ref)["ts"] == known["ts"]
    if caro.views:
        caro.close(clear=True)
