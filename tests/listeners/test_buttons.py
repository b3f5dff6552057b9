"""Every button that a reporter can press has somebody who answers it."""

import re
from unittest.mock import create_autospec

import pytest
from slack_bolt import App

from slackbot.blocks import details_form, own_list, receipt, try_again
from slackbot.blocks.home import REPORT
from slackbot.blocks.notices import CONFIRM_AGENT, MINE_NOW, NOT_MINE, OPEN_OWN
from slackbot.blocks.own_file import PAGE_OWN
from slackbot.listeners import jobs

BUTTONS = (
    REPORT,
    try_again.TRY_AGAIN_REPORT,
    receipt.ADD_DETAILS,
    details_form.MORE_ROOM,
    OPEN_OWN,
    own_list.OPEN_OLDER,
    f"{PAGE_OWN}:back",
    f"{PAGE_OWN}:on",
    CONFIRM_AGENT,
    NOT_MINE,
    MINE_NOW,
)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_is_answered_by_one_listener(button: str) -> None:
    app = create_autospec(App, instance=True)
    for job in jobs():
        job.register(app)
    asked = [call.args[0] for call in app.action.call_args_list]
    found = [
        each
        for each in asked
        if (each.search(button) if isinstance(each, re.Pattern) else each == button)
    ]
    assert len(found) == 1
