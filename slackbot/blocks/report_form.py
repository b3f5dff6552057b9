"""Step one of a report: a whole complaint, sent in a minute from a telephone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from slackbot.blocks import catalogue
from slackbot.blocks.answers import Answers
from slackbot.blocks.catalogue import privacy, questions
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.parts import (
    FIELD_SIZE,
    Block,
    View,
    actions,
    alert,
    button,
    context,
    date_picker,
    input_block,
    modal,
    multi_select,
    option,
    radio,
    section,
    select,
    text_input,
    users_select,
)
from slackbot.blocks.text import clipped, pages, plain, shown, unbroken
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import Source
from slackbot.rules.report import FormKey, Report
from slackbot.rules.shown import Keepable

CALLBACK_ID = "report_form"
STATEMENT, DANGER, KEPT = "statement", "danger", "kept_from"
BEHALF, SOURCE, CAME_ON = "behalf", "source", "came_on"
WHOLE = "whole_statement"

_NONE = "none"
_YES, _NO = "yes", "no"
_INPUTS = 6
_ALERT_SIZE = 200  # Slack: the most in an alert block
_CONTEXT_SIZE = 1_900  # Slack: 2,000 characters in one text of a context block
_KEY = re.compile(r"[\w-]{16,100}")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the form is made for: who opens it, and what there is already."""

    key: FormKey
    who: Who
    policy: Policy
    keepables: Sequence[Keepable]
    owners: Sequence[str] = ()
    typed: str = ""
    quoted: bool = False


def build(opening: Opening) -> View:
    """Return the form. What was typed after the command is in it whole, however long."""
    pieces = pages(opening.typed, FIELD_SIZE) or [""]
    asked = [_danger(), _kept(opening)]
    optional = _team_questions() if opening.who.on_team else []
    if opening.who.standing is Standing.GUEST:
        asked.append(_behalf(optional=False))
    else:
        optional.insert(0, _behalf(optional=True))
    # A long text takes the place of what need not be asked, never of what was typed.
    room = max(0, _INPUTS - len(pieces) - len(asked))
    return modal(
        questions.REPORT_TITLE,
        [*_before(opening), *_statement(pieces), *asked, *optional[:room]],
        callback_id=CALLBACK_ID,
        submit=questions.SEND,
        close=questions.CANCEL,
        private_metadata=opening.key,
    )


def read(view: View, *, sender: Who, known: Callable[[SlackUser], Who], today: date) -> Report:
    """Return the report; `known` says from our directory who somebody is.

    Raises FormError with what to mend, TamperedError for what no form of ours sends.
    """
    answers = Answers(view)
    source, came_on = _read_source(answers, sender, today)
    return Report(
        key=_read_key(view),
        sender=sender.id,
        statement=_read_statement(answers),
        urgent=_read_danger(answers),
        kept_from=_read_kept(answers, known),
        reporter=_read_behalf(answers, sender, known),
        source=source,
        reported_on=came_on,
    )


def _before(opening: Opening) -> list[Block]:
    """Say in less than a screen whom to ring and what is true; the whole is one press away."""
    said = "\n".join(privacy.short(opening.owners))
    quoted = [section(plain(catalogue.drafts_go(opening.policy)))] if opening.quoted else []
    return [
        *_emergency(opening.policy),
        *(context(plain(piece)) for piece in pages(shown(said), _CONTEXT_SIZE)),
        actions(button(privacy.WHOLE_BUTTON, WHOLE, label=privacy.WHOLE_BUTTON)),
        *quoted,
    ]


def _emergency(policy: Policy) -> list[Block]:
    """Return one alert with all of it where that is short enough, else one for each line."""
    first, *others = policy.emergency or ("",)
    lines = [f"{first} {privacy.NOBODY_AT_NIGHT}".strip(), *others]
    whole = unbroken("\n".join(lines))
    pieces = [whole] if len(whole) <= _ALERT_SIZE else [*policy.emergency, privacy.NIGHT]
    return [alert(plain(clipped(unbroken(piece), _ALERT_SIZE)), "error") for piece in pieces]


