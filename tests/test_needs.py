import pytest

from tests import needs

SKIPPED = pytest.skip.Exception
FAILED = pytest.fail.Exception


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine without anything, at home."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("CONFORMANCE", raising=False)
    monkeypatch.setattr("shutil.which", lambda _: None)
    return monkeypatch


def test_at_home_what_is_missing_is_named_with_what_to_install(
    bare: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(SKIPPED, match="apt-get install chromium"):
        needs.find_chromium()


def test_in_ci_what_is_missing_fails(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("CI", "true")
    with pytest.raises(FAILED, match="apt-get install chromium"):
        needs.find_chromium()


def test_in_ci_the_published_types_may_be_told_to_be_absent(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("CI", "true")
    bare.setenv("CONFORMANCE", "absent")
    bare.setattr(needs, "ROOT", needs.ROOT / "nowhere")
    with pytest.raises(SKIPPED, match="make conformance"):
        needs.find_oracles()


def test_in_ci_the_published_types_are_required_otherwise(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("CI", "true")
    bare.setattr(needs, "ROOT", needs.ROOT / "nowhere")
    with pytest.raises(FAILED):
        needs.find_oracles()
