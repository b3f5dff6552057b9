"""The card of a complaint: all that a message about it may say, and its buttons."""

from datetime import datetime

from slackbot.blocks.parts import Block, Element, Message, actions, button, message, section
from slackbot.blocks.text import date_mark, escape, mrkdwn
from slackbot.rules.shown import Card
from slackbot.rules.status import Status

OPEN_FILE = "open_file"
TAKE = "take"
MOVE_ON = "move_on"
ACKNOWLEDGE = "acknowledge"
HOLD_DANGER = "hold_danger"


def build(card: Card, mark: str) -> Message:
    """Return the card as a message; `mark` is the random id by which its buttons know it."""
    first, *rest = lines(card)
    return message(
        "\n".join([first, *rest]),
        [
            section(mrkdwn("\n".join([f"*{first}*", *rest]))),
            actions(open_button(card.ref), *buttons(card), block_id=mark),
        ],
    )


def lines(card: Card) -> list[str]:
    """Say how a complaint stands, in mrkdwn: reference, status, urgency, age, who has it."""
    said = [
        f"{card.ref} · {card.status}",
        escape(urgency(card)),
        f"Received {date_mark(card.received_at)} ({_ago(card.received_at)}).",
        f"{escape(card.taken_by)} has it." if card.taken_by else "Nobody has it yet.",
    ]
    if card.added_at and not card.taken_by:  # whoever has it finds it in the file
        said.append(f"New since received: details added {_ago(card.added_at)}.")
    if words := confirmation(card):
        said.append(words)
    if card.undelivered:
        said.append(_undelivered(card.undelivered))
    return said


def confirmation(card: Card) -> str:
    """Say whether the parliamentarian stands behind it; nothing where they do."""
    if card.denied:
        return "The parliamentarian says that it is not theirs."
    waits = "It waits for the parliamentarian's confirmation."
    return waits if card.awaiting_confirmation else ""


def urgency(card: Card) -> str:
    """Say in plain words whether it is urgent, and whether somebody has it in hand."""
    if card.danger_open:
        return "Urgent: somebody may be in danger, and nobody has said “I have it” yet."
    if card.urgent and card.held_by:
        return f"Urgent: {card.held_by} has said “I have it”."
    return "Urgent." if card.urgent else "Not urgent."


def open_button(ref: str) -> Element:
    """Return *Open*, which stands on every card and every row of the queue."""
    return button("Open", OPEN_FILE, ref, label=f"Open complaint {ref}")


def buttons(card: Card) -> list[Element]:
    """Return what may be done with a complaint as it stands, the most urgent first."""
    ref = card.ref
    offered = [
        (card.danger_open, hold_button(ref)),
        (
            card.taken_by is None and card.status.is_open,
            button("Take", TAKE, ref, label=f"Take complaint {ref}"),
        ),
        (
            card.status is Status.RECEIVED,
            button("Acknowledge", ACKNOWLEDGE, ref, label=f"Acknowledge complaint {ref}"),
        ),
        (True, button("Move on…", MOVE_ON, ref, label=f"Move complaint {ref} on")),
    ]
    return [element for is_offered, element in offered if is_offered]


def hold_button(ref: str) -> Element:
    """Return *I have it*, which ends the paging of an urgent complaint."""
    return button("I have it", HOLD_DANGER, ref, label=f"Say that you have {ref} in hand")


def open_row(card: Card) -> Block:
    """Return one row of the queue: the same words, and *Open* at their side."""
    first, *rest = lines(card)
    text = mrkdwn("\n".join([f"*{first}*", *rest]))
    return section(text, accessory=open_button(card.ref))


def _ago(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{{ago}}|see the date>"


def _undelivered(count: int) -> str:
    if count == 1:
        return "1 message could not be delivered."
    return f"{count} messages could not be delivered."
