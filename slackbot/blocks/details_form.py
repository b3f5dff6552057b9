"""Adding details to a complaint: five pages, each stored when it is sent, none required."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum, unique

from slackbot.blocks import details_pages as pages
from slackbot.blocks.answers import Answers
from slackbot.blocks.carried import read_ref
from slackbot.blocks.catalogue import questions
from slackbot.blocks.errors import TamperedError
from slackbot.blocks.parts import (
    Block,
    View,
    actions,
    alert,
    button,
    context,
    header,
    modal,
    section,
)
from slackbot.blocks.text import clipped, plain, unbroken
from slackbot.rules.details import Details, Kind
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.policy import Policy
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey

CALLBACK_ID = "details_form"
MORE_ROOM = "more_room"
_ALERT_SIZE = 200  # Slack: the most in an alert block


@unique
class Page(StrEnum):
    """The pages in their order."""

    WHERE = "where"
    WHO = "who"
    MORE = "more"
    WISH = "wish"
    CONSENT = "consent"


_HEADINGS = {
    Page.WHERE: questions.WHERE_HEADING,
    Page.WHO: questions.WHO_HEADING,
    Page.MORE: questions.MORE_HEADING,
    Page.WISH: questions.WISH_HEADING,
    Page.CONSENT: questions.CONSENT_HEADING,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in the form. It travels with the form, and holds no content.

    `nth` counts respondents, so that Slack does not carry one's name over to the next;
    `roomy` is True after “More room”; an agent may not consent for the parliamentarian, nor
    may the team for a reporter who can do so.
    """

    ref: ComplaintRef
    key: FormKey
    page: Page = Page.WHERE
    nth: int = 1
    roomy: bool = False
    as_agent: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """One page as it came back, and where it goes on."""

    place: Place
    details: Details
    another: bool

    def following(self, key: FormKey) -> Place | None:
        """Return where it goes on, or None after the last page."""
        here = replace(self.place, key=key, roomy=False)
        if self.another:
            return replace(here, nth=here.nth + 1)
        rest = _pages(here)[_pages(here).index(here.page) + 1 :]
        return replace(here, page=rest[0], nth=1) if rest else None


def build(place: Place, policy: Policy, *, after: Details | None = None) -> View:
    """Return a page of the form; `after` are the answers of the page before it."""
    last = place.page is _pages(place)[-1]
    submit = questions.FINISH if last else questions.NEXT
    return modal(
        questions.DETAILS_TITLE,
        [*_specialist(after, policy), *_top(place, submit), *_questions(place)],
        callback_id=CALLBACK_ID,
        submit=submit,
        close=questions.STOP,
        private_metadata=_write(place),
    )


def read(view: View, *, known: Callable[[SlackUser], Who], today: date) -> Addition:
    """Return the answers of a page; empty where nothing was answered.

    Raises FormError with what to mend, TamperedError for what no form of ours sends.
    """
    place = read_place(view)
    answers = Answers(view)
    another = False
    match place.page:
        case Page.WHERE:
            details = pages.read_where(answers, today)
        case Page.WHO:
            details, another = pages.read_who(answers, place.nth, known)
        case Page.MORE:
            details = pages.read_more(answers)
        case Page.WISH:
            details = pages.read_wish(answers, today)
        case Page.CONSENT:
            details = pages.read_consent(answers)
    return Addition(place, details, another)


def read_place(view: View) -> Place:
    """Return where in the form this view is; TamperedError where it does not say."""
    try:
        said = json.loads(view["private_metadata"])
        return Place(
            ref=read_ref(said["ref"]),
            key=FormKey(str(said["key"])),
            page=Page(said["page"]),
            nth=int(said["nth"]),
            roomy=bool(said["roomy"]),
            as_agent=bool(said["as_agent"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TamperedError from error


def roomier(view: View) -> Place:
    """Return the same page with more room for the statement."""
    return replace(read_place(view), roomy=True)


def _pages(place: Place) -> list[Page]:
    return [each for each in Page if not (place.as_agent and each is Page.CONSENT)]


def _write(place: Place) -> str:
    return json.dumps(
        {
            "ref": place.ref,
            "key": place.key,
            "page": place.page,
            "nth": place.nth,
            "roomy": place.roomy,
            "as_agent": place.as_agent,
        }
    )


def _specialist(after: Details | None, policy: Policy) -> list[Block]:
    if after is None or Kind.SEXUAL_HARASSMENT not in after.kinds:
        return []
    lines = [f"{questions.SPECIALIST}:", *map(unbroken, policy.specialist)]
    return [alert(plain(clipped(line, _ALERT_SIZE)), "info") for line in lines]


def _top(place: Place, submit: str) -> list[Block]:
    again = place.page is Page.WHO and place.nth > 1
    count = _pages(place)
    step = questions.STEP_OF.format(place=count.index(place.page) + 1, count=len(count))
    told = questions.ALL_OPTIONAL.format(submit=f"“{submit}”")
    return [
        header(questions.WHO_AGAIN_HEADING if again else _HEADINGS[place.page]),
        context(plain(f"{place.ref}. {step}. {told}")),
    ]


def _questions(place: Place) -> list[Block]:
    match place.page:
        case Page.WHERE:
            return pages.where()
        case Page.WHO:
            return pages.who(place.nth)
        case Page.MORE:
            return [section(plain(questions.KEEP_PICTURES)), *_more(place)]
        case Page.WISH:
            return pages.wish(as_agent=place.as_agent)
        case Page.CONSENT:
            return pages.consent()


def _more(place: Place) -> list[Block]:
    """Return the questions, and *More room* under the field that it makes longer."""
    statement, *rest = pages.more(roomy=place.roomy)
    return [statement, *_room(place), *rest]


def _room(place: Place) -> list[Block]:
    if place.roomy:
        return []
    label = f"{questions.MORE_ROOM}: {questions.STATEMENT}"
    return [actions(button(questions.MORE_ROOM, MORE_ROOM, place.ref, label=label))]
