import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.needs import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The package as somebody installs it who has no checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    order: list[str | Path] = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        folder,
    ]
    subprocess.run(order, cwd=ROOT, check=True, capture_output=True)
    [file] = folder.iterdir()
    with ZipFile(file) as archive:
        yield archive


def test_the_manifest_travels_with_the_package(wheel: ZipFile) -> None:
    assert wheel.read("slackbot/manifest.yml") == (ROOT / "manifest.yml").read_bytes()


@pytest.mark.parametrize(
    "folder", ["slackbot/sandbox/page", "slackbot/records/migrations", "slackbot/sandbox"]
)
def test_what_is_no_python_travels_too(wheel: ZipFile, folder: str) -> None:
    wanted = {str(path.relative_to(ROOT)) for path in (ROOT / folder).iterdir() if _kept(path)}
    assert wanted
    assert wanted - set(wheel.namelist()) == set()


def _kept(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pyc"
