"""Who this app is in Slack: asked once, so that no call stands before a form."""

import threading
import time

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

_TURN = 1.0  # seconds in which another thread's question is likely answered
_AGAIN = 2.5  # seconds: as long as one question may take, and a little


class Passport:
    """The answer of `auth.test`, kept for good; asked again only until there is one."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._one_at_a_time = threading.Lock()
        self._known: AuthorizeResult | None = None
        self._not_before = 0.0

    def show(self) -> AuthorizeResult:
        """Return who we are. Raises OSError where Slack does not say, or does not know us."""
        if self._known is not None:
            return self._known
        if not self._one_at_a_time.acquire(timeout=_TURN):
            raise TimeoutError("Slack is being asked")
        try:
            return self._ask_in_turn()
        finally:
            self._one_at_a_time.release()

    def _ask_in_turn(self) -> AuthorizeResult:
        if self._known is None:
            if time.monotonic() < self._not_before:
                raise TimeoutError("Slack did not answer a moment ago")
            self._not_before = time.monotonic() + _AGAIN
            self._known = self._ask()
        return self._known

    def _ask(self) -> AuthorizeResult:
        try:
            found = self._client.auth_test()
        except SlackApiError as error:
            # Not as SlackApiError: Bolt would answer that with words and calls of its own.
            raise ConnectionError(str(error.response.get("error"))) from None
        return AuthorizeResult(
            enterprise_id=found.get("enterprise_id"),
            team_id=found.get("team_id"),
            bot_user_id=found.get("user_id"),
            bot_id=found.get("bot_id"),
            bot_token=self._client.token,
        )
