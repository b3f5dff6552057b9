"""What people in the stories do, each with their own hands in Slack."""

from typing import Any

from slackbot.blocks import card
from slackbot.demo.cast import TRIAGE
from slackbot.rules.people import SlackUser
from slackbot.sandbox import SubmitResult
from slackbot.sandbox.form_state import elements
from slackbot.sandbox.person import Person
from tests.scenarios.stage import Stage

COMMAND = "/report-abuse"
TODAY = "2026-01-31"
"""A day that is over; which one makes no difference to what people are told."""
TOLD = "She said that my sort should leave the party."

Answer = str | list[str]


def fill(person: Person, **answers: Answer) -> None:
    """Answer the questions of the form in front; a double underscore is a colon."""
    for name, value in answers.items():
        person.type(name.replace("__", ":"), value)


def send(person: Person) -> SubmitResult:
    """Press the form's button, and have Slack content with the answer."""
    sent = person.submit()
    assert not sent.trouble, person.notices
    return sent


def start(person: Person, **answers: Answer) -> None:
    """Open the form by the command, and fill it in as most people do."""
    person.command(COMMAND)
    usual: dict[str, Answer] = {"statement": TOLD, "danger": "no", "kept_from": ["none"]}
    fill(person, **(usual | answers))


def report(stage: Stage, by: SlackUser, **answers: Answer) -> str:
    """Send a report by the command; returns the reference that stands on the receipt."""
    person = stage.person(by)
    start(person, **answers)
    return receive(stage, person)


def receive(stage: Stage, person: Person) -> str:
    """Send the form in front; returns the reference that stands on the receipt."""
    sent = send(person)
    assert sent.errors is None, sent.errors
    ref = receipt(person)
    person.close()
    stage.settle()
    return ref


def receipt(person: Person) -> str:
    """The reference on the receipt that this person sees."""
    view = person.view
    assert view is not None
    assert view["callback_id"] == "receipt", view
    return str(view["private_metadata"])


def card_of(person: Person, ref: str) -> dict[str, Any]:
    """The card of a complaint, as this person sees it: in the channel or in their DM."""
    found = cards_of(person, ref)
    assert len(found) == 1, found
    return found[0]


def cards_of(person: Person, ref: str) -> list[dict[str, Any]]:
    """Every card of a complaint that this person sees."""
    there = [*person.channel(TRIAGE, absent=True), *person.dms]
    return [each for each in there if _is_card(each) and ref in each["text"]]


def press_card(stage: Stage, person: Person, action: str, ref: str) -> Person:
    """Press a button of a card."""
    done = person.press(action, message=card_of(person, ref))
    assert not done.trouble, person.notices
    stage.settle()
    return person


def move(stage: Stage, by: SlackUser, ref: str, to: str, **answers: Answer) -> Person:
    """Move a complaint on, with the sentence that is proposed unless another is given."""
    person = press_card(stage, stage.person(by), card.MOVE_ON, ref)
    person.choose("move_status", to)
    for name in ("outcome", "closing"):
        if name in answers:
            person.choose(f"move_{name}", answers.pop(name))
    usual: dict[str, Answer] = {"move_day": TODAY, "move_from": "GS_WRITING"}
    fill(person, **(usual | answers))
    sent = send(person)
    assert sent.errors is None, sent.errors
    stage.settle()
    return person


def acknowledge(stage: Stage, by: SlackUser, ref: str, **answers: Answer) -> Person:
    """Acknowledge a complaint in the words that are proposed, or in others."""
    person = press_card(stage, stage.person(by), card.ACKNOWLEDGE, ref)
    fill(person, **answers)
    assert send(person).errors is None
    stage.settle()
    return person


def error_of(person: Person) -> str:
    """What the person was told last, and only they: in the channel or in their DM."""
    return str(person.ephemerals[-1]["text"])


def _is_card(message: dict[str, Any]) -> bool:
    pressed = elements(message.get("blocks", []))
    return any(each["action_id"] == card.MOVE_ON for _, each in pressed)
