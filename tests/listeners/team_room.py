"""A team at work over a real record: two caseworkers, a lead, and a reporter's complaint."""

from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy import select

from slackbot.casework import Casework
from slackbot.records.audit import AuditEntry, Tag
from slackbot.rules.people import Member, SlackUser, Standing
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Report
from slackbot.rules.roles import Role
from slackbot.rules.shown import Card, TeamFile
from tests.listeners.front_door import FrontDoor, Json, press

ANN, BEN, CAS, RAE = (SlackUser(f"U0{name}") for name in ("ANN", "BEN", "CAS", "RAE"))
SECRET = "zzsecretzz"
_NAMES = {ANN: "Ann Lead", BEN: "Ben Worker", CAS: "Cas Worker", RAE: "Rae Porter"}


def seat_team(casework: Casework) -> None:
    casework.people.learn(Member(one, name, Standing.MEMBER) for one, name in _NAMES.items())
    casework.people.seat_first_leads([ANN])
    for person in (BEN, CAS):
        casework.people.give(person, Role.CASEWORKER, by=ANN)


def file_report(
    casework: Casework, *, urgent: bool = False, key: str = "k" * 32
) -> ComplaintRef:
    report = Report(FormKey(key), RAE, f"They wrote {SECRET}", urgent)
    return casework.intake.file(report).ref


def state_of(door: FrontDoor, ref: ComplaintRef) -> Card:
    return door.casework.reading.card(ref, by=ANN)


def whole_file(door: FrontDoor, ref: ComplaintRef) -> TeamFile:
    return door.casework.reading.open_file(ref, by=ANN)


def on_message(action_id: str, user: str, value: str, **more: Any) -> Json:
    """A button of a card."""
    body = press(action_id, user, value) | {
        "response_url": "http://127.0.0.1:9/response",
        "container": {"type": "message", "channel_id": "C0TRIAGE", "message_ts": "1.5"},
    }
    del body["view"]
    return body | more


def in_modal(action_id: str, user: str, value: str, view: Json) -> Json:
    """A button of a modal, which comes back with its id and its hash."""
    return press(action_id, user, value, view=view | {"id": "V1", "hash": "1.a"})


def sent(view: Json, user: str) -> Json:
    """A form that somebody filled in."""
    return {
        "type": "view_submission",
        "user": {"id": user, "team_id": "T0HOME"},
        "team": {"id": "T0HOME"},
        "trigger_id": "1.2.3",
        "view": view,
    }


def shown_in(door: FrontDoor, method: str) -> Json:
    """Return the view of the last such call."""
    views = [call["view"] for name, call in door.slack.made if name == method]
    assert views, f"no {method} among {[name for name, _ in door.slack.made]}"
    last: Json = views[-1]
    return last


def refuse(door: FrontDoor, method: str, code: str) -> None:
    """Let Slack refuse a method from now on, by a code of its own."""
    door.slack.raises[method] = SlackApiError(  # type: ignore[no-untyped-call]
        "no", {"ok": False, "error": code}
    )


def tags_of(door: FrontDoor, person: SlackUser) -> list[Tag]:
    """Return what the audit log says that somebody did, in order."""
    with door.casework.desk.database.read() as session:
        mine = select(AuditEntry.tag).where(AuditEntry.actor == person)
        return list(session.scalars(mine.order_by(AuditEntry.seq)))
