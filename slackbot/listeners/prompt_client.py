"""Speaking to Slack while a person waits: an answer within two seconds, or none."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from http.client import HTTPException
from typing import Any, TypeVar, cast

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

READ_SECONDS = 1.5
DEADLINE_SECONDS = 2.0
_AT_ONCE = 64
"""Calls under way together: twice the listeners, since one in the dark goes on for a while."""

_OK = 200
_T = TypeVar("_T")

_room = threading.BoundedSemaphore(_AT_ONCE)


class PromptClient(WebClient):
    """A client whose calls end in time, even where Slack's answer drips.

    The SDK's time-out is for each read, and a dripping answer held a listener for 8 s. What
    is not answered in time raises TimeoutError (an OSError); Slack may have done it all the
    same. Nothing is sent twice by itself.
    """

    def __init__(self, token: str, base_url: str, deadline: float = DEADLINE_SECONDS) -> None:
        super().__init__(
            token,
            base_url,
            timeout=cast(
                "int", READ_SECONDS
            ),  # urllib takes fractions; the SDK's type does not
            retry_handlers=[],
        )
        self._deadline = deadline

    def api_call(self, *args: Any, **more: Any) -> SlackResponse:  # noqa: ANN401 - as the SDK's
        """Call one method. Raises SlackApiError, or OSError where no answer came in time."""
        call = super().api_call
        return within(self._deadline, lambda: call(*args, **more))


def respond(response_url: str, text: str, blocks: Sequence[dict[str, Any]] = ()) -> bool:
    """Answer one person where they pressed. False where Slack did not take it."""

    def post() -> bool:
        hook = WebhookClient(
            response_url, timeout=cast("int", READ_SECONDS), retry_handlers=[]
        )
        sent = hook.send(
            text=text,
            blocks=list(blocks) or None,
            response_type="ephemeral",
            replace_original=False,
        )
        return bool(sent.status_code == _OK)

    return within(DEADLINE_SECONDS, post)


def within(seconds: float, call: Callable[[], _T]) -> _T:
    """Return what `call` returns, or raise TimeoutError; it then goes on unheard.

    A thread a call and not a pool: a pool's threads would keep the program from ending.
    """
    if not _room.acquire(blocking=False):
        raise TimeoutError("too many calls wait for Slack")
    outcome: Future[_T] = Future()
    thread = threading.Thread(target=_run, args=(outcome, call), daemon=True)
    thread.start()
    return outcome.result(seconds)


def _run(outcome: Future[_T], call: Callable[[], _T]) -> None:
    try:
        outcome.set_result(call())
    except (SlackApiError, OSError) as error:
        outcome.set_exception(error)
    except (SlackClientError, HTTPException, ValueError) as error:
        # An answer that is none: for whoever waits the same as a line that broke.
        outcome.set_exception(ConnectionError(type(error).__name__))
    finally:
        _room.release()
