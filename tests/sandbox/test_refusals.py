"""REFUSALS.md keeps its word: each behaviour has a source, and a test of that name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = (ROOT / "slackbot/sandbox/REFUSALS.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TABLE.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| behaviour"))
]
TESTS = {
    name
    for path in Path(__file__).parent.glob("test_*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("row", ROWS, ids=[row[-1] for row in ROWS])
def test_each_behaviour_has_a_source_and_a_test(row: list[str]) -> None:
    behaviour, source, test = row
    assert behaviour
    assert source
    assert test in TESTS


def test_the_table_is_not_empty() -> None:
    assert len(ROWS) > 80
