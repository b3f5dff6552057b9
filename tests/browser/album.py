"""Takes pictures of the running product, and writes the page that shows them in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page

from tests.browser.screens import PHONE, Size, form_of
from tests.browser.small_png import shrink

_HEAD = """\
# Every step and every error, in pictures

Made from the running product by `make pictures`, at the size of a telephone unless the
window is wide. All people and complaints are invented. Slack's own clients draw the same
blocks a little differently.
"""


@dataclass
class Album:
    """Pictures in the order in which they were taken, each with one line."""

    browser: Browser
    url: str
    folder: Path
    lines: list[str] = field(default_factory=list)
    refs: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def window(
        self, who: str, at: str = "", size: Size = PHONE, *, sharp: bool = False
    ) -> Iterator[Page]:
        """A window of its own for somebody; `sharp` has twice the points."""
        phone = size == PHONE
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=2 if sharp else 1,
            is_mobile=phone,
            has_touch=phone,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
            color_scheme="light",
        )
        page = context.new_page()
        page.goto(f"{self.url}/#as={who}&at={at}")
        page.wait_for_selector("body[data-ready]:not([data-waiting])")
        # What was said in another picture is dismissed, also behind an open form.
        page.evaluate("document.querySelectorAll('#notices button').forEach(b => b.click())")
        yield page
        context.close()

    def chapter(self, words: str) -> None:
        """Begin a part of the page."""
        self.lines.append(f"\n## {words}\n")

    def take(self, page: Page, name: str, words: str, *, at: Locator | None = None) -> None:
        """Take what the window shows, with `at` in the upper part of it."""
        page.wait_for_selector("body:not([data-waiting])")
        if at is not None:
            at.evaluate("node => node.scrollIntoView({block: 'start'})")
        page.screenshot(path=self.folder / f"{name}.png", animations="disabled")
        width = min((page.viewport_size or {"width": PHONE[0]})["width"], 640)
        self.lines.append(
            f'{words}\n\n<img src="pictures/{name}.png" width="{width}" alt="{words}">\n'
        )

    def take_end(self, page: Page, name: str, words: str) -> None:
        """Take the end of the form in front."""
        form_of(page).locator(".modal-body").evaluate(
            "node => { node.scrollTop = node.scrollHeight }"
        )
        self.take(page, name, words)

    def take_sharp(self, who: str, at: str, name: str, words: str) -> None:
        """Take what somebody sees just now, with twice the points."""
        with self.window(who, at, sharp=True) as page:
            self.take(page, name, words)

    def write(self, file: Path) -> None:
        """Make the pictures small, and write the page that shows them."""
        empty = self.browser.new_page()
        for picture in sorted(self.folder.glob("*.png")):
            shrink(picture, empty)
        empty.close()
        file.write_text(_HEAD + "\n".join(self.lines))
