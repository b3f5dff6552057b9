"""A complaint with a mark in every word that a person wrote, and forms as Slack sends them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from slackbot.rules.details import (
    Audience,
    Consent,
    Details,
    Directed,
    DmChoice,
    Kind,
    Membership,
    Platform,
    Respondent,
    Wish,
)
from slackbot.rules.outcomes import Measure
from slackbot.rules.people import SlackUser, Standing, Who
from slackbot.rules.provenance import LearntFrom, Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import Quote
from slackbot.rules.roles import Role
from slackbot.rules.shown import (
    Added,
    Card,
    Home,
    Kept,
    LeadProposal,
    Opening,
    OwnRow,
    Queue,
    RoleRow,
    Step,
    TeamFile,
    Undelivered,
)
from slackbot.rules.status import Status

MARK = "zzsecretzz"
REF = ComplaintRef("RA-7K3Q9FX")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
STEP = UUID("11111111-1111-4111-8111-111111111111")
NOTICE = UUID("22222222-2222-4222-8222-222222222222")
LEAD = SlackUser("U0LEAD")


def card_of(**changes: Any) -> Card:
    plain = Card(
        ref=REF,
        status=Status.RECEIVED,
        urgent=False,
        danger_open=False,
        held_by=None,
        received_at=NOW,
        taken_by=None,
        awaiting_confirmation=False,
        undelivered=0,
        version=3,
    )
    return replace(plain, **changes)


def details_of() -> Details:
    return Details(
        directed=Directed.ME,
        kinds=(Kind.ANTISEMITISM, Kind.THREATS),
        platform=Platform.TWITTER,
        place=f"place {MARK}",
        happened_on=date(2026, 6, 2),
        happened_over=f"over {MARK}",
        respondents=(
            Respondent(
                name=f"name {MARK}",
                handle=f"@handle{MARK}",
                member=Membership.YES,
                accounts=(f"account {MARK}",),
            ),
        ),
        statement=f"more {MARK}",
        links=(f"https://example.org/{MARK}",),
        wish=Wish.RAISED,
        raised_on=date(2026, 6, 3),
        raised_reference=f"reference {MARK}",
        hope=f"hope {MARK}",
        reach=f"reach {MARK}",
        dm_choice=DmChoice.NEWS,
        consent=((Audience.NEC, Consent.NOT_AT_ALL),),
    )


def step_of(**changes: Any) -> Step:
    plain = Step(
        id=STEP,
        status=Status.INVESTIGATED,
        happened_on=date(2026, 11, 20),
        entered_at=NOW,
        entered_by="Ann Lead",
        learnt_from=LearntFrom.GS_WRITING,
        reason=f"reason {MARK}",
        sentence=f"sentence {MARK}",
        measure=Measure.NOTICE,
        outcome=None,
        closing=None,
        undone=False,
        undoable=True,
        told_at=None,
        tells_at=NOW + timedelta(minutes=2),
    )
    return replace(plain, **changes)


def task_of(**changes: Any) -> Undelivered:
    plain = Undelivered(
        NOTICE, REF, f"reporter {MARK}", "about a step: their account is deactivated", NOW
    )
    return replace(plain, **changes)


def file_of(**changes: Any) -> TeamFile:
    quote = Quote(
        author=SlackUser("U0AUTHOR"),
        text=f"quoted {MARK}",
        raw=f"raw {MARK}",
        channel=f"channel{MARK}",
        posted_at=NOW,
        link=f"https://example.slack.com/{MARK}",
        files=(f"file {MARK}",),
    )
    plain = TeamFile(
        card=card_of(),
        reporter=f"reporter {MARK}",
        agent=f"agent {MARK}",
        source=Source.SLACK,
        reported_on=date(2026, 11, 23),
        statement=f"statement {MARK}",
        quote=quote,
        details=details_of(),
        additions=(Added(NOW, f"adder {MARK}", details_of()),),
        steps=(step_of(),),
        kept_from=(Kept(SlackUser("U0KEPT"), "Kim Kept", "name", liftable=True),),
        openings=(Opening(NOW, Role.CASEWORKER, "Cas Worker"),),
        undelivered=(task_of(),),
        directed_at_reporter=True,
        taken_by_me=False,
        may_lift=True,
    )
    return replace(plain, **changes)


def who_of(*roles: Role, standing: Standing = Standing.MEMBER) -> Who:
    return Who(LEAD, "Ann Lead", standing, frozenset(roles))


def home_of(**changes: Any) -> Home:
    plain = Home(
        who=who_of(Role.LEAD),
        first_time=False,
        own=(OwnRow(REF, Status.RECEIVED, NOW, False, False, True),),
        queue=Queue((card_of(),), None, (task_of(),)),
        roles=(RoleRow(LEAD, "Ann Lead", (Role.LEAD,)),),
        proposals=(LeadProposal(STEP, SlackUser("U0NEW"), "Ned New", LEAD, "Ann Lead"),),
        channel_problem=None,
        public_key="ab" * 32,
    )
    return replace(plain, **changes)


def parts_of(tree: object) -> Iterator[dict[str, Any]]:
    """Go through every object of a view or message."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from parts_of(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from parts_of(value)


def texts_of(tree: object) -> str:
    """Return all text objects, one a line."""
    kinds = {"plain_text", "mrkdwn"}
    return "\n".join(part["text"] for part in parts_of(tree) if part.get("type") in kinds)


def buttons_of(tree: object) -> dict[str, dict[str, Any]]:
    return {part["action_id"]: part for part in parts_of(tree) if part.get("type") == "button"}


def filled(view: dict[str, Any], **answers: object) -> dict[str, Any]:
    """Return the view as Slack sends it back: what was answered, else what stood there."""
    values = {
        block["block_id"]: {block["block_id"]: _state(block, answers)}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    whole = view | {"id": "V1", "hash": "1.a", "state": {"values": values}}
    sent: dict[str, Any] = json.loads(json.dumps(whole))
    return sent


def _state(block: dict[str, Any], answers: dict[str, object]) -> dict[str, Any]:
    element = block["element"]
    name = block["block_id"].split("-")[0]
    answer = answers.get(name)
    match element["type"]:
        case "plain_text_input":
            value = element.get("initial_value") if answer is None else answer
            return {"type": "plain_text_input", "value": value}
        case "static_select":
            chosen = {"value": answer} if answer else element.get("initial_option")
            return {"type": "static_select", "selected_option": chosen}
        case "datepicker":
            return {"type": "datepicker", "selected_date": answer}
        case kind:
            return {"type": kind, "selected_user": answer}
