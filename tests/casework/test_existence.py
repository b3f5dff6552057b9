"""A hidden complaint leaves no trace in what a conflicted person is shown through casework."""

import dataclasses
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from slackbot.casework.errors import CaseworkError
from slackbot.rules.details import Details, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.reference import ComplaintRef, new_reference
from slackbot.rules.roles import Role
from slackbot.rules.status import Status
from tests import cast
from tests.cast import Office, new_form, open_office
from tests.clock import Clock

HIDDEN_FROM = cast.CASEWORKER
NAME = cast.NAMES[HIDDEN_FROM]
LATE = timedelta(minutes=11)

Story = Callable[[Office], ComplaintRef]


def asked(office: Office) -> ComplaintRef:
    return office.file(urgent=True, kept_from=frozenset({HIDDEN_FROM}))


def named(office: Office) -> ComplaintRef:
    return office.file(urgent=True, statement=f"It was {NAME}, MP.")


def caught(office: Office) -> ComplaintRef:
    """Their own message was reported by the shortcut."""
    message = cast.quote(HIDDEN_FROM, "vile")
    key = office.casework.intake.keep_quote(message, by=cast.REPORTER)
    return office.file(urgent=True, key=key)


def mentioned(office: Office) -> ComplaintRef:
    message = cast.quote(cast.SECOND_MP, f"as <@{HIDDEN_FROM}> said")
    key = office.casework.intake.keep_quote(message, by=cast.REPORTER)
    return office.file(urgent=True, key=key)


STORIES: list[Story] = [asked, named, caught, mentioned]


def open_seen(office: Office) -> Any:
    """Gather all that the conflicted person is shown now."""
    by, reading = HIDDEN_FROM, office.casework.reading
    sent = [(owed.facts, owed.recipient) for owed in office.deliver() if owed.recipient == by]
    shown = [
        (d.kind, d.place, d.version, d.wanted, d.card, d.home)
        for d in office.show()
        if d.place == by
    ]
    return {
        "notices": sent,
        "displays": shown,
        "queue": reading.queue(by),
        "home": reading.home(by),
        "own": reading.mine(by),
    }


