"""Showing a modal where somebody pressed, and telling them what was done."""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks import done
from slackbot.blocks.parts import View
from slackbot.listeners import answers
from slackbot.listeners.answers import Answer
from slackbot.listeners.asked import Asked, Place
from slackbot.listeners.opening import note

Body = dict[str, Any]


def is_modal(body: Body) -> bool:
    """Say whether the button stands in a modal."""
    return (body.get("view") or {}).get("type") == "modal"


def show(client: WebClient, body: Body, view: View) -> None:
    """Open a modal, or put it over the one in which somebody pressed.

    Raises SlackApiError or OSError where Slack does not show it.
    """
    trigger = body["trigger_id"]
    if is_modal(body):
        client.views_push(trigger_id=trigger, view=view)
    else:
        client.views_open(trigger_id=trigger, view=view)


def turn(client: WebClient, body: Body, view: View) -> None:
    """Change the modal in which somebody pressed, unless it has changed since.

    Raises SlackApiError or OSError where Slack does not.
    """
    client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)


def tell(client: WebClient, context: BoltContext, body: Body, words: str) -> None:
    """Say what was done. It is done, whether or not Slack can say so."""
    asked: Asked = context["asked"]
    if asked.place is Place.MESSAGE:
        answers.give(asked, Answer(words), client)
        return
    view = done.build("Recorded", words)
    change = turn if is_modal(body) else show
    try:
        change(client, body, view)
    except (SlackApiError, OSError) as error:
        note(error)
