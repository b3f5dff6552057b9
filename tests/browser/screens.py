"""The two sizes at which the page is tried, and what a test does on it again and again."""

from typing import Any, Protocol

from playwright.sync_api import Locator, Page

from slackbot.sandbox import Sandbox

Size = tuple[int, int]
PHONE: Size = (390, 844)
DESK: Size = (1280, 800)


class PageAt(Protocol):
    """Opens the page of a local workspace as one member, at one place."""

    def __call__(self, size: Size, url: str, who: str = "", at: str = "") -> Page:
        """Return when the page has drawn for the first time."""
        ...


def form_of(page: Page) -> Locator:
    return page.locator("dialog.modal[open]").last


def block(page: Page, block_id: str) -> Locator:
    return form_of(page).locator(f"[data-block-id='{block_id}']")


def control(page: Page, block_id: str) -> Locator:
    return block(page, block_id).locator("[data-action-id]")


def enter(page: Page, line: str) -> None:
    page.locator("#composer").fill(line)
    page.locator("#composer").press("Enter")


def opened(page: Page, line: str = "/form") -> Locator:
    enter(page, line)
    form_of(page).wait_for()
    return form_of(page)


def send(page: Page) -> None:
    form_of(page).locator("[data-submit]").click()


def submissions(box: Sandbox) -> list[dict[str, Any]]:
    sent = [one.payload for one in box.sent_to_bot]
    return [payload for payload in sent if payload.get("type") == "view_submission"]


def short_form(page: Page) -> Locator:
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Form").click()
    form_of(page).wait_for()
    return form_of(page)
