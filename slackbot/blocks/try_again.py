"""What somebody reads when Slack did not open a form: a button that brings a new trigger."""

from slackbot.blocks import catalogue
from slackbot.blocks.parts import Message, actions, button, message, section
from slackbot.blocks.text import escape, plain

TRY_AGAIN_REPORT = "try_again_report"


def build(key: str = "") -> Message:
    """Return the offer; `key` is the form's where a message of Slack's is kept with it."""
    words = catalogue.TRY_AGAIN_QUOTED if key else catalogue.TRY_AGAIN
    label = f"{catalogue.TRY_AGAIN_BUTTON}: {catalogue.REPORT_BUTTON}"
    again = button(catalogue.TRY_AGAIN_BUTTON, TRY_AGAIN_REPORT, key, label=label)
    return message(escape(words), [section(plain(words)), actions(again)])
