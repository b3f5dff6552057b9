"""What some tests need of the machine: left out with a line at home, never in CI."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

TYPES = "Slack's published types"
ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def leave_out(thing: str, remedy: str) -> NoReturn:
    """End the test: in CI as failed, elsewhere as skipped, with what to do in one line."""
    sentence = f"needs {thing}: {remedy}"
    if os.environ.get("CI") and (thing != TYPES or oracles_are_required()):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def find_chromium() -> str:
    """Give the path of a Chromium."""
    found = [path for path in map(shutil.which, CHROMIUM) if path]
    return found[0] if found else leave_out("Chromium", "apt-get install chromium")


def find_postgres() -> Path:
    """Give the folder of PostgreSQL's newest programs: Debian's, else those on the PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(debian, key=lambda path: float(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    return leave_out("PostgreSQL", "apt-get install postgresql")


def oracles_are_required() -> bool:
    """Say whether CI could fetch them; it says `absent` where their scripts are not there."""
    return os.environ.get("CONFORMANCE") != "absent"


def find_oracles() -> Path:
    """Give the folder of Slack's published types and the scripts that check against them."""
    folder = ROOT / ".conformance"
    if (folder / "venv/bin/python").exists():
        return folder
    return leave_out(TYPES, "make conformance")
