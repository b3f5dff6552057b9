"""Puts the parts together; nothing is built when this is imported."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from slackbot import logs
from slackbot.casework import Casework
from slackbot.listeners import register_listeners
from slackbot.listeners.doorkeeper import Threshold
from slackbot.listeners.passport import Passport
from slackbot.rules.policy import Policy
from slackbot.settings import Settings


class _WakingApp(App):
    """Bolt's app, which wakes the courier after each request: something may now be owed."""

    def __init__(self, nudge: Callable[[], object], **more: Any) -> None:  # noqa: ANN401 - what Bolt takes
        super().__init__(**more)
        self._nudge = nudge

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        response = super().dispatch(req)
        self._nudge()
        return response


def create_bolt(
    settings: Settings,
    casework: Casework,
    policy: Policy,
    client: WebClient,
    *,
    passport: Passport | None = None,
    nudge: Callable[[], object] = lambda: None,
) -> App:
    """Return Bolt's app with the door, the jobs and the answers; no call is made here.

    An answer leaves when its listener returns, which is after the commit. `client` is the
    one that keeps to the listeners' deadline; `nudge` wakes whoever delivers.
    """
    shown = passport or Passport(client)

    def authorize() -> AuthorizeResult:
        return shown.show()

    app = _WakingApp(
        nudge,
        name="slack_bolt.app",
        logger=logs.bolt_logger(),
        # Only a pattern for clients that Bolt makes for itself; listeners get `client`.
        client=WebClient(base_url=client.base_url, retry_handlers=[]),
        signing_secret=settings.signing_secret,
        process_before_response=True,
        before_authorize=Threshold(client, policy),
        authorize=authorize,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    register_listeners(app, casework, policy)
    return app
