"""What the page asks a person's hands to do."""

from dataclasses import asdict, dataclass
from typing import Any

from slackbot.sandbox.form_hands import FormHands
from slackbot.sandbox.hands import Hands
from slackbot.sandbox.presses import Aim, Presses
from slackbot.sandbox.shapes import Json, SandboxError


@dataclass
class Deeds:
    """Carries them out."""

    hands: Hands

    async def do(self, order: Json) -> Json:
        """One deed; SandboxError in words that a person reads."""
        who = str(order["as"])
        deeds = {
            "command": self._command,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "type": self._type,
            "press": self._press,
            "choose": self._choose,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "say": self._say,
        }
        if order["what"] not in deeds:
            raise SandboxError("a person cannot do that here")
        return await deeds[order["what"]](who, order)

    async def _command(self, who: str, order: Json) -> Json:
        command, text = str(order["command"]), str(order.get("text", ""))
        where, thread = order.get("channel"), order.get("thread_ts")
        return asdict(await self.hands.command(who, command, text, where, thread))

    async def _shortcut(self, who: str, order: Json) -> Json:
        return asdict(await self.hands.shortcut(who, str(order["callback_id"])))

    async def _message_shortcut(self, who: str, order: Json) -> Json:
        what = str(order["callback_id"]), str(order["channel"]), str(order["ts"])
        return asdict(await self.hands.message_shortcut(who, *what))

    async def _type(self, who: str, order: Json) -> Json:
        self._forms.front(who, order.get("view_id"))
        where = str(order["block_id"])
        await self._forms.type(who, where, order.get("value"), order.get("action_id"))
        return {}

    async def _press(self, who: str, order: Json) -> Json:
        self._take(who, order)
        return asdict(await Presses(self._forms).press(who, _aim(order, order.get("value"))))

    async def _choose(self, who: str, order: Json) -> Json:
        self._take(who, order)
        value = order["values"] if "values" in order else order.get("value")
        return asdict(await Presses(self._forms).choose(who, _aim(order, value)))

    async def _submit(self, who: str, order: Json) -> Json:
        self._take(who, order)
        return asdict(await self._forms.submit(who, order.get("view_id")))

    async def _close(self, who: str, order: Json) -> Json:
        everything, view_id = bool(order.get("all")), order.get("view_id")
        await self._forms.close(who, everything=everything, view_id=view_id)
        return {}

    async def _home(self, who: str, _order: Json) -> Json:
        return {"home": await self.hands.open_home(who)}

    async def _say(self, who: str, order: Json) -> Json:
        thread = order.get("thread_ts")
        said = self.hands.say(who, str(order["channel"]), str(order["text"]), thread)
        return {"message": said}

    def _take(self, who: str, order: Json) -> None:
        # The page keeps what is typed and sends it along, as Slack's clients do.
        if order.get("state"):
            at = order.get("view_id") or order.get("container", {}).get("view_id")
            self._forms.take(self._forms.front(who, at), order["state"])

    @property
    def _forms(self) -> FormHands:
        return FormHands(self.hands)


def _aim(order: Json, value: Any) -> Aim:  # noqa: ANN401 - text or a list of it
    where = order.get("container") or {}
    message = (where["channel"], where["ts"]) if "channel" in where else None
    return Aim(
        str(order["action_id"]),
        order.get("block_id"),
        value,
        message,
        home=bool(where.get("home")),
        view_id=where.get("view_id"),
    )
