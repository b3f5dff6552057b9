"""What reporters see of their complaints: all of it, exactly, and harmless."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slackbot.blocks import help as help_text
from slackbot.blocks import own_file, own_list, receipt, try_again
from slackbot.blocks.parts import Element, Message, View
from slackbot.blocks.text import shown
from slackbot.rules.details import Details, DmChoice, Kind, Respondent
from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.reference import ComplaintRef, new_reference
from slackbot.rules.report import Quote, Receipt
from slackbot.rules.roles import Role
from slackbot.rules.shown import Added, Opening, OwnFile, OwnRow, OwnStep
from slackbot.rules.status import Status
from tests.filling import texts
from tests.real_input import LONG

AT = datetime(2026, 11, 23, 15, 53, tzinfo=UTC)
REF = ComplaintRef("RA-7K3Q9FX")  # fixed: the names of tests must not change by chance
ROW = OwnRow(REF, Status.RAISED, AT, confirm_needed=False, as_agent=False, can_add=True)
STEP = OwnStep(
    Status.RAISED, date(2026, 11, 20), AT, LearntFrom.OURS, "We have raised it for you."
)
FILE = OwnFile(
    row=ROW,
    statement="It happened.",
    quote=None,
    additions=(),
    details=Details(),
    steps=(STEP,),
    openings=(),
    acknowledged_by=date(2026, 11, 26),
    caseworker="Cas Worker",
    agent=None,
    sent_by_agent=False,
    dm_choice=DmChoice.STATUS,
    nobody_left=False,
)
QUOTE = Quote(SlackUser("U0X"), LONG, "{}", "C0X", AT, "https://x.slack.com/p1", files=("a",))
ADDED = Added(
    AT,
    "Morgan Penn",
    Details(
        kinds=(Kind.THREATS,),
        respondents=(Respondent(name="Some <!here> One"),),
        statement=LONG,
        links=tuple(f"https://example.org/{at}" for at in range(300)),
    ),
)


def everything(file: OwnFile) -> list[View]:
    views = [own_file.build(file)]
    while "page_own:on" in str(views[-1]):
        views.append(own_file.build(file, len(views)))
    return views


def pressed(view: View) -> list[Element]:
    rows = [each["elements"] for each in view["blocks"] if each["type"] == "actions"]
    return [element for row in rows for element in row]


def plain_only(part: object) -> str:
    """Return all text that Slack would read marks in."""
    if isinstance(part, dict):
        own = str(part.get("text")) if part.get("type") == "mrkdwn" else ""
        return own + "".join(plain_only(each) for each in part.values())
    return "".join(map(plain_only, part)) if isinstance(part, list) else ""


LARGE = replace(FILE, statement=LONG, quote=QUOTE, additions=(ADDED,) * 5)


def test_slack_takes_every_page_of_the_largest_complaint(built: Callable[..., View]) -> None:
    views = [built(view) for view in everything(LARGE)]
    assert 5 < len(views) < 20


def test_the_pages_together_show_the_statement_exactly() -> None:
    views = everything(replace(FILE, statement=LONG))
    sections = [each for view in views for each in view["blocks"] if each["type"] == "section"]
    assert shown(LONG) in "".join(each["text"]["text"] for each in sections)


def test_nothing_that_a_person_wrote_is_read_for_marks_by_slack() -> None:
    marked = "".join(plain_only(view) for view in everything(LARGE))
    assert not {"<!channel>", "<!here>", "<@U0LEADER>"} & set(
        marked.replace(">", "> ").split()
    )
    assert "It happened" not in plain_only(own_file.build(FILE))


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert own_file.build(LARGE, 999) == everything(LARGE)[-1]


def test_a_step_is_a_bold_line_then_its_sentence_then_small_print() -> None:
    blocks = own_file.build(FILE)["blocks"]
    at = next(n for n, each in enumerate(blocks) if "20 November" in texts({"blocks": [each]}))
    line, sentence, small = blocks[at : at + 3]
    assert line["text"]["text"] == (
        "*Raised with the General Secretary* · Friday 20 November 2026"
    )
    assert sentence["text"]["text"] == "We have raised it for you."
    assert small["type"] == "context"


@pytest.mark.parametrize("source", [each for each in LearntFrom if each != LearntFrom.OURS])
def test_the_source_of_what_others_did_is_named(source: LearntFrom) -> None:
    file = replace(FILE, steps=(replace(STEP, learnt_from=source),))
    assert "From " in texts(own_file.build(file))


def test_an_agent_is_not_named_as_the_source_of_what_the_reporter_said() -> None:
    steps = (replace(STEP, learnt_from=LearntFrom.REPORTER),)
    said = texts(own_file.build(replace(FILE, row=replace(ROW, as_agent=True), steps=steps)))
    assert "From the parliamentarian." in said


def test_our_own_act_needs_no_source() -> None:
    assert "From " not in texts(own_file.build(FILE))


def test_the_reference_and_the_status_head_the_page_and_are_said_once() -> None:
    said = texts(own_file.build(FILE))
    assert said.startswith(f"{REF} · raised with the General Secretary\n")
    assert said.count(REF) == 1


def test_the_page_says_when_it_was_received_and_what_is_awaited() -> None:
    row = replace(ROW, confirm_needed=True)
    said = texts(own_file.build(replace(FILE, row=row)))
    assert "Received Monday 23 November 2026; waits for your word whether" in said


@pytest.mark.parametrize(("agent", "name"), [("Ari Gent", "Ari Gent"), (None, "them")])
def test_the_agent_who_would_no_longer_follow_it_is_named(
    built: Callable[..., View], agent: str | None, name: str
) -> None:
    row = replace(ROW, confirm_needed=True)
    view = built(own_file.build(replace(FILE, row=row, agent=agent)))
    said = [each["text"]["text"] for each in pressed(view)]
    assert said[:3] == ["It is mine", "Not mine", f"Mine, without {name}"]


def test_a_long_name_on_a_button_is_shortened(built: Callable[..., View]) -> None:
    row = replace(ROW, confirm_needed=True)
    assert built(own_file.build(replace(FILE, row=row, agent="N" * 200)))


def test_what_happens_next_is_said_with_its_day() -> None:
    file = replace(FILE, row=replace(ROW, status=Status.RECEIVED), steps=())
    said = texts(own_file.build(file))
    assert "A caseworker writes to you in person by Thursday 26 November 2026." in said


def test_the_reporter_reads_role_and_day_of_who_opened_it_and_never_the_name() -> None:
    opened = (Opening(AT, Role.CASEWORKER, "Cas Worker"), Opening(AT, Role.CASEWORKER, "X"))
    said = texts(own_file.build(replace(FILE, openings=opened, caseworker=None)))
    assert said.count("Caseworker, Monday 23 November 2026") == 1
    assert "Cas Worker" not in said


def test_what_was_sent_for_somebody_is_confirmed_behind_open(
    built: Callable[..., View],
) -> None:
    row = replace(ROW, confirm_needed=True)
    view = built(own_file.build(replace(FILE, row=row, sent_by_agent=True)))
    offered = {each["action_id"] for each in pressed(view)}
    assert {"confirm_agent", "not_mine", "mine_now"} <= offered


def test_nothing_can_be_added_to_a_closed_complaint() -> None:
    view = own_file.build(replace(FILE, row=replace(ROW, can_add=False)))
    assert "add_details" not in str(view)


@pytest.mark.parametrize("count", [0, 1, 40, 41, 500])
def test_slack_takes_a_list_of_any_length(built: Callable[..., View], count: int) -> None:
    rows = [replace(ROW, ref=new_reference()) for _ in range(count)]
    view = built(own_list.build(rows))
    assert all(row.ref in view["text"] for row in rows[:240])


def test_the_blocks_of_a_long_list_stay_below_what_slack_takes_of_a_message() -> None:
    rows = [replace(ROW, ref=new_reference(), status=Status.REFERRED) for _ in range(500)]
    assert len(texts({"blocks": own_list.build(rows).blocks})) < 13_000


def receipt_of(**more: Any) -> Receipt:
    plain = {"own": True} | more
    return Receipt(REF, AT, date(2026, 11, 26), **plain)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, f"Received, and stored. Your reference is {REF}."),
        ({}, "by Thursday 26 November 2026"),
        ({}, "Samaritans"),
        ({"own": False}, "asked to confirm it"),
        ({"nobody_left": True}, "standby caseworker from outside the team"),
        ({"nobody_left": True, "unattended": True}, "nobody reads it yet"),
    ],
)
def test_the_receipt_says_what_is_true(
    built: Callable[..., View], more: dict[str, Any], words: str
) -> None:
    assert words in texts(built(receipt.build(receipt_of(**more), Policy(), logged=False)))


def test_in_danger_the_receipt_says_first_whom_to_ring() -> None:
    view = receipt.build(receipt_of(), Policy(), logged=False, urgent=True)
    said = texts(view)
    assert said.index("ring 999") < said.index("Support for you")
    assert "called now" in said


def test_nobody_is_promised_who_is_not_there() -> None:
    view = receipt.build(receipt_of(nobody_left=True, unattended=True), Policy(), logged=False)
    assert "a caseworker writes" not in texts(view)


def test_what_the_team_logged_waits_for_no_confirmation() -> None:
    assert "confirm" not in texts(receipt.build(receipt_of(own=False), Policy(), logged=True))


@pytest.mark.parametrize(
    "view", [receipt.stored(REF), receipt.told("Not yours", "Thank you.")]
)
def test_slack_takes_the_end_of_a_form(built: Callable[..., View], view: View) -> None:
    assert built(view)["callback_id"] == receipt.CALLBACK_ID


@pytest.mark.parametrize(
    "words", [help_text.build(Policy()), try_again.build(), try_again.build("k" * 32)]
)
def test_slack_takes_help_and_the_offer_to_try_again(
    built: Callable[..., View], words: Message
) -> None:
    assert built(words)["text"]


def test_the_offer_says_all_in_its_text() -> None:
    offer = try_again.build()
    assert offer.blocks[0]["text"]["text"] == offer.text


def test_help_begins_with_danger() -> None:
    assert help_text.build(Policy()).text.startswith(Policy().emergency[0])


def test_a_step_told_later_shows_both_days() -> None:
    late = replace(STEP, told_at=AT + timedelta(days=9))
    assert "Told to you <!date^" in str(own_file.build(replace(FILE, steps=(late,))))
