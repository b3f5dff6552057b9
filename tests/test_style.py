"""What the linter cannot say about our own code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 50
VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "data"}
VAGUE |= {"info"}
# The two doors that turn whatever went wrong into a sentence, or into a retry.
CATCHES_ALL = {"slackbot/listeners/__init__.py", "slackbot/delivery/courier.py"}
EVERYTHING = {"Exception", "BaseException"}
FOREIGN_WORDS = re.compile(r"ticket|incident|accus", re.IGNORECASE)
COMMITS = {"casework", "delivery"}

SOURCES = sorted(
    file.relative_to(ROOT)
    for file in (ROOT / "slackbot").rglob("*.py")
    if file.parent.name != "versions"  # a migration is one list of tables, never edited again
)
PAGE = [
    file.relative_to(ROOT)
    for file in sorted((ROOT / "slackbot").rglob("*"))
    if file.suffix in {".js", ".css", ".html"}
]


def walk(file: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse((ROOT / file).read_bytes(), str(file)))


def catches_all(node: ast.AST) -> bool:
    """Say whether a node swallows every error, by `except` or by `suppress`."""
    match node:
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.expr() as caught):
            return bool(_named(caught) & EVERYTHING)
        case ast.Call(func=ast.expr() as called, args=caught_by):
            names = {name for arg in caught_by for name in _named(arg)}
            return "suppress" in _named(called) and bool(names & EVERYTHING)
        case _:
            return False


def _named(node: ast.AST) -> set[str]:
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return names | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def test_a_file_fits_the_eye() -> None:
    lines = {file: (ROOT / file).read_text().count("\n") for file in [*SOURCES, *PAGE]}
    assert {file: count for file, count in lines.items() if count > LONGEST_FILE} == {}


def test_a_function_fits_the_eye() -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    long = [
        f"{file}:{node.lineno} {node.name}"
        for file in SOURCES
        for node in walk(file)
        if isinstance(node, kinds) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_a_module_is_named_after_what_it_does() -> None:
    assert [file for file in SOURCES if VAGUE & set(file.stem.split("_"))] == []


def test_everything_is_caught_at_the_two_doors_only() -> None:
    found = [
        f"{file}:{getattr(node, 'lineno', 0)}"
        for file in SOURCES
        if str(file) not in CATCHES_ALL
        for node in walk(file)
        if catches_all(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "try: pass\nexcept: pass",
        "try: pass\nexcept (OSError, Exception): pass",
        "try: pass\nexcept builtins.BaseException: pass",
        "contextlib.suppress(Exception)",
    ],
)
def test_catching_everything_is_found(code: str) -> None:
    assert any(map(catches_all, ast.walk(ast.parse(code))))


@pytest.mark.parametrize(
    "code", ["try: pass\nexcept OSError: pass", "raise Exception", "suppress(KeyError)"]
)
def test_catching_something_is_not(code: str) -> None:
    assert not any(map(catches_all, ast.walk(ast.parse(code))))


def test_duties_and_the_courier_alone_commit() -> None:
    found = [
        f"{file}:{node.lineno}"
        for file in SOURCES
        if file.parts[1] not in COMMITS
        for node in walk(file)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert found == []


def test_only_the_settings_read_the_environment() -> None:
    found = [
        f"{file}:{node.lineno}"
        for file in SOURCES
        if file.name != "settings.py"
        for node in walk(file)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]
    assert found == []


def test_our_names_are_the_words_of_the_house() -> None:
    found = [
        f"{file}:{node.lineno} {node.name}"
        for file in SOURCES
        if file.parts[1] != "sandbox"  # which speaks as Slack does: a socket has a ticket
        for node in walk(file)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and FOREIGN_WORDS.search(node.name)
    ]
    assert found == []
