"""How a person works a page: with a mouse, or without one."""

from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect

_FARTHEST = 80  # presses of Tab; more means that the key does not get there


class Hand(Protocol):
    """What a person can do to a control; `answers` counts those that were given."""

    page: Page
    answers: int

    def press(self, target: Locator) -> None: ...
    def write(self, target: Locator, words: str) -> None: ...
    def tick(self, box: Locator) -> None: ...
    def choose(self, select: Locator, value: str) -> None: ...
    def put_day(self, field: Locator, day: str) -> None: ...


@dataclass
class Mouse:
    """Points and clicks, and types where it clicked."""

    page: Page
    answers: int = 0

    def press(self, target: Locator) -> None:
        target.click()

    def write(self, target: Locator, words: str) -> None:
        self.answers += 1
        target.fill(words)

    def tick(self, box: Locator) -> None:
        self.answers += 1
        box.check()

    def choose(self, select: Locator, value: str) -> None:
        self.answers += 1
        select.select_option(value)

    def put_day(self, field: Locator, day: str) -> None:
        self.answers += 1
        field.fill(day)


@dataclass
class Keyboard:
    """Tab, Enter, Space, the arrow keys and letters; nothing is ever clicked."""

    page: Page
    answers: int = 0

    def press(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, words: str) -> None:
        self.answers += 1
        self._reach(target)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(words)
        expect(target).to_have_value(words)

    def tick(self, box: Locator) -> None:
        self.answers += 1
        if box.get_attribute("type") == "radio":
            self._turn_to(box)
        else:
            self._reach(box)
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, select: Locator, value: str) -> None:
        """Type the beginning of the option, as far as is needed to tell it from the rest."""
        self.answers += 1
        self._reach(select)
        for letter in select.locator(f"option[value='{value}']").inner_text():
            self.page.keyboard.press(letter if letter != " " else "Space")
            if select.input_value() == value:
                return
        expect(select).to_have_value(value)

    def put_day(self, field: Locator, day: str) -> None:
        self.answers += 1
        self._reach(field)
        year, month, date = day.split("-")
        assert month == date, "in which order they are typed is the machine's choice"
        self.page.keyboard.type(f"{date}{month}{year}")
        expect(field).to_have_value(day)

    def _turn_to(self, box: Locator) -> None:
        group = self.page.locator(f"input[name='{box.get_attribute('name')}']")
        self._reach(group.first)
        for _ in range(group.count()):
            self.page.keyboard.press("Space")
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        for _ in range(_FARTHEST):
            if _has_focus(target):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {target}")


def _has_focus(target: Locator) -> Any:
    return target.evaluate("node => node === document.activeElement")
