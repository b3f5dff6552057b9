"""Following one's own complaint: *Open*, its pages, and a parliamentarian's answer."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from slackbot.blocks import catalogue, own_file, receipt
from slackbot.blocks.carried import pressed, read_pair, read_ref
from slackbot.blocks.catalogue import own as words
from slackbot.blocks.errors import TamperedError
from slackbot.blocks.notices import CONFIRM_AGENT, MINE_NOW, NOT_MINE, OPEN_OWN
from slackbot.blocks.own_list import OPEN_OLDER
from slackbot.blocks.parts import message
from slackbot.casework.intake import Intake
from slackbot.casework.reading import Reading
from slackbot.listeners.opening import open_or_offer
from slackbot.listeners.prompt_client import respond
from slackbot.rules.report import AgentAnswer

_ANSWERS = {
    CONFIRM_AGENT: (AgentAnswer.CONFIRM, words.CONFIRMED_TITLE, words.CONFIRMED),
    NOT_MINE: (AgentAnswer.NOT_MINE, words.REFUSED_TITLE, words.REFUSED),
    MINE_NOW: (AgentAnswer.MINE, words.TAKEN_OVER_TITLE, words.TAKEN_OVER),
}


def register(app: App) -> None:
    """Show people their own complaints."""
    app.action(OPEN_OWN)(open_own)
    app.action(OPEN_OLDER)(open_older)
    app.action(re.compile(rf"^{own_file.PAGE_OWN}:(back|on)$"))(turn_page)
    for action_id in _ANSWERS:
        app.action(action_id)(answer_agent)


def open_own(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Show somebody their own complaint."""
    _open(pressed(body), client, context, reading)
    ack()


def open_older(
    ack: Ack, action: dict[str, Any], client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Show one that was chosen from the menu of older ones."""
    chosen = action.get("selected_option")
    _open(chosen.get("value") if isinstance(chosen, dict) else "", client, context, reading)
    ack()


def turn_page(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Show another page in the place of this one."""
    ref, page = read_pair(pressed(body))
    if not page.isdecimal():
        raise TamperedError
    file = reading.open_own(ref, by=context["who"].id)
    shown = body["view"]
    view = own_file.build(file, int(page))
    client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    ack()


def answer_agent(
    ack: Ack, body: dict[str, Any], client: WebClient, context: BoltContext, intake: Intake
) -> None:
    """Store what a parliamentarian says of what was sent for them, then say so."""
    ref = read_ref(pressed(body))
    answer, title, said = _ANSWERS[body["actions"][0]["action_id"]]
    intake.answer(ref, answer, by=context["who"].id)
    told, shown = said.format(ref=ref), body.get("view")
    if shown is None:
        respond(context["asked"].response_url, told)
    else:
        view = receipt.told(title, told)
        client.views_update(view_id=shown["id"], hash=shown["hash"], view=view)
    ack()


def _open(value: object, client: WebClient, context: BoltContext, reading: Reading) -> None:
    file = reading.open_own(read_ref(value), by=context["who"].id)
    not_shown = message(catalogue.NOT_SHOWN)
    open_or_offer(client, context["asked"], own_file.build(file), not_shown)
