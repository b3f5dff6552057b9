"""*Move on…*: the steps that the policy allows, and the sentence that the reporter reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from slackbot.blocks import catalogue
from slackbot.blocks.answers import Answers
from slackbot.blocks.carried import Carried, carry, read_carried
from slackbot.blocks.errors import FormError
from slackbot.blocks.parts import (
    Block,
    Option,
    View,
    context,
    date_picker,
    header,
    input_block,
    modal,
    option,
    select,
    text_input,
)
from slackbot.blocks.text import plain
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.report import Move, MoveError, check_move
from slackbot.rules.status import Manner, Status, manner_of, steps_from

CALLBACK_ID = "move_form"
STATUS, OUTCOME, CLOSING, MEASURE = (
    "move_status",
    "move_outcome",
    "move_closing",
    "move_measure",
)
DAY, LEARNT_FROM, REASON, SENTENCE = "move_day", "move_from", "move_reason", "move_sentence"
CHOICES = (STATUS, OUTCOME, CLOSING)  # choosing one of these proposes another sentence

_REASON_HINT = (
    "Internal, and it may be read by the person concerned or a court. Leave it empty where "
    "none was given: “none given” is counted."
)
_SENTENCE_HINT = "The reporter reads exactly this. Change it as you like."
_FIRST = "Choose the step. Then the sentence that the reporter will read is proposed here."

_E = TypeVar("_E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen so far; the proposed sentence follows from it."""

    to: Status | None = None
    outcome: Outcome | None = None
    closing: Closing | None = None

    @property
    def sentence_id(self) -> str:
        """The block of the sentence. Slack keeps what was typed as long as it is the same."""
        names = (each.name for each in (self.to, self.outcome, self.closing) if each)
        return "-".join((SENTENCE, *names))


_NOTHING = Choice()


def build(
    carried: Carried, now: Status, *, directed: bool | None, choice: Choice = _NOTHING
) -> View:
    """Return the form for a complaint that stands at `now`, as far as it was answered."""
    return modal(
        "Move on",
        [
            header(f"{carried.ref} is {now}"),
            _steps(now, choice),
            *_rest(choice, directed=directed),
        ],
        callback_id=CALLBACK_ID,
        submit="Send" if choice.to else "Continue",
        close="Cancel",
        private_metadata=carry(carried),
    )


def read_choice(view: View) -> Choice:
    """Return what was chosen so far."""
    answers = Answers(view)
    to = _one(answers, STATUS, Status)
    return Choice(
        to,
        _one(answers, OUTCOME, Outcome) if to is Status.DECIDED else None,
        _one(answers, CLOSING, Closing) if to is Status.CLOSED else None,
    )


def is_whole(view: View) -> bool:
    """Say whether the sentence that stands in the form is the one for what was chosen."""
    return Answers(view).asked(read_choice(view).sentence_id)


def read(view: View, *, today: date) -> Move:
    """Return the step; FormError where something is missing."""
    answers, choice, carried = Answers(view), read_choice(view), read_carried(view)
    happened_on = answers.day(DAY)
    learnt_from = _one(answers, LEARNT_FROM, LearntFrom)
    if choice.to is None or happened_on is None or learnt_from is None:
        raise FormError(_missing(choice, happened_on))
    move = Move(
        key=carried.key,
        to=choice.to,
        happened_on=happened_on,
        learnt_from=learnt_from,
        version=carried.version,
        reason=answers.text(REASON).strip(),
        sentence=answers.text(choice.sentence_id).strip(),
        measure=_one(answers, MEASURE, Measure),
        outcome=choice.outcome,
        closing=choice.closing,
    )
    _check(move, choice, today)
    return move


def _check(move: Move, choice: Choice, today: date) -> None:
    try:
        check_move(move, today=today)
    except MoveError as error:
        places = {"happened_on": DAY, "outcome": OUTCOME, "closing": CLOSING}
        where = places.get(error.field, choice.sentence_id)
        raise FormError({where: error.words}) from error


def _missing(choice: Choice, happened_on: date | None) -> dict[str, str]:
    if choice.to is None:
        return {STATUS: "Choose the step."}
    if happened_on is None:
        return {DAY: "On what day did it happen?"}
    return {LEARNT_FROM: "From whom do we know it?"}


def _steps(now: Status, choice: Choice) -> Block:
    steps = [option(then, then.name, _manner(now, then)) for then in steps_from(now)]
    return _choosing(STATUS, "What has happened?", steps, choice.to)


def _manner(now: Status, then: Status) -> str:
    manner = manner_of(now, then)
    return "" if manner is Manner.FORWARD else f"The complaint is {manner}"


def _rest(choice: Choice, *, directed: bool | None) -> list[Block]:
    if choice.to is None:
        return [context(plain(_FIRST))]
    proposed = catalogue.sentence(
        choice.to, directed=directed, outcome=choice.outcome, closing=choice.closing
    )
    return [
        *_result(choice),
        input_block(DAY, "On what day did it happen?", date_picker()),
        input_block(LEARNT_FROM, "From whom do we know it?", select(_named(LearntFrom))),
        input_block(
            REASON,
            "Reason",
            text_input(multiline=True),
            optional=True,
            hint=_REASON_HINT,
        ),
        input_block(
            choice.sentence_id,
            "What the reporter will read",
            text_input(initial=proposed, multiline=True),
            hint=_SENTENCE_HINT,
        ),
    ]


def _result(choice: Choice) -> list[Block]:
    match choice.to:
        case Status.DECIDED:
            offered = [option(each, each.name, each.definition) for each in Outcome]
            return [_choosing(OUTCOME, "How was it decided?", offered, choice.outcome)]
        case Status.CLOSED:
            offered = [option(each, each.name, each.definition) for each in Closing]
            return [_choosing(CLOSING, "Why is it closed?", offered, choice.closing)]
        case Status.INVESTIGATED:
            offered = [option(each, each.name, each.definition) for each in Measure]
            asked = "Has the party taken a measure?"
            return [input_block(MEASURE, asked, select(offered), optional=True)]
        case _:
            return []


def _choosing(block_id: str, label: str, options: list[Option], chosen: Enum | None) -> Block:
    element = select(options, initial=chosen.name if chosen else "")
    return input_block(block_id, label, element) | {"dispatch_action": True}


def _named(members: Iterable[LearntFrom]) -> list[Option]:
    return [option(each, each.name) for each in members]


def _one(answers: Answers, block_id: str, kind: type[_E]) -> _E | None:
    """Return the member that was chosen; None where it was not, or was not asked."""
    if not answers.asked(block_id):
        return None
    name = answers.one(block_id, [each.name for each in kind])
    return kind[name] if name else None
