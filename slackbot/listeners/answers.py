"""Answering where somebody asked: under the field, beside the message, or in a modal."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks import refusals
from slackbot.listeners.asked import Asked, Place
from slackbot.listeners.prompt_client import respond

_log = logging.getLogger(__name__)
_OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What to tell: a sentence and, for who is turned away, lines with other routes."""

    words: str
    lines: tuple[str, ...] = ()


def give(asked: Asked, answer: Answer, client: WebClient) -> BoltResponse:
    """Answer at the place where the person asked. The status is always 200.

    Any other status never reaches the person in Socket Mode, and over HTTP Slack shows
    "trouble connecting" in its place.
    """
    match asked.place:
        case Place.COMMAND:
            return _ephemeral(answer)
        case Place.FORM:
            return _under_the_field(asked, answer)
        case Place.OPTIONS:
            return BoltResponse(status=_OK, body={"options": []})
        case Place.CLOSED | Place.EVENT:
            return BoltResponse(status=_OK)
        case Place.MESSAGE | Place.MODAL | Place.SCREEN | Place.HOME:
            _by_a_call(asked, answer, client)
            return BoltResponse(status=_OK)


def _ephemeral(answer: Answer) -> BoltResponse:
    text = refusals.build_message(answer.words, answer.lines).text
    return BoltResponse(status=_OK, body={"response_type": "ephemeral", "text": text})


def _under_the_field(asked: Asked, answer: Answer) -> BoltResponse:
    if asked.last_input:
        errors = {asked.last_input: answer.words}
        return BoltResponse(status=_OK, body={"response_action": "errors", "errors": errors})
    # A form without a question has nothing to attach an error to, and nothing to lose.
    view = refusals.build_modal(answer.words, answer.lines)
    return BoltResponse(status=_OK, body={"response_action": "update", "view": view})


def field_errors(words: dict[str, str]) -> BoltResponse:
    """Return what is to be mended, by block_id."""
    return BoltResponse(status=_OK, body={"response_action": "errors", "errors": words})


def _by_a_call(asked: Asked, answer: Answer, client: WebClient) -> None:
    """Answer by a call of our own; where Slack does not take it, the log says so."""
    try:
        _CALLS[asked.place](asked, answer, client)
    except (SlackApiError, OSError) as error:
        _log.warning("an answer could not be shown: %s", error, extra={"tag": asked.act.name})


def _by_message(asked: Asked, answer: Answer, client: WebClient) -> None:
    text = refusals.build_message(answer.words, answer.lines).text
    if not asked.response_url or not respond(asked.response_url, text):
        _by_modal(asked, answer, client)


def _by_modal(asked: Asked, answer: Answer, client: WebClient) -> None:
    view = refusals.build_modal(answer.words, answer.lines)
    show = client.views_push if asked.place is Place.MODAL else client.views_open
    show(trigger_id=asked.trigger, view=view)


def _by_home(asked: Asked, answer: Answer, client: WebClient) -> None:
    view = refusals.build_home(answer.words, answer.lines)
    client.views_publish(user_id=str(asked.person), view=view)


_CALLS: dict[Place, Callable[[Asked, Answer, WebClient], None]] = {
    Place.MESSAGE: _by_message,
    Place.MODAL: _by_modal,
    Place.SCREEN: _by_modal,
    Place.HOME: _by_home,
}
