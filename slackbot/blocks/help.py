"""`/report-abuse help`: what the app does, and where else to go."""

from slackbot.blocks.catalogue import guide
from slackbot.blocks.parts import Message, message
from slackbot.blocks.text import escape, unbroken
from slackbot.rules.policy import Policy


def build(policy: Policy) -> Message:
    """Return the help as a message that only this person sees."""
    return message("\n".join(escape(line) for line in map(unbroken, guide.lines(policy))))
