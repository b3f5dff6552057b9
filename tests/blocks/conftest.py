"""Whatever a test of blocks builds is held against Slack's own types and limits."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from slackbot.sandbox.block_rules import check_blocks, check_view
from tests.needs import ROOT, find_oracles, oracles_are_required

Built = dict[str, Any]


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Built]]:
    """All that was built: checked in one go at the end, since each go takes seconds."""
    built: dict[str, Built] = {}
    yield built
    if built and (_is_there() or oracles_are_required()):
        _check(built, tmp_path_factory.mktemp("gallery"))


@pytest.fixture
def built(
    request: pytest.FixtureRequest, gallery: dict[str, Built]
) -> Callable[[object], Built]:
    """Put what a test built on the wall, and return it as Slack is given it."""

    def keep(made: object) -> Built:
        shape = asdict(made) if is_dataclass(made) and not isinstance(made, type) else made
        assert isinstance(shape, dict)
        _show(shape)
        gallery[f"{len(gallery):04} {request.node.originalname}"] = shape
        return shape

    return keep


def _show(shape: Built) -> None:
    """Show it to the local workspace, which refuses what Slack refuses."""
    if "type" in shape:
        check_view(shape, shape["type"])
    elif shape["blocks"]:
        check_blocks(shape["blocks"], "message")


def _is_there() -> bool:
    return (ROOT / ".conformance/venv/bin/python").exists()


def _check(built: dict[str, Built], folder: Path) -> None:
    oracles = find_oracles()
    files = [folder / f"{name}.json" for name in built]
    for file, shape in zip(files, built.values(), strict=True):
        file.write_text(json.dumps(shape))
    program = [oracles / "venv/bin/python", oracles / "check_blocks.py", *files]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=300)
    bad = [line for line in done.stdout.splitlines() if not line.startswith("OK")]
    assert done.returncode == 0, "\n".join([*bad[:60], done.stderr[-2_000:]])
