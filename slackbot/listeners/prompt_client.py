"""Answering beside the message where somebody pressed, within two seconds or not at all."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from http.client import HTTPException
from typing import cast

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from slackbot.blocks.parts import Block

READ_SECONDS = 1.5
LIMIT_SECONDS = 2.0
_OK = 200


def respond(response_url: str, text: str, blocks: Sequence[Block] = ()) -> bool:
    """Show a message to this person only. False where Slack did not take it.

    Raises TimeoutError where no answer came in time: urllib's own limit is one per read, and
    an answer that drips would hold the listener. The thread then goes on unheard.
    """
    outcome: Future[bool] = Future()
    given = outcome, response_url, text, list(blocks)
    threading.Thread(target=_post, args=given, name="respond", daemon=True).start()
    return outcome.result(LIMIT_SECONDS)


def _post(outcome: Future[bool], response_url: str, text: str, blocks: list[Block]) -> None:
    # urllib takes fractions of a second; the SDK's annotation does not.
    patience = cast("int", READ_SECONDS)
    hook = WebhookClient(response_url, timeout=patience, retry_handlers=[])
    try:
        sent = hook.send(
            text=text,
            blocks=blocks or None,
            response_type="ephemeral",
            replace_original=False,
        )
        outcome.set_result(sent.status_code == _OK)
    except (SlackClientError, HTTPException, OSError, ValueError) as error:
        outcome.set_exception(ConnectionError(type(error).__name__))
