"""The names that the parts of the local workspace give to what they pass around."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeGuard

Json = dict[str, Any]
"""An object as Slack's interfaces carry it."""


class SandboxError(Exception):
    """What Slack would have shown the person, or why a person cannot do this in Slack."""


class RefusalError(Exception):
    """A Web API method says no: Slack's error code, and what else stands in the answer."""

    def __init__(self, code: str, **extra: Any) -> None:  # noqa: ANN401 - it is JSON
        super().__init__(code)
        self.code = code
        self.extra = extra


def bad_arguments(*messages: str, code: str = "invalid_arguments") -> RefusalError:
    """Slack's way of refusing a malformed argument: a code, and sentences beside it."""
    said = [f"[ERROR] {m}" for m in messages]
    return RefusalError(code, response_metadata={"messages": said})


@dataclass(frozen=True, slots=True)
class Answer:
    """How the app answered; `no_retry`: it asked not to be told of this again."""

    status: int
    body: Json | str | None
    no_retry: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was said but "heard"."""
        return self.body is None or self.body in ("", {})


def is_ok(answer: Answer | None) -> TypeGuard[Answer]:
    """Whether the app answered in time, and with 200: anything else never reaches a client."""
    return answer is not None and answer.status == HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Call:
    """One Web API call that the app made; `at` in seconds since 1970."""

    method: str
    args: Json
    at: float
    answer_ok: bool
    error: str | None


@dataclass(frozen=True, slots=True)
class Sent:
    """One payload that the app was sent; `kind` as the conformance check names it."""

    kind: str
    payload: Json
    at: float


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing that a person saw; kind: message, ephemeral, edit, delete, home or view."""

    kind: str
    channel: str
    ts: str
    author: str
    text: str
    blocks: list[Json]
    at: float
    for_members: frozenset[str]
    view: Json | None = None


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a person saw after a slash command or a shortcut."""

    ephemeral: Json | None
    view: Json | None
    error: str | None


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """What a person saw after pressing the form's button; trouble: "Try again?"."""

    errors: dict[str, str] | None
    closed: bool
    trouble: bool


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What a person saw after a button or a select; trouble: a warning sign beside it."""

    trouble: bool
    view: Json | None
