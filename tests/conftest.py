"""The same start for every test: on this machine, without settings, with a known seed."""

import os
import random
from pathlib import Path

import pytest

from tests import loopback
from tests.needs import find_chromium, find_oracles

# What is set on a developer's machine must not decide a test: gone before anything of ours
# is imported, and so gone for the programs too that a test starts.
OURS = {"DATABASE_URL", "SEALING_KEYS", "LEADS", "PORT", "HOST"}
for name in list(os.environ):
    if name.startswith("SLACK_") or name in OURS:
        del os.environ[name]
# The workers of xdist inherit it; so one seed is behind the whole run.
SEED = int(os.environ.setdefault("TEST_SEED", str(random.SystemRandom().getrandbits(32))))

pytest_plugins = ("tests.databases",)
loopback.stay_here()


def pytest_report_header() -> str:
    """Name the seed before the run …"""
    return f"chance: TEST_SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """… and after it where something failed, as it is needed then."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.line(f"To have the same chance again: TEST_SEED={SEED}")


@pytest.fixture
def chance() -> random.Random:
    """Chance that can be had again, the same for each test whatever ran before it."""
    return random.Random(SEED)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium, for Playwright's `executable_path`."""
    return find_chromium()


@pytest.fixture(scope="session")
def oracles() -> Path:
    """The folder with `check_blocks.py` and the like, and their `venv/bin/python`."""
    return find_oracles()
