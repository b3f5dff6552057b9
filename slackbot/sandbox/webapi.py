"""Slack's Web API: reads a request, checks token and scopes, and lets one method answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from slackbot.sandbox.outbound import Outbound
from slackbot.sandbox.people import Member
from slackbot.sandbox.shapes import Call, Json, RefusalError, bad_arguments
from slackbot.sandbox.socket_mode import SocketMode
from slackbot.sandbox.world import World


@dataclass
class Api:
    """What a method may use."""

    world: World
    outbound: Outbound
    socket: SocketMode

    def need(self, *scopes: str) -> None:
        """RefusalError unless the app was granted one of these scopes."""
        granted = self.world.app.scopes
        if scopes and not any(s in granted for s in scopes):
            provided = ",".join(granted)
            raise RefusalError("missing_scope", needed=",".join(scopes), provided=provided)

    def user(self, member_id: object) -> Member:
        """The member of this id; RefusalError as Slack gives it."""
        member = self.world.members.get(str(member_id))
        if member is None:
            raise RefusalError("user_not_found")
        return member


@dataclass
class Args:
    """The arguments of a call, from a form or from JSON."""

    values: Json

    def text(self, name: str) -> str:
        """A string, empty if absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        """A string that must be there."""
        if not self.text(name):
            raise bad_arguments(f"missing required field: {name}")
        return self.text(name)

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        """A yes or no, however it was spelt."""
        value = self.values.get(name, otherwise)
        return value in (True, 1, "1", "true", "True")

    def number(self, name: str, otherwise: int) -> int:
        """A whole number."""
        value = self.values.get(name)
        if value is None or value == "":
            return otherwise
        if not str(value).isdigit():
            raise bad_arguments(f"must be a number: {name}")
        return int(value)

    def structure(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON the app sent
        """A list or object, which in a form travels as a string of JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise bad_arguments(f"not valid JSON: {name}", code="invalid_json") from wrong


Handle = Callable[[Api, Args], Json]


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    handle: Handle
    scopes: tuple[str, ...]
    caller: str


@dataclass
class Methods:
    """Every method that the local workspace knows."""

    known: dict[str, Method] = field(default_factory=dict)

    def add(self, name: str, *scopes: str, caller: str = "bot") -> Callable[[Handle], Handle]:
        """Register a method: who may call it (bot, app, anyone), with one of which scopes."""

        def keep(handle: Handle) -> Handle:
            self.known[name] = Method(handle, scopes, caller)
            return handle

        return keep


METHODS = Methods()


def check_call(api: Api, name: str, token: str) -> Method:
    """The method, if this token may call it; RefusalError otherwise."""
    method = METHODS.known.get(name)
    if method is None:
        raise RefusalError("unknown_method", req_method=name)
    if method.caller == "anyone":
        return method
    _check_token(api, method, token)
    api.need(*method.scopes)
    return method


def _check_token(api: Api, method: Method, token: str) -> None:
    me = api.world.identity
    kinds = {me.bot_token: "bot", me.app_token: "app"}
    if not token:
        raise RefusalError("not_authed")
    if token not in kinds:
        raise RefusalError("invalid_auth")
    if api.world.revoked:
        raise RefusalError("token_revoked")
    if kinds[token] != method.caller:
        raise RefusalError("not_allowed_token_type")


def call(api: Api, name: str, token: str, args: Json) -> Json:
    """Answer one call, and remember it."""
    try:
        method = check_call(api, name, token)
        answer = {"ok": True, **method.handle(api, Args(args))}
    except RefusalError as no:
        answer = {"ok": False, "error": no.code, **no.extra}
    remember(api.world, name, args, answer)
    return answer


def remember(world: World, name: str, args: Json, answer: Json) -> None:
    """Keep the call for whoever looks at what the app did; never its token."""
    shown = {k: _decoded(v) for k, v in args.items() if k != "token"}
    ok = bool(answer.get("ok"))
    world.calls.append(Call(name, shown, world.clock.now(), ok, answer.get("error")))
    world.row("from bot", name, shown, answer)
    world.changed()


def _decoded(value: object) -> object:
    # A form carries structures as JSON in a string; whoever looks wants the structure.
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
