"""Makes the pictures of the README and of docs/pictures.md from the running product."""

import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from slackbot.demo.stories import STORIES
from tests.browser.album import Album
from tests.browser.conftest import PATIENCE, launch
from tests.browser.scenes import CHAPTERS
from tests.browser.workplace import working
from tests.needs import ROOT, find_chromium

FOLDER = ROOT / "docs" / "pictures"
WAIT = timedelta(minutes=2)  # as outside the demo


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    expect.set_options(timeout=PATIENCE)
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        working(Path(folder), stories=STORIES, step_wait=WAIT) as demo,
    ):
        browser = launch(playwright, find_chromium())
        album = Album(browser, demo.sandbox.url, FOLDER)
        for chapter in CHAPTERS:
            chapter(album, demo)
        album.write(FOLDER.with_suffix(".md"))
        browser.close()


if __name__ == "__main__":
    main()
