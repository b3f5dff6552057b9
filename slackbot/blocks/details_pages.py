"""The questions of each page of details, and how their answers are read."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from slackbot.blocks import catalogue
from slackbot.blocks.answers import Answers
from slackbot.blocks.catalogue import questions
from slackbot.blocks.errors import FormError
from slackbot.blocks.parts import (
    Block,
    Option,
    checkboxes,
    date_picker,
    input_block,
    multi_select,
    option,
    radio,
    select,
    text_input,
    users_select,
)
from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    DmChoice,
    Kind,
    Membership,
    Part,
    Platform,
    Respondent,
    Wish,
)
from slackbot.rules.people import SlackUser, Standing, Who

DIRECTED, KINDS, PLATFORM, PLACE = "directed", "kinds", "platform", "place"
HAPPENED_ON, HAPPENED_OVER = "happened_on", "happened_over"
NAME, HANDLE, ACCOUNT, MEMBER = "name", "handle", "account", "member"
ACCOUNTS, ANOTHER = "accounts", "another"
STATEMENT, LINKS, PART = "statement", "links", "part"
WISH, RAISED_ON, RAISED_REFERENCE = "wish", "raised_on", "raised_reference"
HOPE, DM_CHOICE, REACH = "hope", "dm_choice", "reach"

ROOM = 4  # fields of 3,000 characters
_LINE = 300
_YES = "yes"

_Choice = TypeVar("_Choice", bound=StrEnum)


def where() -> list[Block]:
    """Ask what, where and when."""
    return [
        _optional(
            DIRECTED,
            questions.DIRECTED,
            radio(_options(Directed)),
            hint=questions.DIRECTED_HINT,
        ),
        _optional(KINDS, questions.KINDS, multi_select(_options(Kind))),
        _optional(PLATFORM, questions.PLATFORM, select(_options(Platform))),
        _optional(PLACE, questions.PLACE, text_input(size=_LINE)),
        _optional(HAPPENED_ON, questions.HAPPENED_ON, date_picker()),
        _optional(
            HAPPENED_OVER,
            questions.HAPPENED_OVER,
            text_input(size=_LINE),
            hint=questions.HAPPENED_OVER_HINT,
        ),
    ]


def read_where(answers: Answers, today: date) -> Details:
    """Return what, where and when."""
    return Details(
        directed=_one(answers, DIRECTED, Directed),
        kinds=tuple(Kind(each) for each in answers.many(KINDS, set(Kind))),
        platform=_one(answers, PLATFORM, Platform),
        place=answers.text(PLACE, _LINE),
        happened_on=_past(answers, HAPPENED_ON, today),
        happened_over=answers.text(HAPPENED_OVER, _LINE),
    )


def who(nth: int) -> list[Block]:
    """Ask who the `nth` respondent was. The number keeps their fields apart."""
    another = checkboxes([option(questions.ANOTHER_YES, _YES)])
    return [
        _optional(f"{NAME}:{nth}", questions.NAME, text_input(size=_LINE)),
        _optional(f"{HANDLE}:{nth}", questions.HANDLE, text_input(size=_LINE)),
        _optional(
            f"{ACCOUNT}:{nth}",
            questions.ACCOUNT,
            users_select(),
            hint=questions.ACCOUNT_HINT,
        ),
        _optional(f"{MEMBER}:{nth}", questions.MEMBER, select(_options(Membership))),
        _optional(
            f"{ACCOUNTS}:{nth}",
            questions.ACCOUNTS,
            text_input(multiline=True),
            hint=questions.ACCOUNTS_HINT,
        ),
        _optional(f"{ANOTHER}:{nth}", questions.ANOTHER, another),
    ]


def read_who(
    answers: Answers, nth: int, known: Callable[[SlackUser], Who]
) -> tuple[Details, bool]:
    """Return the respondent, and whether there is another."""
    member = _one(answers, f"{MEMBER}:{nth}", Membership)
    respondent = Respondent(
        name=answers.text(f"{NAME}:{nth}", _LINE),
        handle=answers.text(f"{HANDLE}:{nth}", _LINE),
        account=_account(answers, f"{ACCOUNT}:{nth}", known),
        member=member or Membership.UNKNOWN,
        accounts=_lines(answers.text(f"{ACCOUNTS}:{nth}")),
    )
    another = bool(answers.many(f"{ANOTHER}:{nth}", (_YES,)))
    if member and not respondent.is_named:
        raise FormError({f"{NAME}:{nth}": catalogue.NAME_THEM})
    return Details(respondents=(respondent,) if respondent.is_named else ()), another


def more(*, roomy: bool) -> list[Block]:
    """Ask for more of the statement, and for links."""
    labels = [questions.STATEMENT, *[questions.STATEMENT_MORE] * (ROOM - 1)]
    fields = [
        _optional(f"{STATEMENT}:{place}", label, text_input(multiline=True))
        for place, label in enumerate(labels if roomy else labels[:1])
    ]
    links = text_input(multiline=True)
    return [
        *fields,
        _optional(LINKS, questions.LINKS, links, hint=questions.LINKS_HINT),
        _optional(PART, questions.PART, radio(_options(Part))),
    ]


def read_more(answers: Answers) -> Details:
    """Return the statement as typed, field after field, and the links."""
    fields = [f"{STATEMENT}:{place}" for place in range(ROOM)]
    typed = [answers.text(each) for each in fields if each == fields[0] or answers.asked(each)]
    return Details(
        statement=_joined([each for each in typed if each]),
        links=_lines(answers.text(LINKS)),
        part=_one(answers, PART, Part),
    )


def wish(*, as_agent: bool) -> list[Block]:
    """Ask what should happen; only the parliamentarian says what messages may say."""
    choice = radio(_options(DmChoice))
    asked = [
        _optional(WISH, questions.WISH, radio(_options(Wish)), hint=questions.WISH_HINT),
        _optional(RAISED_ON, questions.RAISED_ON, date_picker()),
        _optional(RAISED_REFERENCE, questions.RAISED_REFERENCE, text_input(size=_LINE)),
        _optional(HOPE, questions.HOPE, text_input(multiline=True)),
        _optional(DM_CHOICE, questions.DM_CHOICE, choice, hint=questions.DM_CHOICE_HINT),
        _optional(REACH, questions.REACH, text_input(size=_LINE), hint=questions.REACH_HINT),
    ]
    return [each for each in asked if not (as_agent and each["block_id"] == DM_CHOICE)]


def read_wish(answers: Answers, today: date) -> Details:
    """Return what should happen."""
    chosen = _one(answers, WISH, Wish)
    raised_on = _past(answers, RAISED_ON, today)
    reference = answers.text(RAISED_REFERENCE, _LINE)
    if (raised_on or reference) and chosen is not Wish.RAISED:
        raise FormError({WISH: catalogue.RAISED_WITHOUT_WISH})
    return Details(
        wish=chosen,
        raised_on=raised_on,
        raised_reference=reference,
        hope=answers.text(HOPE),
        dm_choice=_one(answers, DM_CHOICE, DmChoice) if answers.asked(DM_CHOICE) else None,
        reach=answers.text(REACH, _LINE),
    )


def consent() -> list[Block]:
    """Ask how far it may go, audience by audience."""
    return [
        _optional(
            _audience_id(each),
            questions.CONSENT.format(audience=each),
            radio(_options(Consent), initial=Consent.WITHOUT_NAME),
        )
        for each in Audience
    ]


def read_consent(answers: Answers) -> Details:
    """Return how far it may go."""
    given = [(each, _one(answers, _audience_id(each), Consent)) for each in Audience]
    return Details(consent=tuple((each, how) for each, how in given if how is not None))


def _audience_id(audience: Audience) -> str:
    return f"consent:{audience.name.lower()}"


def _optional(block_id: str, label: str, element: dict[str, object], hint: str = "") -> Block:
    return input_block(block_id, label, element, optional=True, hint=hint)


def _options(of: Iterable[StrEnum]) -> list[Option]:
    return [option(each[0].upper() + each[1:], each) for each in of]


def _one(answers: Answers, block_id: str, of: type[_Choice]) -> _Choice | None:
    chosen = answers.one(block_id, set(of))
    return of(chosen) if chosen else None


def _past(answers: Answers, block_id: str, today: date) -> date | None:
    chosen = answers.day(block_id)
    if chosen is not None and chosen > today:
        raise FormError({block_id: catalogue.DAY_TO_COME})
    return chosen


def _account(
    answers: Answers, block_id: str, known: Callable[[SlackUser], Who]
) -> SlackUser | None:
    chosen = answers.user(block_id)
    if chosen is not None and known(chosen).standing is Standing.UNKNOWN:
        raise FormError({block_id: catalogue.UNKNOWN_PERSON})
    return chosen


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())


def _joined(typed: Sequence[str]) -> str:
    """Put fields together; a line break keeps two words apart, and nothing else is added."""
    text = ""
    for each in typed:
        apart = not text or text[-1].isspace() or each[0].isspace()
        text += each if apart else f"\n{each}"
    return text
