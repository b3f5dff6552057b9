"""The few things that the courier asks of Slack, each with what its failure means."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.web import SlackResponse

from slackbot.blocks.parts import Message, View
from slackbot.casework.posting import Posting
from slackbot.delivery.health import Health
from slackbot.delivery.slack_errors import WAIT, CallError, Trouble, Verdict, read_trouble
from slackbot.rules.people import SlackUser

POST = "chat.postMessage"

MARGIN = timedelta(minutes=5)
"""How far apart our clock and Slack's may be where we look for a message."""

_PAGE = 200  # Slack advises no more than this per page


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in Slack."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Us:
    """Who this app is in the workspace."""

    team: str
    user: str


class SlackCalls:
    """Calls that leave a method alone as long as Slack has asked for it.

    Every call raises CallError where Slack did not do what was asked, or may not have.
    """

    def __init__(
        self,
        client: WebClient,
        posting: Posting,
        health: Health,
        clock: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._posting = posting
        self._health = health
        self._clock = clock
        self._us: Us | None = None

    def is_paused(self, method: str) -> bool:
        """Say whether Slack has asked to leave a method alone for now."""
        until = self._posting.paused_until(method)
        return until is not None and until > self._clock()

    def us(self) -> Us:
        """Say who we are; asked once."""
        if self._us is None:
            answer = self._call("auth.test", self._client.auth_test)
            self._us = Us(str(answer["team_id"]), str(answer["user_id"]))
        return self._us

    def open_dm(self, person: SlackUser) -> str:
        """Return the channel of the direct messages with a person."""
        method = "conversations.open"
        answer = self._call(method, lambda: self._client.conversations_open(users=person))
        return _word(method, answer.get("channel") or {}, "id")

    def post(self, channel: str, message: Message) -> Place:
        """Post a message, without previews of links."""
        answer = self._call(
            POST,
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return Place(_word(POST, answer.data, "channel"), _word(POST, answer.data, "ts"))

    def find(self, channel: str, mark: str, since: datetime) -> Place | None:
        """Look for a message of ours by the mark of one of its blocks."""
        oldest = f"{(since - MARGIN).timestamp():.6f}"
        for page in self._pages(
            "conversations.history",
            lambda cursor: self._client.conversations_history(
                channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor
            ),
        ):
            for each in page.get("messages") or []:
                if any(block.get("block_id") == mark for block in each.get("blocks") or []):
                    return Place(channel, str(each["ts"]))
        return None

    def update(self, at: Place, message: Message) -> None:
        """Change a message."""
        self._call(
            "chat.update",
            lambda: self._client.chat_update(
                channel=at.channel, ts=at.ts, text=message.text, blocks=message.blocks
            ),
        )

    def delete(self, at: Place) -> None:
        """Take a message away."""
        self._call(
            "chat.delete", lambda: self._client.chat_delete(channel=at.channel, ts=at.ts)
        )

    def publish(self, person: str, view: View) -> None:
        """Show somebody their App Home."""
        self._call(
            "views.publish", lambda: self._client.views_publish(user_id=person, view=view)
        )

    def channel(self, channel: str) -> dict[str, Any]:
        """Read what kind of channel it is."""
        method = "conversations.info"
        answer = self._call(method, lambda: self._client.conversations_info(channel=channel))
        found = answer.get("channel")
        if not isinstance(found, dict):
            raise CallError(method, Trouble(Verdict.DOUBT, "unreadable"))
        return found

    def members(self, channel: str) -> tuple[str, ...]:
        """List everybody in a channel, this app among them."""
        pages = self._pages(
            "conversations.members",
            lambda cursor: self._client.conversations_members(
                channel=channel, limit=_PAGE, cursor=cursor
            ),
        )
        return tuple(str(each) for page in pages for each in page["members"])

    def people(self) -> Iterator[list[dict[str, Any]]]:
        """List the workspace's members, page by page, as Slack describes them."""
        for page in self._pages(
            "users.list", lambda cursor: self._client.users_list(limit=_PAGE, cursor=cursor)
        ):
            yield list(page["members"])

    def _pages(
        self, method: str, ask: Callable[[str | None], SlackResponse]
    ) -> Iterator[SlackResponse]:
        cursor: str | None = None
        while True:
            page = self._call(method, lambda at=cursor: ask(at))  # type: ignore[misc]
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _call(self, method: str, ask: Callable[[], SlackResponse]) -> SlackResponse:
        self._respect_pause(method)
        try:
            answer = ask()
        except (SlackClientError, OSError, HTTPException) as error:
            trouble = read_trouble(error)
            self._note(method, trouble)
            raise CallError(method, trouble) from error
        self._health.went_well(method)
        return answer

    def _respect_pause(self, method: str) -> None:
        until, now = self._posting.paused_until(method), self._clock()
        if until is not None and until > now:
            raise CallError(method, Trouble(Verdict.BUSY, "paused", wait=until - now))

    def _note(self, method: str, trouble: Trouble) -> None:
        self._health.went_wrong(method, trouble)
        if trouble.verdict is Verdict.BUSY:
            self._posting.pause(method, self._clock() + (trouble.wait or WAIT))


def _word(method: str, said: object, name: str) -> str:
    """Read a word from an answer; without it the answer proves nothing."""
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, str) or not found:
        raise CallError(method, Trouble(Verdict.DOUBT, "unreadable"))
    return found
