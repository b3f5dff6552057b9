import re
from datetime import timedelta
from pathlib import Path

import pytest

from slackbot.rules.policy import Policy
from slackbot.settings import SettingsError, read_record_settings, read_settings

KEY = "A" * 43
GOOD = {
    "SLACK_BOT_TOKEN": "xoxb-1-secret",
    "SLACK_APP_TOKEN": "xapp-1-secret",
    "SLACK_TRIAGE_CHANNEL": "C0TRIAGE",
    "LEADS": "U0ANNA, W0BEN",
    "SEALING_KEYS": KEY,
}


def problems(**changes: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        read_settings(GOOD | changes, None)
    return raised.value.problems


def test_good_settings_are_read() -> None:
    settings = read_settings(GOOD, None)
    assert settings.leads == ("U0ANNA", "W0BEN")
    assert settings.is_socket_mode
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///slackbot.db"
    assert [len(key) for key in settings.sealing_keys] == [32]


def test_what_is_not_set_is_the_policy_s_default() -> None:
    assert read_settings(GOOD, None).policy == Policy()


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({"PORT": "x", "GUEST_AGENTS": "perhaps"}, None)
    named = {problem.split(":")[0] for problem in raised.value.problems}
    assert named == {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_TRIAGE_CHANNEL",
        "SEALING_KEYS",
        "PORT",
        "GUEST_AGENTS",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-user"),
        ("SLACK_BOT_TOKEN", "xoxb-with space"),
        ("SLACK_APP_TOKEN", "xoxb-bot"),
        ("SLACK_SIGNING_SECRET", "short"),
        ("SLACK_TRIAGE_CHANNEL", "#triage"),
        ("SLACK_TRIAGE_CHANNEL", "triage"),
        ("SLACK_TRIAGE_CHANNEL", "U0ANNA"),
        ("SLACK_API_URL", "https://slack.example/"),
        ("SLACK_API_URL", "http://slack.example/api/"),
        ("LEADS", "Anna"),
        ("DATABASE_URL", "postgres://db/slackbot"),
        ("DATABASE_URL", "postgresql+psycopg2://db/slackbot"),
        ("DATABASE_URL", "sqlite://"),
        ("SEALING_KEYS", "short"),
        ("SEALING_KEYS", f"{KEY},{'B' * 42}"),
        ("SEALING_KEYS", f"{KEY},{KEY}"),
        ("SEALING_KEYS", "!" * 43),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("GUEST_AGENTS", "maybe"),
        ("STEP_WAIT_SECONDS", "2 minutes"),
        ("STEP_WAIT_SECONDS", "86400"),
        ("SLACK_CLIENT_ID", "1.2"),
        ("SLACK_CLIENT_SECRET", "abc"),
    ],
)
def test_a_mistake_is_refused_by_name(name: str, value: str) -> None:
    [problem] = problems(**{name: value})
    assert problem.startswith(f"{name}: ")


def test_without_a_socket_the_signing_secret_is_needed() -> None:
    assert [problem.split(":")[0] for problem in problems(SLACK_APP_TOKEN="")] == [
        "SLACK_SIGNING_SECRET"
    ]


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api/", "http://localhost/api/"])
def test_slack_on_this_machine_needs_no_tls(url: str) -> None:
    assert read_settings(GOOD | {"SLACK_API_URL": url}, None).api_url == url


@pytest.mark.parametrize("url", ["postgresql://a@db/x", "postgresql+psycopg://a@db/x"])
def test_postgresql_is_reached_by_psycopg(url: str) -> None:
    assert read_settings(GOOD | {"DATABASE_URL": url}, None).database_url == url


@pytest.mark.parametrize("lines", ["Ring 999.|Ring 101.", "Ring 999.\n  Ring 101.\n"])
def test_lines_are_parted_by_bars_or_line_ends(lines: str) -> None:
    policy = read_settings(GOOD | {"EMERGENCY_LINES": lines}, None).policy
    assert policy.emergency == ("Ring 999.", "Ring 101.")


def test_the_policy_can_be_changed() -> None:
    changes = {
        "SUPPORT_LINES": "Ring us.",
        "OTHER_ROUTES": "Go there.",
        "FALLBACK_CONTACT": "Write.",
        "GUEST_AGENTS": "no",
        "STEP_WAIT_SECONDS": "0",
    }
    policy = read_settings(GOOD | changes, None).policy
    assert policy == Policy(
        support=("Ring us.",),
        other_routes=("Go there.",),
        fallback="Write.",
        guests_may_send=False,
        step_wait=timedelta(0),
    )


def test_the_newest_key_comes_first() -> None:
    settings = read_settings(GOOD | {"SEALING_KEYS": f"{'B' * 43}, {KEY}="}, None)
    assert settings.sealing_keys[1] == bytes(32)


def test_no_secret_is_in_what_is_printed() -> None:
    settings = read_settings(GOOD | {"DATABASE_URL": "postgresql://a:hush@db/x"}, None)
    printed = repr(settings)
    assert not [secret for secret in ("secret", "hush", "\\x00") if secret in printed]


def test_no_secret_is_in_a_mistake() -> None:
    found = problems(
        SLACK_BOT_TOKEN="hush",
        SLACK_APP_TOKEN="hush",
        SLACK_SIGNING_SECRET="hush",
        SEALING_KEYS="hush",
        DATABASE_URL="mysql://a:hush@db/x",
    )
    assert len(found) == 5
    assert "hush" not in "".join(found)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "\n".join(f"{name}='{value}'" for name, value in GOOD.items()) + "\nPORT=1"
    )
    assert read_settings({}, file).port == 1
    assert read_settings({"PORT": "2"}, file).port == 2


def test_the_file_never_reaches_the_environment(tmp_path: Path) -> None:
    import os  # noqa: PLC0415 - the test is about it

    (tmp_path / ".env").write_text("SLACK_SIGNING_SECRET=0123456789abcdef")
    with pytest.raises(SettingsError):
        read_settings({}, tmp_path / ".env")
    assert "SLACK_SIGNING_SECRET" not in os.environ


def test_the_record_is_opened_without_slack() -> None:
    record = read_record_settings({"SEALING_KEYS": KEY}, None)
    assert record.database_url == "sqlite:///slackbot.db"
    assert KEY not in repr(record)


def test_every_setting_stands_in_the_sample_with_what_it_is_for() -> None:
    root = Path(__file__).resolve().parents[1]
    sample = (root / ".env.sample").read_text()
    code = (root / "slackbot" / "settings.py").read_text()
    named = set(re.findall(r'"([A-Z][A-Z_]{3,})"', code)) - {"SLACK_CLIENT_ID"}
    named -= {"SLACK_CLIENT_SECRET"}
    assert set(re.findall(r"^#?([A-Z_]+)=", sample, re.MULTILINE)) == named
