"""*Acknowledge* and *Move on…*: the form, the proposed sentence, the step, and *Undo*."""

from uuid import uuid4

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from slackbot.blocks import acknowledge_form, card, done, move_form
from slackbot.blocks.carried import Carried, pressed, read_carried, read_ref
from slackbot.blocks.parts import View
from slackbot.casework.errors import ChangedMeanwhileError
from slackbot.casework.reading import Reading
from slackbot.casework.triage import Triage
from slackbot.listeners.showing import Body, show, turn
from slackbot.listeners.triage import know_card
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.report import FormKey
from slackbot.rules.status import Status


def register(app: App) -> None:
    """Listen to both buttons, to the choices in the form, and to both forms."""
    app.action(card.MOVE_ON, middleware=[know_card])(open_move)
    for choice in move_form.CHOICES:
        app.action(choice)(choose)
    app.view(move_form.CALLBACK_ID)(send_move)
    app.action(card.ACKNOWLEDGE, middleware=[know_card])(open_acknowledge)
    app.view(acknowledge_form.CALLBACK_ID)(send_acknowledge)


def open_move(ack: Ack, body: Body, client: WebClient, reading: Reading, who: Who) -> None:
    """Ask which step; only those that the policy allows are offered."""
    state = reading.card(read_ref(pressed(body)), by=who.id)
    directed = reading.directed(state.ref, by=who.id)
    carried = Carried(state.ref, state.version, _new_key())
    show(client, body, move_form.build(carried, state.status, directed=directed))
    ack()


def choose(ack: Ack, body: Body, client: WebClient, reading: Reading, who: Who) -> None:
    """Propose the sentence that goes with what was chosen."""
    turn(client, body, _further(body["view"], reading, who.id))
    ack()


def send_move(
    ack: Ack, view: View, context: BoltContext, triage: Triage, reading: Reading
) -> None:
    """Store the step; the reporter hears of it a little later, so that it can be undone."""
    by = context["who"].id
    if not move_form.is_whole(view):  # sent before the proposed sentence was there to read
        ack(response_action="update", view=_further(view, reading, by))
        return
    move = move_form.read(view, today=triage.desk.today())
    ref = read_carried(view).ref
    step = triage.move(ref, move, by=by)
    wait, telling = context["policy"].step_wait, reading.telling(ref, by=by)
    ack(response_action="update", view=done.moved(ref, move.to, step, wait, telling))


def open_acknowledge(
    ack: Ack, body: Body, client: WebClient, reading: Reading, who: Who
) -> None:
    """Ask for a personal word, and propose one."""
    state = reading.card(read_ref(pressed(body)), by=who.id)
    carried = Carried(state.ref, state.version, _new_key())
    show(client, body, acknowledge_form.build(carried, who.name))
    ack()


def send_acknowledge(
    ack: Ack, view: View, context: BoltContext, triage: Triage, reading: Reading
) -> None:
    """Store the word as a step of its own."""
    by, words, kept = context["who"].id, acknowledge_form.read(view), read_carried(view)
    step = triage.acknowledge(kept.ref, words, by=by, version=kept.version, key=kept.key)
    wait, telling = context["policy"].step_wait, reading.telling(kept.ref, by=by)
    shown = done.moved(kept.ref, Status.ACKNOWLEDGED, step, wait, telling)
    ack(response_action="update", view=shown)


def _further(view: View, reading: Reading, by: SlackUser) -> View:
    """Return the form with what follows from the choice; it must still be about the same."""
    carried = read_carried(view)
    state = reading.card(carried.ref, by=by)
    if state.version != carried.version:
        raise ChangedMeanwhileError
    directed = reading.directed(carried.ref, by=by)
    choice = move_form.read_choice(view)
    return move_form.build(carried, state.status, directed=directed, choice=choice)


def _new_key() -> FormKey:
    return FormKey(uuid4().hex)
