"""What came back from a form, checked field by field against what was offered."""

from collections.abc import Collection
from datetime import date
from typing import Any

from slackbot.blocks import catalogue
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.parts import FIELD_SIZE, View
from slackbot.rules.people import SlackUser


class Answers:
    """The values of one submission. Every element bears the id of its block (`input_block`).

    A question that the view did not ask raises TamperedError, as does a value that was not
    offered; an optional question without an answer gives "", None or ().
    """

    def __init__(self, view: View) -> None:
        self._blocks = view.get("blocks")
        state = view.get("state")
        self._values = state.get("values") if isinstance(state, dict) else None

    def asked(self, block_id: str) -> bool:
        """Say whether the form had this question."""
        return isinstance(self._values, dict) and block_id in self._values

    def offered(self, block_id: str) -> frozenset[str]:
        """Return the values that the list of this question offered, as Slack sends it back.

        For lists that may change between opening and sending (people): who was offered
        then is an answer now.
        """
        blocks = self._blocks if isinstance(self._blocks, list) else []
        found = (each["element"] for each in blocks if each.get("block_id") == block_id)
        element: dict[str, Any] = next(found, {})
        groups = element.get("option_groups", [element])
        return frozenset(
            str(each.get("value")) for group in groups for each in group.get("options", [])
        )

    def text(self, block_id: str, size: int = FIELD_SIZE) -> str:
        """Return what was typed, exactly; FormError where it is too long or broken."""
        value = self._field(block_id, "plain_text_input").get("value")
        if value is None:
            return ""
        if not isinstance(value, str):
            raise TamperedError
        if len(value) > size:
            raise FormError({block_id: catalogue.too_long(len(value), size)})
        if _is_broken(value):
            raise FormError({block_id: catalogue.BROKEN_TEXT})
        return value

    def one(self, block_id: str, offered: Collection[str]) -> str:
        """Return the chosen value, or ""."""
        field = self._field(block_id, "radio_buttons", "static_select")
        chosen = field.get("selected_option")
        return _value(chosen, offered) if chosen is not None else ""

    def many(self, block_id: str, offered: Collection[str]) -> tuple[str, ...]:
        """Return the chosen values."""
        field = self._field(block_id, "checkboxes", "multi_static_select")
        chosen = field.get("selected_options")
        if chosen is None:
            return ()
        if not isinstance(chosen, list):
            raise TamperedError
        return tuple(_value(each, offered) for each in chosen)

    def user(self, block_id: str) -> SlackUser | None:
        """Return the chosen person, or None; whether we know them is the caller's question."""
        value = self._field(block_id, "users_select").get("selected_user")
        if not isinstance(value, str | None):
            raise TamperedError
        return SlackUser(value) if value else None

    def day(self, block_id: str) -> date | None:
        """Return the chosen day, or None."""
        value = self._field(block_id, "datepicker").get("selected_date")
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise TamperedError from error

    def _field(self, block_id: str, *kinds: str) -> dict[str, Any]:
        block = self._values.get(block_id) if isinstance(self._values, dict) else None
        field = block.get(block_id) if isinstance(block, dict) else None
        if not isinstance(field, dict) or field.get("type") not in kinds:
            raise TamperedError
        return field


def _value(chosen: object, offered: Collection[str]) -> str:
    value = chosen.get("value") if isinstance(chosen, dict) else None
    if not isinstance(value, str) or value not in offered:
        raise TamperedError
    return value


def _is_broken(text: str) -> bool:
    # Half a character cannot be written down in UTF-8; no keyboard sends one.
    return not text.isascii() and any("\ud800" <= sign <= "\udfff" for sign in text)
