"""What a person sends: a report, an addition, a step; frozen, as the forms read them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum, unique
from typing import NewType

from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import LearntFrom, Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.status import Status

FormKey = NewType("FormKey", str)
"""Random, ours, made when a form opens: pressed twice is one complaint."""

PRIVACY_VERSION = "2026-11"


@dataclass(frozen=True, slots=True)
class Report:
    """Step one of the form: a whole complaint.

    `reporter` is None where the sender is the reporter, and where a caseworker logs for
    somebody outside the workspace (then `source` is not Slack). `reported_on` is the true
    day of what came another way.
    """

    key: FormKey
    sender: SlackUser
    statement: str = field(repr=False)
    urgent: bool
    kept_from: frozenset[SlackUser] = frozenset()
    reporter: SlackUser | None = None
    source: Source = Source.SLACK
    reported_on: date | None = None
    privacy_version: str = PRIVACY_VERSION


@dataclass(frozen=True, slots=True)
class Quote:
    """A Slack message caught at the click, before its author can delete it.

    `text` has Slack's escaping undone, `raw` is the payload as it came (JSON). `link` is
    built from domain, channel and time and has not been checked. `files` are lines of
    name, type and size in bytes.
    """

    author: SlackUser | None = field(repr=False)
    text: str = field(repr=False)
    raw: str = field(repr=False)
    channel: str = field(repr=False)
    posted_at: datetime
    link: str = field(repr=False)
    is_reply: bool = False
    files: tuple[str, ...] = field(default=(), repr=False)


@unique
class AgentAnswer(StrEnum):
    """What a parliamentarian says of a complaint that an agent sent for them."""

    CONFIRM = "confirm"
    NOT_MINE = "not mine"
    MINE = "mine from now on"  # confirmed, and the agent no longer follows it


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told once, and only once, the complaint is stored."""

    ref: ComplaintRef
    received_at: datetime
    acknowledged_by: date
    own: bool  # False: sent or logged for somebody else
    nobody_left: bool = False  # every caseworker is kept out; a standby caseworker is called
    unattended: bool = False  # and there is no standby caseworker either


@dataclass(frozen=True, slots=True)
class Move:
    """A step as a caseworker enters it. `reason` is internal, `sentence` the reporter's.

    `version` is the complaint's when the form opened: a step over somebody else's fails.
    """

    key: FormKey
    to: Status
    happened_on: date
    learnt_from: LearntFrom
    version: int
    reason: str = field(default="", repr=False)
    sentence: str = field(default="", repr=False)
    measure: Measure | None = None
    outcome: Outcome | None = None
    closing: Closing | None = None


class MoveError(ValueError):
    """The step lacks something; `field` names the answer to mend."""

    def __init__(self, field_name: str, words: str) -> None:
        super().__init__(words)
        self.field = field_name
        self.words = words


def check_move(move: Move, *, today: date) -> None:
    """Raise MoveError where a step lacks what its status asks for."""
    if move.happened_on > today:
        raise MoveError("happened_on", "This day is still to come. When did it happen?")
    if move.to is Status.DECIDED and move.outcome is None:
        raise MoveError("outcome", "Choose how it was decided, or “not known to us”.")
    if move.to is Status.CLOSED and move.closing is None:
        raise MoveError("closing", "Choose why it is closed.")
    if not move.sentence.strip():
        raise MoveError("sentence", "Write the sentence that the reporter will read.")
