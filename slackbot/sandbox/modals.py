"""Forms and Home tabs: what is open before whom, and what becomes of what was typed."""

import secrets
from dataclasses import dataclass, field

from slackbot.sandbox.clock import Clock
from slackbot.sandbox.form_state import State, state_of
from slackbot.sandbox.shapes import Json, RefusalError

# What Slack says of a Home tab, which has no title.
NO_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}
DEEPEST = 3  # views in a stack; docs.slack.dev/surfaces/modals


@dataclass
class View:
    """One open form or one published Home tab, with what stands in its fields."""

    id: str
    member_id: str
    spec: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    state: State = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block_id."""
        blocks: list[Json] = self.spec["blocks"]
        return blocks


@dataclass
class Modals:
    """Every stack of open forms, and every Home tab."""

    clock: Clock
    identity: Json
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def stack(self, member_id: str) -> list[View]:
        """The forms that are open before this person, bottom first."""
        return self.stacks.setdefault(member_id, [])

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """An open form or a Home tab, by either of its ids."""
        every = [v for s in self.stacks.values() for v in s] + list(self.homes.values())
        for view in every:
            named = external_id and view.spec.get("external_id") == external_id
            if view.id == view_id or named:
                return view
        return None

    def open(self, member_id: str, spec: Json) -> View:
        """A new form, alone before this person."""
        self._check_external_id(spec, None)
        view = self._new(member_id, spec)
        self.stacks[member_id] = [view]
        return view

    def push(self, member_id: str, spec: Json) -> View:
        """A form on top of those that are open; RefusalError where Slack says no."""
        stack = self.stack(member_id)
        if not stack:
            raise RefusalError("not_found")
        if len(stack) >= DEEPEST:
            raise RefusalError("push_limit_reached")
        self._check_external_id(spec, None)
        view = self._new(member_id, spec)
        view.root_id, view.previous_id = stack[0].root_id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, spec: Json, seen: str | None = None) -> View:
        """Show something else in its place; `seen` is the hash that the app believes in."""
        if seen and seen != view.hash:
            raise RefusalError("hash_conflict")
        self._check_external_id(spec, view)
        spec = with_ids(spec)
        view.state = state_of(spec["blocks"], view.blocks, view.state)
        view.spec, view.hash, view.errors = spec, self._hash(), {}
        return view

    def publish(self, member_id: str, spec: Json, seen: str | None = None) -> View:
        """Show this person's Home tab."""
        home = self.homes.get(member_id)
        if home is not None:
            return self.update(home, spec, seen)
        self._check_external_id(spec, None)
        self.homes[member_id] = self._new(member_id, spec)
        return self.homes[member_id]

    def as_slack(self, view: View, *, values: bool = False) -> Json:
        """The view object; with what was typed, or without."""
        spec = view.spec
        return {
            "id": view.id,
            "team_id": self.identity["team_id"],
            "type": spec["type"],
            "blocks": spec["blocks"],
            "private_metadata": spec.get("private_metadata") or "",
            "callback_id": spec.get("callback_id") or "",
            "state": {"values": view.state if values else {}},
            "hash": view.hash,
            "title": spec.get("title") or NO_TITLE,
            "clear_on_close": bool(spec.get("clear_on_close")),
            "notify_on_close": bool(spec.get("notify_on_close")),
            "close": spec.get("close"),
            "submit": spec.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self.identity["app_id"],
            "external_id": spec.get("external_id") or "",
            "app_installed_team_id": self.identity["team_id"],
            "bot_id": self.identity["bot_id"],
        }

    def _new(self, member_id: str, spec: Json) -> View:
        view_id = "V" + secrets.token_hex(5).upper()
        spec = with_ids(spec)
        state = state_of(spec["blocks"], [], {})
        return View(view_id, member_id, spec, self._hash(), view_id, state=state)

    def _hash(self) -> str:
        return f"{int(self.clock.now())}.{secrets.token_urlsafe(6)}"

    def _check_external_id(self, spec: Json, own: View | None) -> None:
        wanted = spec.get("external_id")
        if wanted and self.find(None, wanted) not in (None, own):
            raise RefusalError("duplicate_external_id")


def with_ids(spec: Json) -> Json:
    """The same view with block_ids, action_ids and flags where Slack would put them."""
    return {**spec, "blocks": [_with_id(b) for b in spec.get("blocks", [])]}


def blocks_with_ids(blocks: list[Json]) -> list[Json]:
    """The same for the blocks of a message."""
    return [_with_id(b) for b in blocks]


def _with_id(block: Json) -> Json:
    block = {"block_id": secrets.token_urlsafe(4), **_filled_in(block)}
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            block[key] = {"action_id": secrets.token_urlsafe(4), **block[key]}
    if block.get("type") == "actions":
        block["elements"] = [
            {"action_id": secrets.token_urlsafe(4), **e} for e in block["elements"]
        ]
    return block


def _filled_in(thing: Json) -> Json:
    # Slack gives back every text object with the flag that it would assume.
    filled = {k: _any(v) for k, v in thing.items() if v is not None}
    if thing.get("type") == "plain_text" and "text" in thing:
        filled.setdefault("emoji", True)
    if thing.get("type") == "mrkdwn" and "text" in thing:
        filled.setdefault("verbatim", False)
    return filled


def _any(thing: object) -> object:
    if isinstance(thing, dict):
        return _filled_in(thing)
    return [_any(x) for x in thing] if isinstance(thing, list) else thing
