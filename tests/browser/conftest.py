"""A real browser for the tests of this folder; without Chromium they say what to install."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from slackbot.sandbox import Sandbox
from tests.browser.form_app import form_app
from tests.browser.screens import PageAt, Size
from tests.sandbox.little_app import Door, workspace

QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync"]
PATIENCE = 15_000  # milliseconds: two processors and eight workers can be slow


# One for a module, not for the session: while Playwright runs, no test of another module may
# start an event loop of its own in this thread.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, without a window."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        running = launch(playwright, chromium)
        yield running
        running.close()


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start Chromium, asking nothing of the network."""
    return playwright.chromium.launch(executable_path=chromium, args=QUIET)


@pytest.fixture
def page_at(browser: Browser) -> Iterator[PageAt]:
    """Open pages; at the end none may have complained, or asked elsewhere than here."""
    complaints: list[str] = []
    contexts = []

    def open_page(size: Size, url: str, who: str = "", at: str = "") -> Page:
        phone = size[0] < 720
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            is_mobile=phone,
            has_touch=phone,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        listen(page, url, complaints)
        page.goto(f"{url}/#as={who}&at={at}")
        page.wait_for_selector("body[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def listen(page: Page, url: str, complaints: list[str]) -> None:
    """Note what the page complains of, and every request that leaves this machine."""
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((url, "data:")) else complaints.append(request.url)
        ),
    )


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A local workspace with the tests' own tiny app in it, told over signed HTTP."""
    with Door() as door, workspace(events_url=door.url) as running:
        door.put(form_app(running))
        yield running
