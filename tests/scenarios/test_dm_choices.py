"""What a DM says is the reporter's choice: the status, that there is news, or nothing."""

import pytest

from slackbot.demo.cast import ASHA, CARO
from slackbot.rules.details import DmChoice
from tests.scenarios import deeds
from tests.scenarios.stage import Stage

SAID = {
    DmChoice.STATUS: "RA-1: acknowledged. Press Open to read more.",
    DmChoice.NEWS: "There is news for you. Press Open to read it.",
    DmChoice.HOME: None,
}


@pytest.mark.parametrize("choice", SAID, ids=lambda choice: choice.name)
def test_a_step_is_told_as_the_reporter_chose(stage: Stage, choice: DmChoice) -> None:
    ref = deeds.report(stage, ASHA)
    asha = stage.person(ASHA)
    asha.press("open_own", message=asha.dms[-1])
    asha.press("add_details")
    for _ in range(3):
        deeds.send(asha)
    deeds.fill(asha, dm_choice=choice)
    assert deeds.send(asha).errors is None
    asha.close(clear=True)
    before = len(asha.dms)
    deeds.acknowledge(stage, CARO, ref)
    told = [each["text"].replace(ref, "RA-1") for each in asha.dms[before:]]
    assert told == ([SAID[choice]] if SAID[choice] else [])
    assert f"{ref}: acknowledged" in str(asha.open_home())
