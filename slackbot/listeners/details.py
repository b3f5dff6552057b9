"""*Add details*: page after page, each stored before the next one opens."""

from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from slackbot.blocks import catalogue, details_form, own_file, receipt
from slackbot.blocks.carried import pressed, read_ref
from slackbot.blocks.parts import View, message
from slackbot.casework.errors import TooLateError
from slackbot.casework.intake import Intake
from slackbot.casework.people import People
from slackbot.casework.reading import Reading
from slackbot.listeners.opening import open_or_offer
from slackbot.rules.report import FormKey


def register(app: App) -> None:
    """Take details."""
    app.action(receipt.ADD_DETAILS)(open_details)
    app.action(details_form.MORE_ROOM)(give_room)
    app.view(details_form.CALLBACK_ID)(store_details)


def open_details(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Open the first page, above what is being read, or in the receipt's place."""
    row = reading.can_add(read_ref(pressed(body)), by=context["who"].id)
    if not row.can_add:
        raise TooLateError
    place = details_form.Place(row.ref, _key(), as_agent=not row.may_choose)
    view = details_form.build(place, context["policy"])
    match body.get("view"):
        case {"callback_id": own_file.CALLBACK_ID}:
            client.views_push(trigger_id=context["asked"].trigger, view=view)
        case {"callback_id": receipt.CALLBACK_ID, "id": shown, "hash": state}:
            client.views_update(view_id=shown, hash=state, view=view)
        case _:
            not_shown = message(catalogue.NOT_SHOWN)
            open_or_offer(client, context["asked"], view, not_shown)
    ack()


def give_room(ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext) -> None:
    """Add fields; Slack keeps what was typed, since the others stay as they are."""
    shown = body["view"]
    view = details_form.build(details_form.roomier(shown), context["policy"])
    client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    ack()


def store_details(
    ack: Ack, view: View, context: BoltContext, intake: Intake, people: People
) -> None:
    """Store a page where anything was answered, then show the next, or say that it is kept."""
    addition = details_form.read(view, known=people.who, today=intake.desk.today())
    here = addition.place
    if not addition.details.is_empty:
        intake.add(here.ref, addition.details, by=context["who"].id, key=here.key)
    following = addition.following(_key())
    if following is None:
        ack(response_action="update", view=receipt.stored(here.ref))
        return
    after = addition.details
    shown = details_form.build(following, context["policy"], after=after)
    ack(response_action="update", view=shown)


def _key() -> FormKey:
    return FormKey(uuid4().hex)
