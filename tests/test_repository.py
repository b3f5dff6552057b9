"""What the repository as a whole keeps to: no addresses of registries, no foreign locks."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.needs import ROOT

HERE = Path("tests/test_repository.py")  # names what it forbids
REGISTRY = re.compile(
    r"https?://[^\s\"'<>]*(pypi\.|pythonhosted|npmjs|yarnpkg|registry|artifactory|nexus|devpi)"
    r"|^\s*--?(index-url|extra-index-url|find-links|trusted-host|i|f)\b",
    re.MULTILINE | re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.~/-])/(work|root|home|Users|opt|mnt|srv)/[\w.]")
LOCKS = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json"}
LOCKS |= {"npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lockb"}
KEPT = {".env", ".venv", ".conformance", "node_modules", "__pycache__"}


@cache
def files() -> list[Path]:
    """List what git keeps, or would keep with the next commit."""
    order = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(order, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs a git checkout")
    names = filter(None, done.stdout.decode().split("\0"))
    return [file for file in map(Path, names) if (ROOT / file).is_file()]


def find(pattern: re.Pattern[str]) -> list[str]:
    """List where a pattern stands, as file, line and what was found."""
    found = []
    for file in files():
        text = (ROOT / file).read_bytes().decode("utf-8", "replace")
        if file != HERE and "\0" not in text:
            hits = pattern.finditer(text)
            found += [
                f"{file}:{text.count(chr(10), 0, hit.start()) + 1} {hit[0].strip()}"
                for hit in hits
            ]
    return found


def test_no_address_of_a_registry_is_kept() -> None:
    assert find(REGISTRY) == []


def test_no_path_of_a_machine_is_kept() -> None:
    assert find(MACHINE) == []


def test_no_lock_of_another_tool_is_kept() -> None:
    assert [file for file in files() if file.name in LOCKS] == []


def test_nothing_is_kept_that_was_made_or_is_secret() -> None:
    assert [file for file in files() if KEPT & set(file.parts) or file.suffix == ".db"] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_version_has_its_hashes(lock: str) -> None:
    entries = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_tests_run_on_the_versions_that_are_installed() -> None:
    def pins(lock: str) -> set[str]:
        return set(
            re.findall(r"^[a-z][\w.\[\]-]*==\S+", (ROOT / lock).read_text(), re.MULTILINE)
        )

    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_the_sample_names_every_setting() -> None:
    asked = set(re.findall(r"\(\"([A-Z_]{4,})\"", (ROOT / "slackbot/settings.py").read_text()))
    named = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.sample").read_text(), re.MULTILINE))
    assert named == asked - {"SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"}


def test_the_sample_holds_no_secret() -> None:
    sample = (ROOT / ".env.sample").read_text()
    assert re.findall(r"^([A-Z_]+)=\S", sample, re.MULTILINE) == []


@pytest.mark.parametrize(
    "line",
    [
        "see https://pypi.org/simple",
        "--index-url https://x",
        "  -i https://x",
        "https://npm.registry.example/",
    ],
)
def test_an_address_of_a_registry_would_be_found(line: str) -> None:
    assert REGISTRY.search(line)


def test_an_option_that_leaves_addresses_out_is_none() -> None:
    assert not REGISTRY.search("compile --no-emit-index-url --no-emit-find-links")
