"""Measuring what the app sent, and saying what is wrong as Slack says it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from slackbot.sandbox.shapes import Json

LONGEST_TEXT = 3000  # characters of a text object; docs.slack.dev/reference/block-kit


@dataclass
class Findings:
    """What is wrong, and where; `surface` is message, modal or home."""

    surface: str
    found: list[str] = field(default_factory=list)

    def say(self, words: str, where: str) -> None:
        """Something is wrong here."""
        self.found.append(f"{words} [json-pointer:{where}]")

    def keys(
        self, thing: Json, allowed: Iterable[str], needed: Iterable[str], at: str
    ) -> bool:
        """No other properties than these, and these at least, none of them null."""
        before = len(self.found)
        for name in sorted(set(thing) - set(allowed) - set(needed)):
            self.say(f"invalid additional property: {name}", at)
        for name in needed:
            if name not in thing:
                self.say(f"missing required field: {name}", at)
        for name in sorted(k for k, v in thing.items() if v is None):
            self.say("must not be null", f"{at}/{name}")
        return len(self.found) == before

    def string(self, thing: Json, name: str, most: int, at: str, *, least: int = 0) -> None:
        """A string of at most so many characters, if it is there."""
        if name not in thing:
            return
        value = thing[name]
        where = f"{at}/{name}"
        if not isinstance(value, str):
            self.say("must be a string", where)
        elif len(value) > most:
            self.say(f"must be less than {most + 1} characters", where)
        elif len(value) < least:
            self.say(f"must be more than {least - 1} characters", where)

    def items(self, value: object, most: int, at: str, *, least: int = 1) -> list[Json]:
        """A list of objects, of at most so many; those that can be looked at further."""
        if not isinstance(value, list):
            self.say("must be an array", at)
            return []
        if len(value) > most:
            self.say(f"no more than {most} items allowed", at)
        if len(value) < least:
            self.say(f"no fewer than {least} items allowed", at)
        for n, item in enumerate(value):
            if not isinstance(item, dict):
                self.say("must be an object", f"{at}/{n}")
        return [item if isinstance(item, dict) else {} for item in value]

    def number(self, thing: Json, name: str, low: int, high: int, at: str) -> None:
        """A whole number within bounds, if it is there."""
        value = thing.get(name, low)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.say(f"must be a number between {low} and {high}", f"{at}/{name}")

    def flags(self, thing: Json, names: Iterable[str], at: str) -> None:
        """Yes or no, where they are there."""
        for name in names:
            if not isinstance(thing.get(name, False), bool):
                self.say("must be a boolean", f"{at}/{name}")

    def one_of(self, thing: Json, name: str, values: Iterable[str], at: str) -> None:
        """One of these words, if it is there."""
        if name in thing and thing[name] not in values:
            self.say("must be a valid enum value", f"{at}/{name}")

    def unique(self, names: Iterable[str | None], what: str, at: str) -> None:
        """No name twice."""
        for name, times in Counter(n for n in names if n).items():
            if times > 1:
                self.say(f"`{what}` already exists: {name}", at)

    def text(
        self, value: object, at: str, most: int = LONGEST_TEXT, *, plain: bool = False
    ) -> None:
        """A text object, not empty, of at most so many characters."""
        if not isinstance(value, dict):
            self.say("must be an object", at)
            return
        kind = value.get("type")
        if kind not in (("plain_text",) if plain else ("plain_text", "mrkdwn")):
            self.say("failed to match all allowed schemas", at)
            return
        flag = "emoji" if kind == "plain_text" else "verbatim"
        if self.keys(value, (flag,), ("type", "text"), at):
            self.flags(value, (flag,), at)
            self.string(value, "text", most, at, least=1)
