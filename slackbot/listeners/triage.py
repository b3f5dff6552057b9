"""The team's buttons on a complaint: open, take, hold, undo, and what reached nobody."""

import re
from collections.abc import Callable
from uuid import UUID

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks import card, done, file_parts, tasks, team_file, told_form
from slackbot.blocks.carried import pressed, read_id, read_number, read_pair, read_ref
from slackbot.casework.reading import Reading
from slackbot.casework.triage import Triage
from slackbot.listeners.opening import note
from slackbot.listeners.showing import Body, is_modal, show, tell, turn
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.reference import ComplaintRef

_MARK = re.compile("[0-9a-f]{32}|[0-9a-f-]{36}")  # other messages have blocks of other names


def register(app: App) -> None:
    """Listen to the buttons of cards, pages and tasks."""
    for button, listener in _ON_CARDS.items():
        app.action(button, middleware=[know_card])(listener)
    app.action(re.compile(f"^{team_file.PAGE_FILE}:"))(turn_page)
    app.action(done.UNDO_STEP)(undo)
    app.action(file_parts.LIFT_NAME)(lift)
    app.action(tasks.TOLD_OTHERWISE)(ask_how_told)
    app.view(told_form.CALLBACK_ID)(record_told)


def know_card(body: Body, context: BoltContext, next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name
    """Compare a pressed card with the one that we know; a twin of it is taken away."""
    match body:
        case {
            "container": {"type": "message", "channel_id": channel, "message_ts": ts},
            "actions": [{"block_id": mark}, *_],
        } if _MARK.fullmatch(mark):
            context["showing"].touched(UUID(mark), channel, ts)
    next()


def open_file(ack: Ack, body: Body, client: WebClient, reading: Reading, who: Who) -> None:
    """Show everything about a complaint; that it was opened is recorded before."""
    ref = read_ref(pressed(body))
    file = reading.open_file(ref, by=who.id)
    try:
        show(client, body, team_file.build(file))
    except (SlackApiError, OSError):
        reading.not_shown(ref, by=who.id)
        raise
    ack()


def turn_page(ack: Ack, body: Body, client: WebClient, reading: Reading, who: Who) -> None:
    """Show another page of it."""
    ref, page = read_pair(pressed(body))
    number = read_number(page)
    file = reading.open_file(ref, by=who.id)
    try:
        turn(client, body, team_file.build(file, number))
    except (SlackApiError, OSError):
        reading.not_shown(ref, by=who.id)
        raise
    ack()


def take(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, triage: Triage
) -> None:
    """Take a complaint; one wins, and the card says who."""
    ref = read_ref(pressed(body))
    triage.take(ref, by=context["who"].id)
    _show_anew(client, body, context, ref)
    ack()


def hold(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, triage: Triage
) -> None:
    """Say "I have it" to a danger, or learn who has it."""
    ref, who = read_ref(pressed(body)), context["who"]
    name = triage.hold(ref, by=who.id)
    held = "You have" if name == who.name else f"{name} has"
    tell(client, context, body, f"{held} {ref} in hand. Nobody else is called for it.")
    ack()


def undo(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, triage: Triage
) -> None:
    """Take back a step of which nobody has been told."""
    ref, step = read_pair(pressed(body))
    triage.undo(ref, read_id(step), by=context["who"].id)
    if _is_file(body):
        _show_anew(client, body, context, ref)
    else:
        words = f"The step of {ref} is undone. The reporter is not told of it."
        tell(client, context, body, words)
    ack()


def lift(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, triage: Triage
) -> None:
    """Record that a name in a complaint is another person's than a colleague's."""
    ref, person = read_pair(pressed(body))
    triage.lift(ref, SlackUser(person), by=context["who"].id)
    _show_anew(client, body, context, ref)
    ack()


def ask_how_told(ack: Ack, body: Body, client: WebClient) -> None:
    """Ask how somebody was told whom a message did not reach."""
    ref, notice = read_pair(pressed(body))
    show(client, body, told_form.build(ref, read_id(notice)))
    ack()


def record_told(ack: Ack, view: Body, triage: Triage, who: Who) -> None:
    """Record it, so that nobody does it again."""
    notice, how = told_form.read(view)
    triage.told_otherwise(notice, how, by=who.id)
    ack(
        response_action="update",
        view=done.build("Recorded", "How they were told is recorded."),
    )


def _is_file(body: Body) -> bool:
    return is_modal(body) and body["view"].get("callback_id") == team_file.CALLBACK_ID


def _show_anew(client: WebClient, body: Body, context: BoltContext, ref: ComplaintRef) -> None:
    """Bring an open file up to date. What was asked for is done, shown or not."""
    if not _is_file(body):
        return
    reading: Reading = context["reading"]
    by = context["who"].id
    file = reading.open_file(ref, by=by)
    try:
        turn(client, body, team_file.build(file))
    except (SlackApiError, OSError) as error:
        reading.not_shown(ref, by=by)
        note(error)


_ON_CARDS: dict[str, Callable[..., None]] = {
    card.OPEN_FILE: open_file,
    card.TAKE: take,
    card.HOLD_DANGER: hold,
}