METHODS: list[Callable[[Office, ComplaintRef], object]] = [
    lambda o, ref: o.casework.reading.card(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.open_file(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.open_own(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.can_add(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.directed(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.telling(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.reading.not_shown(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.triage.take(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.triage.hold(ref, by=HIDDEN_FROM),
    lambda o, ref: o.casework.triage.lift(ref, HIDDEN_FROM, by=HIDDEN_FROM),
    lambda o, ref: o.casework.triage.undo(ref, UUID(int=1), by=HIDDEN_FROM),
    lambda o, ref: o.casework.triage.move(ref, cast.move(Status.LOGGED, 1), by=HIDDEN_FROM),
    lambda o, ref: o.casework.intake.add(
        ref, Details(hope="x"), by=HIDDEN_FROM, key=new_form()
    ),
]


def outcome(office: Office, method: Any, ref: ComplaintRef) -> object:
    try:
        return method(office, ref)
    except CaseworkError as error:
        return type(error).__name__, str(error), vars(error).get("act")


def unmarked(seen: object) -> str:
    """Write down what was seen, with random marks named by the order of their appearance."""
    words = repr(_plain(seen))
    marks: dict[str, str] = {}
    pattern = r"RA-[0-9A-Z]{7}|UUID\('[0-9a-f-]{36}'\)|\b[0-9a-f]{32}\b"
    return re.sub(pattern, lambda m: marks.setdefault(m[0], f"mark {len(marks)}"), words)


def _plain(value: Any) -> Any:
    """Take dataclasses apart, since their own repr leaves out what people wrote."""
    if dataclasses.is_dataclass(value):
        parts = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return {name: _plain(part) for name, part in parts.items() if name != "public_key"}
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return sorted(value) if isinstance(value, frozenset) else value


def play(office: Office, hidden: Story | None) -> list[str]:
    """Let a day pass, with or without a hidden complaint; return what they saw of it."""
    office.casework.reading.home(HIDDEN_FROM)  # from now on their Home is kept up to date
    visible = office.file(cast.SECOND_MP)
    ref = hidden(office) if hidden else None
    seen: list[object] = [open_seen(office)]
    steps: list[Callable[[ComplaintRef], object]] = [
        lambda r: office.casework.triage.take(r, by=cast.LEAD),
        lambda r: office.move(r, Status.RAISED),
        lambda r: office.add(r, Details(place=f"{NAME} again"), by=cast.REPORTER),
        lambda r: office.casework.triage.hold(r, by=cast.LEAD),
    ]
    for step in steps:
        if ref:
            step(ref)
        seen.append(open_seen(office))
        office.clock.pass_(minutes=LATE.seconds / 60)
        office.casework.clockwork.tick()
        seen.append(open_seen(office))
    office.casework.people.give(HIDDEN_FROM, Role.ON_CALL, by=cast.LEAD)
    seen.append(open_seen(office))
    office.casework.triage.take(visible, by=HIDDEN_FROM)
    target = ref or new_reference()
    seen += [outcome(office, method, target) for method in METHODS]
    seen.append(open_seen(office))
    office.assert_intact()
    return [unmarked(each) for each in seen]


@pytest.fixture
def twin(request: pytest.FixtureRequest, tmp_path: Path, office_url: str) -> Iterator[Office]:
    """A second office, the same as the first."""
    if office_url.startswith("sqlite"):
        file = shutil.copy(request.getfixturevalue("filled_file"), tmp_path / "twin.db")
        opened = open_office(f"sqlite:///{file}", clock=Clock())
        yield opened
        opened.database.close()
        return
    server = request.getfixturevalue("postgres")
    with server.database(request.getfixturevalue("filled_postgres")) as url:
        opened = open_office(url, clock=Clock())
        yield opened
        opened.database.close()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_with_and_without_a_hidden_complaint_they_see_the_same(
    office: Office, twin: Office, story: Story
) -> None:
    assert play(office, story) == play(twin, None)


def test_the_comparison_sees_a_complaint_that_is_not_hidden(
    office: Office, twin: Office
) -> None:
    """Whoever compares must be able to see a difference."""
    assert play(office, lambda o: o.file(urgent=True)) != play(twin, None)


def test_their_own_complaint_is_theirs_as_reporter_only(office: Office) -> None:
    ref = office.file(HIDDEN_FROM)
    assert {row.ref for row in office.casework.reading.mine(HIDDEN_FROM)} == {ref}
    assert office.casework.reading.queue(HIDDEN_FROM).rows == ()
    assert office.casework.reading.open_own(ref, by=HIDDEN_FROM).openings == ()
    office.casework.reading.not_shown(ref, by=HIDDEN_FROM)
    with pytest.raises(CaseworkError):
        office.casework.reading.open_file(ref, by=HIDDEN_FROM)


def test_what_they_sent_as_an_agent_is_not_theirs_to_work_on(office: Office) -> None:
    ref = office.file(HIDDEN_FROM, reporter=cast.REPORTER)
    assert office.casework.reading.queue(HIDDEN_FROM).rows == ()
    assert HIDDEN_FROM not in office.cards(ref)
    assert cast.CHANNEL not in office.cards(ref)


def test_nobody_is_told_of_it_who_becomes_conflicted_before_the_message_leaves(
    office: Office,
) -> None:
    office.casework.people.give(HIDDEN_FROM, Role.ON_CALL, by=cast.LEAD)
    office.deliver()
    ref = office.file(urgent=True)
    complained_of = Details(respondents=(Respondent(account=SlackUser(HIDDEN_FROM)),))
    office.add(ref, complained_of)
    assert HIDDEN_FROM not in {owed.recipient for owed in office.deliver()}
    assert HIDDEN_FROM not in {shown.place for shown in office.show() if shown.card}
