"""Opening a form: the only call to Slack before the answer, and what if it fails."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks.parts import Message, View
from slackbot.listeners.asked import Asked
from slackbot.listeners.prompt_client import respond

_log = logging.getLogger(__name__)


def open_or_offer(client: WebClient, asked: Asked, view: View, offer: Message) -> bool:
    """Open a form; where Slack fails, offer another way where the person pressed.

    Returns whether the form is open. Where nothing can be said beside what was pressed
    (a global shortcut, App Home), Slack's error goes on and is answered as any other.
    """
    try:
        client.views_open(trigger_id=asked.trigger, view=view)
    except (SlackApiError, OSError) as error:
        if not asked.response_url:
            raise
        note(error)
        respond(asked.response_url, offer.text, offer.blocks)
        return False
    return True


def note(error: Exception) -> None:
    """Log that a form did not open; Slack's word for it, and nothing of the form."""
    said: Any = getattr(error, "response", None)
    word = said.get("error") if said else type(error).__name__
    _log.warning("a form did not open: %s", word)
