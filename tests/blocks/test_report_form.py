"""Step one of a report: short, whole, and read back exactly."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from slackbot.blocks import privacy_page, report_form
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.parts import View
from slackbot.blocks.report_form import Opening
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import Source
from slackbot.rules.report import PRIVACY_VERSION, FormKey, Report
from slackbot.rules.roles import Role
from slackbot.rules.shown import Keepable
from tests.filling import fill, options, questions, texts
from tests.real_input import LONG

TODAY = date(2026, 11, 23)
KEY = FormKey("0123456789abcdef0123456789abcdef")
MP = Who(SlackUser("U0MP"), "Morgan Penn", Standing.MEMBER)
OTHER_MP = Who(SlackUser("U0OTHER"), "Oona Peer", Standing.MEMBER)
AGENT = Who(SlackUser("U0AGENT"), "Ari Gent", Standing.GUEST)
WORKER = Who(SlackUser("U0WORK"), "Cas Worker", Standing.MEMBER, frozenset({Role.CASEWORKER}))
LEAD = Who(SlackUser("U0LEAD"), "Lee Ader", Standing.MEMBER, frozenset({Role.LEAD}))
PEOPLE = {each.id: each for each in (MP, OTHER_MP, AGENT, WORKER, LEAD)}
KEEPABLES = tuple(
    Keepable(each.id, each.name, next(iter(each.roles))) for each in (WORKER, LEAD)
)
LEAST = {"statement": "It happened.", "danger": "no", "kept_from": ["none"]}


def known(person: SlackUser) -> Who:
    return PEOPLE.get(person, Who(person, "", Standing.UNKNOWN))


def opening(who: Who = MP, **more: Any) -> Opening:
    return Opening(KEY, who, Policy(), KEEPABLES, ("Olive Owner",), **more)


def read(view: View, who: Who = MP) -> Report:
    return report_form.read(view, sender=who, known=known, today=TODAY)


def send(who: Who = MP, **answers: Any) -> Report:
    return read(fill(report_form.build(opening(who)), **(LEAST | answers)), who)


def broken(view: View, block_id: str, state: object) -> View:
    values = view["state"]["values"] | {block_id: state}
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize("who", [MP, AGENT, WORKER])
@pytest.mark.parametrize("typed", ["", "x" * 2_999, LONG[:6_000]])
def test_slack_takes_the_form(built: Callable[..., View], who: Who, typed: str) -> None:
    view = built(report_form.build(opening(who, typed=typed)))
    assert 3 <= len(questions(view)) <= 6


def test_a_member_gives_at_most_five_answers() -> None:
    assert len(questions(report_form.build(opening()))) <= 5


def test_only_three_answers_are_required_of_a_member() -> None:
    asked = questions(report_form.build(opening()))
    required = [each["block_id"] for each in asked if not each["optional"]]
    assert required == ["statement", "danger", "kept_from"]


def test_the_emergency_numbers_stand_in_one_alert_before_everything() -> None:
    first, second, *_ = report_form.build(opening())["blocks"]
    danger, police = Policy().emergency
    assert first["text"]["text"] == f"{danger} Nobody watches this at night.\n{police}"
    assert second["type"] == "context"


def test_999_is_said_once_before_the_first_question() -> None:
    assert before_typing().count("999") == 1


def test_emergency_lines_too_long_for_one_alert_have_one_each(
    built: Callable[..., View],
) -> None:
    lines = ("In danger now: ring 999.", "x" * 190)
    view = built(report_form.build(replace(opening(), policy=Policy(emergency=lines))))
    said = [each["text"]["text"] for each in view["blocks"] if each["type"] == "alert"]
    assert said == [*lines, "Nobody watches this at night. In danger, ring 999."]


@pytest.mark.parametrize(
    "promise",
    [
        "The deputy leader's team reads it, except anyone you name below",
        "not anonymous",
        "not end-to-end encrypted",
        "(Olive Owner) can see that you used this app and when, not what you wrote",
        "Nobody watches this at night",
        "following and counting abuse",
        "Lawful basis: our legitimate interest",
        "It is kept while it is open",
        "not a formal complaint to the party",
    ],
)
def test_what_is_true_is_said_before_anything_is_typed(promise: str) -> None:
    assert promise in before_typing()


def test_what_is_said_before_typing_is_short_enough_for_a_telephone() -> None:
    said = [each for each in asked_before() if each["type"] == "context"]
    assert len(texts({"blocks": said}).split()) <= 95


@pytest.mark.parametrize(
    ("owners", "named"),
    [
        ((), "(shown by Slack)"),
        (("A", "B", "C"), "(A, B, C)"),
        (("A", "B", "C", "D", "E"), "(A, B, C, 2 more)"),
    ],
)
def test_the_first_owners_are_named_and_the_others_counted(
    owners: tuple[str, ...], named: str
) -> None:
    assert named in texts(report_form.build(replace(opening(), owners=owners)))


def test_a_hundred_owners_with_long_names_still_fit(built: Callable[..., View]) -> None:
    assert built(report_form.build(replace(opening(), owners=("Ö" * 700,) * 100)))


@pytest.mark.parametrize(
    "promise",
    [
        "that somebody used this app and when, not what they wrote: Olive Owner, B, C, D",
        "Lawful basis",
        "How long",
        "not itself a formal complaint to the party",
        f"Version {PRIVACY_VERSION}.",
        "0808\N{NO-BREAK SPACE}168\N{NO-BREAK SPACE}9281",
    ],
)
def test_the_whole_statement_is_one_press_away(
    built: Callable[..., View], promise: str
) -> None:
    owners = ("Olive Owner", "B", "C", "D")
    assert promise in texts(built(privacy_page.build(owners, Policy())))


def asked_before() -> list[dict[str, Any]]:
    blocks = report_form.build(opening())["blocks"]
    first = next(at for at, each in enumerate(blocks) if each["type"] == "input")
    return list(blocks[:first])


def before_typing() -> str:
    return texts({"blocks": asked_before()})


def test_the_form_carries_its_key_and_no_word_of_what_was_typed() -> None:
    view = report_form.build(opening(typed="They shouted at me."))
    assert view["private_metadata"] == KEY


def test_the_form_ends_in_a_question_so_that_errors_have_a_place() -> None:
    forms = [report_form.build(opening(who)) for who in (MP, AGENT, WORKER)]
    assert {form["blocks"][-1]["type"] for form in forms} == {"input"}


@pytest.mark.parametrize("who", [MP, WORKER])
@pytest.mark.parametrize("typed", ["It began", LONG, "\U0001f40d" * 4_000, "字" * 7_001])
def test_what_was_typed_after_the_command_comes_back_whole(who: Who, typed: str) -> None:
    view = report_form.build(opening(who, typed=typed))
    answers = {"danger": "no", "kept_from": ["none"]}
    assert read(fill(view, **answers), who).statement == typed


def test_the_statement_is_kept_exactly_as_typed() -> None:
    assert send(statement=LONG[:3_000]).statement == LONG[:3_000]


def test_a_whole_report_is_read() -> None:
    report = send(danger="yes", kept_from=[WORKER.id, LEAD.id])
    assert report == Report(
        KEY, MP.id, "It happened.", urgent=True, kept_from=frozenset({WORKER.id, LEAD.id})
    )


def test_none_of_these_keeps_it_from_nobody() -> None:
    assert send().kept_from == frozenset()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"statement": " \n"}, "statement"),
        ({"statement": None}, "statement"),
        ({"statement": "x" * 3_001}, "statement"),
        ({"statement": "half \ud83d"}, "statement"),
        ({"kept_from": ["none", WORKER.id]}, "kept_from"),
        ({"kept_from": []}, "kept_from"),
        ({"behalf": "U0STRANGER"}, "behalf"),
        ({"behalf": AGENT.id}, "behalf"),
    ],
)
def test_what_can_be_mended_is_said_under_its_field(
    answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(FormError) as caught:
        send(**answers)
    assert list(caught.value.words) == [field]


@pytest.mark.parametrize(
    "answers", [{"danger": "perhaps"}, {"kept_from": ["U0STRANGER"]}, {"kept_from": ["U0MP"]}]
)
def test_what_was_never_offered_is_refused(answers: dict[str, Any]) -> None:
    with pytest.raises(TamperedError):
        send(**answers)


def test_a_danger_that_nobody_answered_is_asked_again() -> None:
    view = fill(report_form.build(opening()), statement="x", kept_from=["none"])
    with pytest.raises(FormError, match="missing"):
        read(view)


@pytest.mark.parametrize("field", ["statement", "danger", "kept_from"])
@pytest.mark.parametrize(
    "state", [None, {}, [], {"other": {}}, "x", {"statement": {"type": "datepicker"}}]
)
def test_a_form_with_a_missing_field_is_refused(field: str, state: object) -> None:
    with pytest.raises(TamperedError):
        read(broken(fill(report_form.build(opening()), **LEAST), field, state))


@pytest.mark.parametrize("state", [None, {}, {"values": None}, {"values": []}, "x"])
def test_a_form_without_answers_is_refused(state: object) -> None:
    with pytest.raises(TamperedError):
        read({**report_form.build(opening()), "state": state})


@pytest.mark.parametrize("key", [None, "", "x", "a b" * 10, 7, "\n" * 20])
def test_a_form_with_another_key_is_refused(key: object) -> None:
    view = fill(report_form.build(opening()), **LEAST) | {"private_metadata": key}
    with pytest.raises(TamperedError):
        read(view)


def test_an_agent_says_for_whom() -> None:
    assert send(AGENT, behalf=MP.id).reporter == MP.id


@pytest.mark.parametrize("chosen", [None, AGENT.id])
def test_an_agent_sends_nothing_of_their_own(chosen: str | None) -> None:
    with pytest.raises(FormError) as caught:
        send(AGENT, behalf=chosen)
    assert list(caught.value.words) == ["behalf"]


def test_a_member_who_chooses_themself_reports_for_themself() -> None:
    assert send(behalf=MP.id).reporter is None


def test_a_caseworker_logs_what_came_by_letter() -> None:
    report = send(WORKER, source="letter", came_on="2026-11-20", behalf=OTHER_MP.id)
    wanted = (Source.LETTER, date(2026, 11, 20), OTHER_MP.id)
    assert (report.source, report.reported_on, report.reporter) == wanted


def test_a_caseworkers_own_report_needs_no_day() -> None:
    assert (send(WORKER).source, send(WORKER).reported_on) == (Source.SLACK, None)


@pytest.mark.parametrize(
    "answers",
    [
        {"source": "letter"},
        {"source": "letter", "came_on": "2026-11-24"},
        {"came_on": "2026-11-20"},
    ],
)
def test_the_day_of_what_came_another_way_must_be_true(answers: dict[str, str]) -> None:
    with pytest.raises(FormError) as caught:
        send(WORKER, **answers)
    assert list(caught.value.words) == ["came_on"]


def test_nobody_else_is_asked_by_what_way_it_came() -> None:
    asked = [each["block_id"] for each in questions(report_form.build(opening()))]
    assert not {"source", "came_on"} & set(asked)


def test_a_source_that_was_not_asked_for_is_not_taken() -> None:
    view = fill(report_form.build(opening(WORKER)), **LEAST, source="letter", came_on=TODAY)
    assert read(view, MP).source is Source.SLACK


def test_none_of_these_is_offered_first() -> None:
    kept = next(
        each
        for each in questions(report_form.build(opening()))
        if each["block_id"] == "kept_from"
    )
    assert [each["value"] for each in options(kept["element"])] == ["none", WORKER.id, LEAD.id]


def test_nobody_is_asked_to_keep_it_from_themself() -> None:
    view = report_form.build(opening(WORKER))
    kept = next(each for each in questions(view) if each["block_id"] == "kept_from")
    assert WORKER.id not in {each["value"] for each in options(kept["element"])}


def test_more_people_than_slack_lists_are_offered_in_groups(
    built: Callable[..., View],
) -> None:
    many = tuple(
        Keepable(SlackUser(f"U{number:05}"), f"{'Name ' * 16}{number}", Role.OBSERVER)
        for number in range(250)
    )
    view = built(report_form.build(replace(opening(), keepables=many)))
    kept = next(each for each in questions(view) if each["block_id"] == "kept_from")
    assert len(options(kept["element"])) == 251


def test_somebody_of_the_last_group_can_be_kept_out() -> None:
    many = [Keepable(SlackUser(f"U{at:05}"), f"Name {at}", Role.OBSERVER) for at in range(150)]
    view = report_form.build(replace(opening(), keepables=(*many, KEEPABLES[1])))
    report = read(fill(view, **(LEAST | {"kept_from": [LEAD.id]})))
    assert report.kept_from == {LEAD.id}


def test_a_caught_message_is_named_without_being_shown() -> None:
    view = report_form.build(opening(quoted=True))
    assert "destroyed after 7 days" in texts(view)


def test_slack_takes_many_owners_and_long_contacts(built: Callable[..., View]) -> None:
    policy = replace(Policy(), emergency=("x" * 500,), other_routes=("y" * 4_000,))
    owners = tuple(f"Owner number {number}" for number in range(300))
    assert built(report_form.build(replace(opening(), policy=policy, owners=owners)))
    assert "Owner number 299" in texts(built(privacy_page.build(owners, policy)))
