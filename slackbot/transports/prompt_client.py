"""Speaking to Slack while a person waits: an answer within two seconds, or none."""

from http.client import HTTPException
from typing import Any, cast

from slack_sdk.web import SlackResponse

from slackbot.delivery.web_client import TimelyClient

READ_SECONDS = 1.5
LIMIT_SECONDS = 2.0
"""Slack waits three: one is left for the database and the way back."""


class PromptClient(TimelyClient):
    """The listeners' client: whatever Slack does, a listener is not kept longer than this."""

    def __init__(self, token: str, base_url: str) -> None:
        # urllib takes fractions of a second; the SDK's annotation does not.
        patience = cast("int", READ_SECONDS)
        super().__init__(token, base_url, timeout=patience, limit=LIMIT_SECONDS)

    def api_call(self, *args: Any, **more: Any) -> SlackResponse:  # noqa: ANN401 - as the SDK's
        """Call one method. Raises SlackApiError, or OSError where no whole answer came."""
        try:
            return super().api_call(*args, **more)
        except HTTPException as error:
            # An answer that broke off: for whoever waits the same as a line that broke.
            raise ConnectionError(type(error).__name__) from None
