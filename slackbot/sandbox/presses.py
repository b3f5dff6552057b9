"""Pressing a button, wherever it stands: in a form, in Home, or in a message."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slackbot.sandbox.form_hands import FormHands, as_action
from slackbot.sandbox.form_state import elements, fill, key_of, options
from slackbot.sandbox.modals import View
from slackbot.sandbox.shapes import ActionResult, Json, SandboxError


@dataclass(frozen=True)
class Aim:
    """What is pressed: which action, and where if that is not plain."""

    action_id: str
    block_id: str | None = None
    value: Any = None
    message: tuple[str, str] | None = None
    home: bool = False
    view_id: str | None = None


@dataclass
class Presses:
    """Buttons and selects of one workspace, under people's hands."""

    forms: FormHands

    async def press(self, member_id: str, aim: Aim) -> ActionResult:
        """Press a button."""
        return await self._act(member_id, aim, _button)

    async def choose(self, member_id: str, aim: Aim) -> ActionResult:
        """Choose in a select, or press Enter in a field that tells the app at once."""
        return await self._act(member_id, aim, _select)

    async def _act(
        self, member_id: str, aim: Aim, read: Callable[[Json, Aim], Json]
    ) -> ActionResult:
        if aim.message is not None:
            return await self._in_message(member_id, aim, read)
        view = self._view(member_id, aim)
        block, element = _find(view.blocks, aim)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise SandboxError("this field tells the app nothing before the form is sent")
        state = read(element, aim)
        if key_of(element):
            view.state[block["block_id"]][element["action_id"]] = {
                "type": element["type"],
                **state,
            }
        action = as_action(block["block_id"], element, state)
        return await self.forms.act_in_view(member_id, view, action)

    def _view(self, member_id: str, aim: Aim) -> View:
        if not aim.home:
            return self.forms.front(member_id, aim.view_id)
        home = self.forms.hands.world.modals.homes.get(member_id)
        if home is None:
            raise SandboxError("nothing is published on this person's Home tab")
        return home

    async def _in_message(
        self, member_id: str, aim: Aim, read: Callable[[Json, Aim], Json]
    ) -> ActionResult:
        hands = self.forms.hands
        member = hands.person(member_id)
        channel_id, ts = aim.message or ("", "")
        channel = hands.place(member, channel_id)
        message = hands.message(member, channel, ts)
        block, element = _find(message.blocks, aim)
        action = as_action(block["block_id"], element, read(element, aim))
        payload = hands.payloads.pressed_in_message(member, channel, message, action)
        payload["trigger_id"] = hands.world.triggers.hand_out(member_id)
        payload["response_url"] = hands.urls.hand_out(member_id, channel, message)
        return await self.forms.finish(member_id, payload)


def _find(blocks: list[Json], aim: Aim) -> tuple[Json, Json]:
    there = [
        (block, element)
        for block, element in elements(blocks)
        if element["action_id"] == aim.action_id
        and aim.block_id in (None, block["block_id"])
        and _fits(element, aim.value)
    ]
    if len(there) != 1:
        raise SandboxError(f"{len(there)} things named {aim.action_id} can be pressed here")
    return there[0]


def _fits(element: Json, value: object) -> bool:
    return element["type"] != "button" or value in (None, element.get("value"))


def _button(element: Json, aim: Aim) -> Json:
    if element["type"] == "button":
        return {}
    return _select(element, aim)


def _select(element: Json, aim: Aim) -> Json:
    if element["type"] == "button":
        raise SandboxError("a button is pressed, nothing is chosen in it")
    if element["type"] == "overflow":
        for option in options(element):
            if option["value"] == aim.value:
                return {"selected_option": option}
        raise SandboxError("that is not among the options")
    return {k: v for k, v in fill(element, aim.value).items() if k != "type"}
