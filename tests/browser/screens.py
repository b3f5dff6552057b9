"""The two sizes at which the page is tried, and how a test opens it."""

from typing import Protocol

from playwright.sync_api import Page

Size = tuple[int, int]
PHONE: Size = (390, 844)
DESK: Size = (1280, 800)


class PageAt(Protocol):
    """Opens the page of a local workspace as one member, at one place."""

    def __call__(self, size: Size, url: str, who: str = "", at: str = "") -> Page:
        """Return when the page has drawn for the first time."""
        ...
