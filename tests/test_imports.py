"""Imports go down only: the table of the architecture, as data."""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.imports import Import, belongs_to, read_imports
from tests.needs import ROOT

SLACK = frozenset({"slack_bolt", "slack_sdk"})
SQL = frozenset({"sqlalchemy", "alembic", "sqlite3", "psycopg"})


@dataclass(frozen=True, slots=True)
class Row:
    """What a package may import of ours, and what it must never see of others."""

    may: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    except_: frozenset[str] = field(default=frozenset())
    standard_library_only: bool = False


def row(*may: str, never: frozenset[str] = frozenset(), but: str = "") -> Row:
    return Row(frozenset(may), never, frozenset({but} if but else ()))


TABLE = {
    "rules": Row(standard_library_only=True),
    "records": row("rules", never=SLACK),
    "casework": row("rules", "records", never=SLACK),
    "blocks": row("rules", never=SLACK | SQL, but="slack_sdk.models"),
    "documents": row("rules", never=SLACK | SQL, but="slack_sdk.models"),
    "listeners": row("rules", "casework", "blocks", never=SQL),
    "delivery": row("rules", "records", "casework", "blocks", "documents"),
    "sandbox": row(),
    "transports": row("delivery", never=SQL),
    "settings": row("rules"),
    "logs": Row(),
}
# These put the rest together, and nothing below may import them.
ABOVE = {"app", "service", "lookout", "__main__", "cli", "demo"}


def ours(package: str) -> Iterator[Path]:
    """Give the files of a package, or of the module of that name."""
    for found in sorted((ROOT / "slackbot").rglob("*.py")):
        file = found.relative_to(ROOT)
        if package in {file.parts[1], file.parts[1].removesuffix(".py")}:
            yield file


def package_of(name: str) -> str:
    """Say which of our packages a full name stands in; the root itself: nothing."""
    return [*name.split("."), ""][1]


def offences(package: str, file: Path, root: Path = ROOT) -> list[str]:
    """List the imports of a file that its package's row forbids."""
    rule = TABLE[package]
    return [
        f"{found}, which `{package}` may not"
        for found in read_imports(root, file)
        if not _allowed(rule, package, found)
    ]


def _allowed(rule: Row, package: str, found: Import) -> bool:
    if belongs_to(found.name, "slackbot"):
        return package_of(found.name) in rule.may | {package, ""}
    if rule.standard_library_only:
        return found.name.split(".")[0] in sys.stdlib_module_names
    if any(belongs_to(found.name, name) for name in rule.except_):
        return True
    return not any(belongs_to(found.name, name) for name in rule.never)


@pytest.mark.parametrize("package", TABLE)
def test_imports_go_down_only(package: str) -> None:
    assert [line for file in ours(package) for line in offences(package, file)] == []


def test_the_table_knows_every_package() -> None:
    known = TABLE.keys() | ABOVE | {"__init__"}
    found = {path.stem for path in (ROOT / "slackbot").iterdir() if _is_code(path)}
    assert found - known == set()


def _is_code(path: Path) -> bool:
    return path.suffix == ".py" or (path.is_dir() and any(path.rglob("*.py")))


def test_what_is_imported_is_declared() -> None:
    """Else `make demo`, which installs nothing more, stops at an import."""
    known = packages_distributions()
    modules = {
        found.name.split(".")[0] for file in every() for found in read_imports(ROOT, file)
    }
    others = modules - sys.stdlib_module_names - {"slackbot"}
    needed = {normal(known.get(name, [name])[0]) for name in others}
    assert needed - declared() == set()


def every() -> Iterator[Path]:
    return (file.relative_to(ROOT) for file in (ROOT / "slackbot").rglob("*.py"))


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return {normal(re.split(r"[^\w.-]", line)[0]) for line in project["dependencies"]}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("blocks", "import sqlalchemy.orm"),
        ("blocks", "from slack_sdk import WebClient"),
        ("casework", "def f():\n    from slack_bolt import App"),
        ("casework", "if TYPE_CHECKING:\n    from slackbot.listeners import home"),
        ("listeners", "from ..records import complaint"),
        ("listeners", "from .. import records"),
        ("listeners", "from slackbot import records"),
        ("records", "import slackbot.casework.intake as intake"),
        ("rules", "import holidays"),
        ("rules", "importlib.import_module('slackbot.records')"),
        ("sandbox", "from slackbot.rules import status"),
        ("sandbox", "from slackbot.settings import Settings"),
        ("delivery", "from slackbot.app import build"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, package: str, line: str) -> None:
    file = Path("slackbot", package, "new.py")
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(line)
    [found] = offences(package, file, tmp_path)
    assert f"{file}:{line.count(chr(10)) + 1} imports" in found


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("blocks", "from slack_sdk.models.views import View"),
        ("listeners", "from . import home"),
        ("listeners", "from slackbot.casework.intake import Intake"),
        ("rules", "from datetime import datetime"),
        ("sandbox", "import aiohttp"),
    ],
)
def test_an_allowed_import_passes(tmp_path: Path, package: str, line: str) -> None:
    file = Path("slackbot", package, "new.py")
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(line)
    assert offences(package, file, tmp_path) == []
