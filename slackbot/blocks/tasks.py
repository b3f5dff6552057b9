"""Messages that reached nobody: somebody must be told another way, and it is recorded."""

from slackbot.blocks.parts import Block, Element, button, section
from slackbot.blocks.text import day, plain
from slackbot.rules.shown import Undelivered

TOLD_OTHERWISE = "told_otherwise"


def row(task: Undelivered) -> Block:
    """Return one task. For whom the message was stands in the complaint only."""
    words = f"{task.ref}: {task.about}. Since {day(task.since.date())}."
    return section(plain(words), accessory=told_button(task))


def told_button(task: Undelivered) -> Element:
    """Return the button that records how somebody was told without Slack."""
    label = f"Record how {task.ref} was told another way"
    return button("Told another way", TOLD_OTHERWISE, f"{task.ref} {task.notice}", label=label)
