"""What a person's hands do in a form: type, choose, press, send, close."""

from dataclasses import dataclass
from typing import Any

from slackbot.sandbox.block_rules import check_view
from slackbot.sandbox.form_state import TEXTS, State, elements, fill, is_blank, key_of
from slackbot.sandbox.hands import TROUBLE, Hands
from slackbot.sandbox.modals import View
from slackbot.sandbox.people import Member
from slackbot.sandbox.shapes import (
    ActionResult,
    Answer,
    Json,
    RefusalError,
    SandboxError,
    SubmitResult,
    is_ok,
)

REQUIRED = "Please complete this required field."


@dataclass
class FormHands:
    """The forms of one workspace, under people's hands."""

    hands: Hands

    def front(self, member_id: str, view_id: str | None = None) -> View:
        """The form in front; SandboxError if there is none, or another one."""
        view = self.hands.top(member_id)
        if view is None or view_id not in (None, view.id):
            raise SandboxError("that form is not open in front of this person")
        return view

    def field(self, view: View, block_id: str, action_id: str | None = None) -> Json:
        """The input with this block_id; SandboxError if the form shows none."""
        for block, element in elements(view.blocks):
            named = action_id in (None, element["action_id"])
            if block["block_id"] == block_id and named and key_of(element):
                return element
        raise SandboxError(f"this form shows no field {block_id}")

    async def type(
        self,
        member_id: str,
        block_id: str,
        value: Any,  # noqa: ANN401 - text or a list of it
        action_id: str | None = None,
    ) -> None:
        """Put a value into a field; tells the app where the field asks for that."""
        view = self.front(member_id)
        element = self.field(view, block_id, action_id)
        state = fill(element, value)
        view.state[block_id][element["action_id"]] = state
        self.hands.world.changed()
        if _speaks(_block(view, block_id), element):
            await self._tell(member_id, view, block_id, element, state)

    def take(self, view: View, values: dict[str, dict[str, Any]]) -> None:
        """Put many values in at once, as the page sends them."""
        for block_id, by_action in values.items():
            for action_id, value in by_action.items():
                element = self.field(view, block_id, action_id)
                view.state[block_id][action_id] = fill(element, value)

    async def submit(self, member_id: str, view_id: str | None = None) -> SubmitResult:
        """Press the form's button."""
        view = self.front(member_id, view_id)
        if not view.spec.get("submit"):
            raise SandboxError("this form has no button to send it")
        missing = _missing(view)
        if missing:
            return self._errors(view, missing)
        member = self.hands.person(member_id)
        payload = self.hands.payloads.submission(member, view)
        payload["trigger_id"] = self.hands.world.triggers.hand_out(member_id, view.id)
        reply = await self.hands.outbound.ask("interactive", payload)
        return self._follow(member_id, view, reply)

    def _follow(self, member_id: str, view: View, reply: Answer | None) -> SubmitResult:
        try:
            return self._obey(view, _heard(reply))
        except (SandboxError, RefusalError):
            self.hands.world.notice(member_id, TROUBLE)
            return SubmitResult(None, closed=False, trouble=True)

    def _obey(self, view: View, reply: Answer) -> SubmitResult:
        modals = self.hands.world.modals
        stack = modals.stack(view.member_id)
        if reply.empty:
            stack[:] = [v for v in stack if v is not view]
            self.hands.world.changed()
            return SubmitResult(None, closed=True, trouble=False)
        body = reply.body if isinstance(reply.body, dict) else {}
        action = body.get("response_action")
        if action == "errors":
            return self._errors(view, _field_errors(view, body.get("errors")))
        if action == "clear":
            stack.clear()
            self.hands.world.changed()
            return SubmitResult(None, closed=True, trouble=False)
        if action not in ("update", "push"):
            raise SandboxError(TROUBLE)
        check_view(body.get("view"), "modal")
        change = modals.update(view, body["view"]) if action == "update" else None
        change = change or modals.push(view.member_id, body["view"])
        self.hands.world.note_view("view", change)
        return SubmitResult(None, closed=False, trouble=False)

    def _errors(self, view: View, errors: dict[str, str]) -> SubmitResult:
        view.errors = errors
        self.hands.world.changed()
        return SubmitResult(errors, closed=False, trouble=False)

    async def close(
        self, member_id: str, *, everything: bool, view_id: str | None = None
    ) -> None:
        """Close the form in front, or all of them."""
        view = self.front(member_id, view_id)
        member = self.hands.person(member_id)
        stack = self.hands.world.modals.stack(member_id)
        everything = everything or bool(view.spec.get("clear_on_close"))
        gone = list(reversed(stack)) if everything else [view]
        stack[:] = [v for v in stack if v not in gone]
        self.hands.world.changed()
        for closed in gone:
            await self._say_closed(member, closed, cleared=everything)

    async def _say_closed(self, member: Member, view: View, *, cleared: bool) -> None:
        if view.spec.get("notify_on_close"):
            payload = self.hands.payloads.closed(member, view, cleared=cleared)
            await self.hands.outbound.ask("interactive", payload)

    async def _tell(
        self, member_id: str, view: View, block_id: str, element: Json, state: Json
    ) -> ActionResult:
        action = as_action(block_id, element, state)
        return await self.act_in_view(member_id, view, action)

    async def act_in_view(self, member_id: str, view: View, action: Json) -> ActionResult:
        """Tell the app of a button or a select in a form or in Home."""
        member = self.hands.person(member_id)
        payload = self.hands.payloads.pressed_in_view(member, view, action)
        inside = view.id if view.spec["type"] == "modal" else None
        payload["trigger_id"] = self.hands.world.triggers.hand_out(member_id, inside)
        return await self.finish(member_id, payload)

    async def finish(self, member_id: str, payload: Json) -> ActionResult:
        """Send an interaction that needs nothing but to be heard."""
        before = self.hands.top(member_id)
        reply = await self.hands.outbound.ask("interactive", payload)
        trouble = not is_ok(reply)
        if trouble:
            self.hands.world.notice(member_id, TROUBLE)
        return ActionResult(trouble, self.hands.opened(member_id, before))


def _heard(reply: Answer | None) -> Answer:
    if not is_ok(reply):
        raise SandboxError(TROUBLE)
    return reply


def as_action(block_id: str, element: Json, state: Json) -> Json:
    """One entry of `actions`: what was acted on, and what it is now."""
    kept = ("type", "action_id", "text", "value", "style", "placeholder", "url")
    shown = {k: element[k] for k in kept if k in element}
    return {**shown, "block_id": block_id, **state}


def _block(view: View, block_id: str) -> Json:
    return next(b for b in view.blocks if b["block_id"] == block_id)


def _speaks(block: Json, element: Json) -> bool:
    """Whether merely entering something tells the app."""
    if block["type"] != "input":
        return True
    if not block.get("dispatch_action"):
        return False
    if element["type"] not in TEXTS:
        return True
    config = element.get("dispatch_action_config") or {}
    return "on_character_entered" in config.get("trigger_actions_on", [])


def _missing(view: View) -> dict[str, str]:
    errors = {}
    for block in view.blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state: State = view.state
        now = state[block["block_id"]][element["action_id"]]
        if not block.get("optional") and is_blank(now):
            errors[block["block_id"]] = REQUIRED
        if len(str(now.get("value") or "")) < (element.get("min_length") or 0):
            errors[block["block_id"]] = f"At least {element['min_length']} characters, please."
    return errors


def _field_errors(view: View, errors: object) -> dict[str, str]:
    fields = {b["block_id"] for b in view.blocks if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
        raise SandboxError(TROUBLE)
    return {str(k): str(v) for k, v in errors.items()}
