"""The same start for every test: on this machine, without settings, with a known seed."""

import os
import random
import re
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import loopback
from tests.needs import ROOT, find_chromium, find_oracles, oracles_are_required

# What is set on a developer's machine must not decide a test: gone before anything of ours
# is imported, and so gone for the programs too that a test starts.
OURS = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.sample").read_text(), re.MULTILINE)
for name in list(os.environ):
    if name.startswith("SLACK_") or name in OURS:
        del os.environ[name]
# The workers of xdist inherit it; so one seed is behind the whole run.
SEED = int(os.environ.setdefault("TEST_SEED", str(random.SystemRandom().getrandbits(32))))

# How long an example takes says how busy the machine is, and nothing else.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

pytest_plugins = ("tests.databases",)
loopback.stay_here()


def pytest_report_header() -> str:
    """Name the seed before the run …"""
    return f"chance: TEST_SEED={SEED}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """… and after it where something failed, as it is needed then."""
    if terminalreporter.stats.get("failed"):
        terminalreporter.line(f"To have the same chance again: TEST_SEED={SEED}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing be left out in CI, except what is told to be absent there."""
    report = yield
    absent = "published types" in str(report.longrepr) and not oracles_are_required()
    expected = hasattr(report, "wasxfail")
    if os.environ.get("CI") and report.skipped and not absent and not expected:
        report.outcome = "failed"
    return report


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