def _statement(pieces: Sequence[str]) -> list[Block]:
    labels = [questions.WHAT_HAPPENED, *[questions.WHAT_HAPPENED_MORE] * (len(pieces) - 1)]
    return [
        input_block(
            _statement_id(place),
            label,
            text_input(initial=piece, multiline=True),
            optional=place > 0,
            hint="" if place else questions.WHAT_HAPPENED_HINT,
        )
        for place, (label, piece) in enumerate(zip(labels, pieces, strict=True))
    ]


def _statement_id(place: int) -> str:
    return f"{STATEMENT}:{place}" if place else STATEMENT


def _danger() -> Block:
    answers = [option(questions.DANGER_YES, _YES), option(questions.DANGER_NO, _NO)]
    return input_block(DANGER, questions.DANGER, radio(answers), hint=questions.DANGER_HINT)


def _kept(opening: Opening) -> Block:
    people = [
        option(f"{shown(each.name)} ({each.role})", each.person)
        for each in opening.keepables
        if each.person != opening.who.id
    ]
    element = multi_select([option(questions.KEPT_NONE, _NONE), *people])
    return input_block(KEPT, questions.KEPT, element, hint=questions.KEPT_HINT)


def _behalf(*, optional: bool) -> Block:
    hint = questions.BEHALF_HINT if optional else questions.BEHALF_HINT_AGENT
    return input_block(BEHALF, questions.BEHALF, users_select(), optional=optional, hint=hint)


def _team_questions() -> list[Block]:
    sources = [
        option(questions.SOURCE_OWN if each is Source.SLACK else each, each) for each in Source
    ]
    return [
        input_block(SOURCE, questions.SOURCE, select(sources, initial=Source.SLACK)),
        input_block(
            CAME_ON,
            questions.CAME_ON,
            date_picker(),
            optional=True,
            hint=questions.CAME_ON_HINT,
        ),
    ]


def _read_key(view: View) -> FormKey:
    key = view.get("private_metadata")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise TamperedError
    return FormKey(key)


def _read_statement(answers: Answers) -> str:
    place, text = 1, answers.text(STATEMENT)
    while answers.asked(_statement_id(place)):
        text += answers.text(_statement_id(place))
        place += 1
    if not text.strip():
        raise FormError({STATEMENT: catalogue.NOTHING_TYPED})
    return text


def _read_danger(answers: Answers) -> bool:
    chosen = answers.one(DANGER, (_YES, _NO))
    if not chosen:
        raise FormError({DANGER: catalogue.NOT_ANSWERED})
    return chosen == _YES


def _read_kept(answers: Answers, known: Callable[[SlackUser], Who]) -> frozenset[SlackUser]:
    chosen = set(answers.many(KEPT, answers.offered(KEPT)))
    if not chosen:
        raise FormError({KEPT: catalogue.NOT_ANSWERED})
    if chosen > {_NONE}:
        raise FormError({KEPT: catalogue.NONE_AND_SOMEBODY})
    people = frozenset(SlackUser(each) for each in chosen - {_NONE})
    if any(known(each).standing is Standing.UNKNOWN for each in people):
        raise TamperedError
    return people


def _read_behalf(
    answers: Answers, sender: Who, known: Callable[[SlackUser], Who]
) -> SlackUser | None:
    agent = sender.standing is Standing.GUEST
    chosen = answers.user(BEHALF) if agent or answers.asked(BEHALF) else None
    if agent and chosen in {None, sender.id}:
        raise FormError({BEHALF: catalogue.FOR_WHOM})
    if chosen in {None, sender.id}:
        return None
    if chosen is None or known(chosen).standing is not Standing.MEMBER:
        raise FormError({BEHALF: catalogue.NOT_A_MEMBER})
    return chosen


def _read_source(answers: Answers, sender: Who, today: date) -> tuple[Source, date | None]:
    if not sender.on_team or not answers.asked(SOURCE):
        return Source.SLACK, None
    source = answers.one(SOURCE, set(Source))
    came_on = answers.day(CAME_ON) if answers.asked(CAME_ON) else None
    if not source:
        raise FormError({SOURCE: catalogue.NOT_ANSWERED})
    if source != Source.SLACK and came_on is None:
        raise FormError({CAME_ON: catalogue.WHICH_DAY})
    if source == Source.SLACK and came_on is not None:
        raise FormError({CAME_ON: catalogue.NO_DAY})
    if came_on is not None and came_on > today:
        raise FormError({CAME_ON: catalogue.DAY_TO_COME})
    return Source(source), came_on
