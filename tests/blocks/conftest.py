"""What every test of blocks uses: Slack's limits, and Slack's own types where they are."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.needs import find_oracles

Built = dict[str, Any]
_KEPT: dict[str, Built] = {}


@pytest.fixture
def built(request: pytest.FixtureRequest) -> Callable[..., Built]:
    """Keep what a test built for `test_slack_takes_all_that_was_built`; return it."""
    names = iter(range(1000))

    def keep(view: object) -> Built:
        shape = asdict(view) if is_dataclass(view) and not isinstance(view, type) else view
        assert isinstance(shape, dict)
        name = f"{request.node.name}-{next(names)}".replace("/", "_")[:120]
        _KEPT[name] = shape
        return shape

    return keep


@pytest.fixture
def conform(tmp_path: Path) -> Callable[[dict[str, Built]], str]:
    """Return a check by Slack's types, its limits and its SDK, all views in one go."""
    oracles = find_oracles()

    def check(views: dict[str, Built]) -> str:
        files = list(_written(tmp_path, views))
        python, script = oracles / "venv/bin/python", oracles / "check_blocks.py"
        done = subprocess.run(
            [python, script, *files], capture_output=True, text=True, check=False, timeout=300
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return check


@pytest.fixture
def kept() -> dict[str, Built]:
    """All that the tests of this worker have built so far."""
    return _KEPT


def _written(folder: Path, views: dict[str, Built]) -> Iterator[Path]:
    for name, view in views.items():
        file = folder / f"{name}.json"
        file.write_text(json.dumps(view))
        yield file
