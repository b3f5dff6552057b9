"""What each failure of a call to Slack means for what was to be delivered."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackApiError

from slackbot.delivery.web_client import UnreachableError
from slackbot.rules.notices import Fault


@unique
class Verdict(StrEnum):
    """What to do after a failure."""

    NEVER = "never"  # it cannot reach them this way: a task for people
    OURS = "ours"  # nothing can be delivered until somebody mends the installation
    GONE = "gone"  # the message that was to be changed cannot be changed: post it anew
    BUSY = "busy"  # certainly not delivered: Slack says when to ask again
    LATER = "later"  # certainly not delivered: try again
    DOUBT = "doubt"  # perhaps delivered: look before trying again


_NEVER = Verdict.NEVER
_OURS = Verdict.OURS
_LATER = Verdict.LATER

# By Slack's error code. No fault named: it depends on where the message was to go.
# Source: docs.slack.dev, the "Errors" of each method that the courier calls.
CODES: dict[str, tuple[Verdict, Fault | None]] = {
    # The person cannot be written to.
    "user_disabled": (_NEVER, Fault.ACCOUNT_GONE),
    "user_not_found": (_NEVER, Fault.ACCOUNT_GONE),
    "is_inactive": (_NEVER, Fault.ACCOUNT_GONE),  # the other side of the DM is deactivated
    "user_not_visible": (_NEVER, Fault.NO_DM),
    "cannot_dm_bot": (_NEVER, Fault.NO_DM),
    "users_list_not_supplied": (_NEVER, Fault.NO_SLACK),
    # The place cannot be written to: the DM, or the triage channel.
    "channel_not_found": (_NEVER, None),
    "not_in_channel": (_NEVER, None),
    "is_archived": (_NEVER, None),
    "restricted_action": (_NEVER, None),
    "channel_is_limited_access": (_NEVER, None),
    "method_not_supported_for_channel_type": (_NEVER, None),
    # Slack does not accept what we made; it will not accept it tomorrow.
    "invalid_blocks": (_NEVER, Fault.REJECTED),
    "invalid_blocks_format": (_NEVER, Fault.REJECTED),
    "invalid_arguments": (_NEVER, Fault.REJECTED),
    "msg_too_long": (_NEVER, Fault.REJECTED),
    "msg_blocks_too_long": (_NEVER, Fault.REJECTED),
    "view_too_large": (_NEVER, Fault.REJECTED),
    "no_text": (_NEVER, Fault.REJECTED),
    "cant_delete_message": (_NEVER, Fault.REJECTED),
    "not_enabled": (_NEVER, Fault.REJECTED),  # the app has no Home tab
    # The installation: said of every message alike, so no single one has failed.
    "invalid_auth": (_OURS, None),
    "not_authed": (_OURS, None),
    "token_revoked": (_OURS, None),
    "token_expired": (_OURS, None),
    "account_inactive": (_OURS, None),  # of the token's own account, not of the recipient's
    "missing_scope": (_OURS, None),
    "not_allowed_token_type": (_OURS, None),
    "no_permission": (_OURS, None),
    "access_denied": (_OURS, None),
    "accesslimited": (_OURS, None),
    "org_login_required": (_OURS, None),
    "ekm_access_denied": (_OURS, None),
    "team_access_not_granted": (_OURS, None),
    "two_factor_setup_required": (_OURS, None),
    "messages_tab_disabled": (_OURS, None),  # the app's configuration allows no DM at all
    # The message that was to be changed.
    "message_not_found": (Verdict.GONE, None),
    "edit_window_closed": (Verdict.GONE, None),
    "cant_update_message": (Verdict.GONE, None),
    # Too much at once, in the spellings that Slack has for it.
    "ratelimited": (Verdict.BUSY, None),
    "rate_limited": (Verdict.BUSY, None),
    "message_limit_exceeded": (Verdict.BUSY, None),
    # Certainly not done, and worth another try.
    "service_unavailable": (_LATER, None),
    "request_timeout": (_LATER, None),  # our request did not arrive whole
    "team_added_to_org": (_LATER, None),
    "external_channel_migrating": (_LATER, None),
    # Slack says of these two that part of what was asked may have been done all the same.
    "fatal_error": (Verdict.DOUBT, None),
    "internal_error": (Verdict.DOUBT, None),
}

WAIT = timedelta(seconds=30)
"""How long to leave a method alone where Slack does not say it."""

LONGEST_WAIT = timedelta(hours=1)

PUBLIC = "channel_is_public"
"""Our word for what Slack says as: reading this channel needs the scope for public ones."""

_CODE = re.compile(r"[a-z_]{2,60}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failed call. `code` is Slack's word for it, or the name of an error's class."""

    verdict: Verdict
    code: str
    fault: Fault | None = None
    wait: timedelta | None = None

    def fault_at(self, place: str) -> Fault:
        """Say why a message to this person or channel failed for good."""
        if self.verdict is not Verdict.NEVER:
            return Fault.SPENT
        return self.fault or (Fault.CHANNEL_GONE if is_channel(place) else Fault.NO_DM)


def is_channel(place: str) -> bool:
    """Say whether a place is a channel, by Slack's ids; else a person, or a person's DM."""
    return place[:1] in {"C", "G"}


class CallError(Exception):
    """A call to Slack failed; `method` is Slack's name for what was asked."""

    def __init__(self, method: str, trouble: Trouble) -> None:
        super().__init__(method, trouble.code)
        self.method = method
        self.trouble = trouble


def read_trouble(error: Exception) -> Trouble:
    """Say what an error means; one that nobody foresaw may have come after the delivery."""
    if isinstance(error, CallError):
        return error.trouble
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, UnreachableError):
        return Trouble(Verdict.LATER, "unreachable")
    return Trouble(Verdict.DOUBT, type(error).__name__)


def _refused(error: SlackApiError) -> Trouble:
    status, headers, body = _parts(error)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Trouble(Verdict.BUSY, "ratelimited", wait=_wait(headers))
    if status != HTTPStatus.OK:
        return Trouble(Verdict.DOUBT, f"status {status}")
    code = str(body.get("error"))
    if not _CODE.fullmatch(code):
        return Trouble(Verdict.DOUBT, "unreadable")
    if code == "missing_scope" and _is_public(body):
        return Trouble(Verdict.NEVER, PUBLIC, Fault.CHANNEL_GONE)
    verdict, fault = CODES.get(code, (Verdict.LATER, None))
    return Trouble(verdict, code, fault, WAIT if verdict is Verdict.BUSY else None)


def _is_public(body: Mapping[str, Any]) -> bool:
    # We have the scope for private channels and ask for no other: where Slack wants the one
    # for public channels, somebody has made our private channel public.
    needed = re.split(r"[\s,]+", str(body.get("needed") or ""))
    return "channels:read" in needed and "groups:read" not in needed


def _parts(error: SlackApiError) -> tuple[int, Mapping[str, str], Mapping[str, Any]]:
    answer = error.response
    body = answer.data if isinstance(answer.data, dict) else {}
    return answer.status_code, answer.headers, body


def _wait(headers: Mapping[str, str]) -> timedelta:
    named = {name.lower(): value for name, value in headers.items()}
    said = named.get("retry-after", "").strip()
    if not (said.isascii() and said.isdigit() and len(said) < 10):  # noqa: PLR2004 - no overflow
        return WAIT
    return min(timedelta(seconds=max(int(said), 1)), LONGEST_WAIT)
