import base64
import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from slackbot.casework import open_casework
from slackbot.cli import main
from slackbot.demo.cast import LEADS, TRIAGE
from slackbot.records.database import Database
from slackbot.records.sealed import Keyring, new_key
from slackbot.rules.roles import Role
from slackbot.sandbox import Sandbox
from slackbot.sandbox.faults import Fault
from tests.needs import ROOT
from tests.scenarios.stage import KEY, found, workspace

COMMANDS = [
    [],
    ["serve"],
    ["doctor"],
    ["manifest"],
    ["demo"],
    ["keys"],
    ["keys", "new"],
    ["keys", "rotate"],
    ["keys", "status"],
    ["audit"],
    ["audit", "verify"],
    ["audit", "export"],
]


class Shell:
    """A command line in a folder of its own, with settings in the environment."""

    def __init__(self, folder: Path, **env: str) -> None:
        self.folder = folder
        self.env: dict[str, str | None] = dict(env)

    def run(self, *order: str, **changed: str) -> Result:
        return CliRunner().invoke(main, order, env=self.env | changed)

    def json(self, *order: str, **changed: str) -> Any:
        return json.loads(self.run(*order, "--json", **changed).stdout)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Shell:
    """A record with its chain, and the key that opens it."""
    monkeypatch.chdir(tmp_path)
    database = Database.open(sqlite_url)
    open_casework(database, Keyring((KEY,)), TRIAGE)
    database.close()
    key = base64.urlsafe_b64encode(KEY).decode()
    return Shell(tmp_path, DATABASE_URL=sqlite_url, SEALING_KEYS=key)


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with workspace() as box:
        yield box


@pytest.fixture
def operator(shell: Shell, box: Sandbox) -> Shell:
    """An operator with all settings right, of an app in which everybody has their role."""
    found(str(shell.env["DATABASE_URL"]))
    shell.env |= {
        "SLACK_BOT_TOKEN": box.bot_token,
        "SLACK_APP_TOKEN": box.app_token,
        "SLACK_TRIAGE_CHANNEL": TRIAGE,
        "SLACK_API_URL": box.api_url,
        "LEADS": ",".join(LEADS),
    }
    return shell


@pytest.mark.parametrize("order", COMMANDS, ids=" ".join)
def test_each_command_explains_itself(order: list[str]) -> None:
    result = CliRunner().invoke(main, [*order, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_does_not_wait_for_what_it_does_not_need() -> None:
    code = (
        "import sys; from slackbot.__main__ import main\n"
        "print([n for n in ('alembic', 'sqlalchemy', 'slack_bolt', 'aiohttp', 'cryptography')"
        " if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_program_runs_as_a_module() -> None:
    order = [sys.executable, "-m", "slackbot", "--version"]
    assert subprocess.run(order, cwd=ROOT, check=False, capture_output=True).returncode == 0


def test_a_new_key_stands_alone_on_the_last_line(shell: Shell) -> None:
    result = shell.run("keys", "new")
    last = result.stdout.strip().splitlines()[-1]
    assert Keyring.read([last]).keys
    assert shell.run("keys", "new").stdout.strip().splitlines()[-1] != last


def test_serve_names_every_mistake_and_ends(shell: Shell) -> None:
    result = shell.run("serve", PORT="x")
    assert result.exit_code == 1
    named = re.findall(r"^([A-Z_]+): ", result.output, re.MULTILINE)
    assert named == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_TRIAGE_CHANNEL",
        "PORT",
    ]


def test_serve_says_that_the_keys_do_not_open_the_record(operator: Shell) -> None:
    result = operator.run("serve", SEALING_KEYS=new_key())
    assert result.exit_code == 1
    assert "recovery sheet" in result.output
    assert "Traceback" not in result.output


def test_serve_says_that_the_database_cannot_be_opened(operator: Shell) -> None:
    result = operator.run("serve", DATABASE_URL="sqlite:////nowhere/at/all.db")
    assert result.exit_code == 1
    assert "DATABASE_URL" in result.output


def test_an_intact_log_is_said_to_be(shell: Shell) -> None:
    result = shell.run("audit", "verify")
    assert result.exit_code == 0
    assert result.stdout.startswith("The log is intact: 1 entries")
    assert shell.json("audit", "verify")["intact"] is True


def test_an_altered_log_is_found_with_its_place(shell: Shell) -> None:
    _alter(shell)
    result = shell.run("audit", "verify")
    assert result.exit_code == 1
    assert "broken at entry 1" in result.stdout
    assert shell.json("audit", "verify")["broken_at"] == 1


def test_who_may_read_what_is_compared_with_its_seals(operator: Shell) -> None:
    assert "are as they were sealed" in operator.run("audit", "verify").stdout
    _alter(operator, "UPDATE role_grant SET given_by = 'U0NOBODY'")
    result = operator.run("audit", "verify")
    assert result.exit_code == 1
    assert "does not match its seal" in result.stdout
    assert len(operator.json("audit", "verify")["misfits"]) > 1


def test_without_the_keys_it_says_that_seals_were_not_compared(shell: Shell) -> None:
    public = shell.json("keys", "status")["public_key"]
    result = shell.run("audit", "verify", "--public-key", public, SEALING_KEYS="")
    assert "were not compared" in result.stdout
    assert result.exit_code == 0


def test_the_doctor_finds_what_does_not_match_its_seal(operator: Shell) -> None:
    _alter(operator, "UPDATE role_grant SET given_by = 'U0NOBODY'")
    assert "seals" in failing(operator)


def test_the_log_is_checked_with_the_public_key_alone(shell: Shell) -> None:
    public = shell.json("keys", "status")["public_key"]
    shell.env["SEALING_KEYS"] = ""
    assert shell.run("audit", "verify", "--public-key", public).exit_code == 0
    wrong = shell.run("audit", "verify", "--public-key", "00" * 32)
    assert wrong.exit_code == 1


def test_a_head_from_the_channel_is_looked_for_in_the_log(shell: Shell) -> None:
    seen = shell.json("audit", "verify")["head"]
    assert shell.run("audit", "verify", "--head", seen).exit_code == 0
    other = shell.run("audit", "verify", "--head", "00" * 32)
    assert other.exit_code == 1
    assert "the head that was seen is not in it" in other.stdout


@pytest.mark.parametrize("head", ["", "00", "not hexadecimal"])
def test_what_is_no_head_is_said_to_be_none(shell: Shell, head: str) -> None:
    result = shell.run("audit", "verify", "--head", head)
    assert result.exit_code != 0
    assert "--head is 64 hexadecimal digits." in result.output


def test_the_export_holds_head_and_entries(shell: Shell) -> None:
    head, entry = map(json.loads, shell.run("audit", "export").stdout.splitlines())
    assert head["entries"] == 1
    assert (entry["tag"], entry["hash"]) == ("chain:begun", head["hash"])


def test_the_export_goes_into_a_file(shell: Shell) -> None:
    shell.run("audit", "export", "--output", "log.jsonl")
    assert len((shell.folder / "log.jsonl").read_text().splitlines()) == 2


def test_rotating_moves_everything_to_the_newest_key(shell: Shell) -> None:
    new, old = new_key(), str(shell.env["SEALING_KEYS"])
    assert shell.json("keys", "rotate", SEALING_KEYS=f"{new},{old}") == {"wrapped_anew": 1}
    assert shell.json("keys", "rotate", SEALING_KEYS=f"{new},{old}") == {"wrapped_anew": 0}
    status = shell.json("keys", "status", SEALING_KEYS=new)
    assert [row["wraps"] for row in status["sealing_keys"]] == [1]


def test_a_rotation_is_in_the_log(shell: Shell) -> None:
    keys = f"{new_key()},{shell.env['SEALING_KEYS']}"
    shell.run("keys", "rotate", SEALING_KEYS=keys)
    last = json.loads(shell.run("audit", "export", SEALING_KEYS=keys).stdout.splitlines()[-1])
    assert (last["tag"], last["details"]["count"]) == ("keys:rotated", 1)


def test_a_missing_key_is_named(shell: Shell) -> None:
    result = shell.run("keys", "status", SEALING_KEYS=new_key())
    assert result.exit_code == 1
    assert "MISSING" in result.stdout


def test_no_database_is_made_by_looking(shell: Shell) -> None:
    result = shell.run("audit", "verify", DATABASE_URL="sqlite:///absent.db")
    assert result.exit_code == 1
    assert not (shell.folder / "absent.db").exists()


def test_the_manifest_is_printed_as_it_is(shell: Shell) -> None:
    assert shell.run("manifest").stdout == (ROOT / "manifest.yml").read_text()


def test_the_manifest_for_http_is_yaml(shell: Shell) -> None:
    made = yaml.safe_load(shell.run("manifest", "--url", "https://a.example").stdout)
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("url", ["http://a.example", "a.example", "https://a.example/?x=1"])
def test_slack_s_address_must_be_https(shell: Shell, url: str) -> None:
    assert shell.run("manifest", "--url", url).exit_code == 2


def levels(operator: Shell, **changed: str) -> dict[str, str]:
    return {row["about"]: row["level"] for row in operator.json("doctor", **changed)}


def failing(operator: Shell, **changed: str) -> set[str]:
    return {about for about, level in levels(operator, **changed).items() if level == "fail"}


def test_the_doctor_finds_nothing_where_all_is_well(operator: Shell) -> None:
    result = operator.run("doctor")
    assert result.exit_code == 0, result.stdout


def test_the_doctor_names_the_owners(operator: Shell) -> None:
    assert re.search(r"^ok +owners: Martin Sayle", operator.run("doctor").stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("changed", "about"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "bot token"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "app token"),
        ({"SLACK_TRIAGE_CHANNEL": "C0NOWHERE"}, "triage channel"),
        ({"LEADS": f"{LEADS[0]},U0NOBODY"}, "LEADS"),
        ({"SEALING_KEYS": "A" * 43}, "sealing keys"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/x"}, "database"),
        ({"PORT": "x"}, "PORT"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_doctor_finds_what_is_wrong(
    operator: Shell, changed: dict[str, str], about: str
) -> None:
    assert about in failing(operator, **changed)
    assert operator.run("doctor", **changed).exit_code == 1


@pytest.mark.parametrize("leads", [LEADS[0], ""])
def test_the_doctor_wants_two_leads_before_the_first_start(
    operator: Shell, leads: str
) -> None:
    new = {"DATABASE_URL": "sqlite:///absent.db", "LEADS": leads}
    assert "leads" in failing(operator, **new)


def test_the_doctor_wants_two_leads_afterwards(operator: Shell) -> None:
    url = str(operator.env["DATABASE_URL"])
    database = Database.open(url)
    people = open_casework(database, Keyring((KEY,)), TRIAGE).people
    people.end(LEADS[1], Role.LEAD, by=LEADS[0])
    database.close()
    assert "leads" in failing(operator)


def test_the_doctor_finds_a_missing_scope(operator: Shell, box: Sandbox) -> None:
    box.revoke_scope("im:history")
    result = operator.run("doctor")
    assert "missing: im:history" in result.stdout
    assert result.exit_code == 1


def test_the_doctor_warns_of_scopes_that_nothing_needs(operator: Shell, box: Sandbox) -> None:
    box.grant("channels:history")
    assert levels(operator)["scopes"] == "warn"


def test_the_doctor_finds_a_public_channel(operator: Shell, box: Sandbox) -> None:
    box.make_public(TRIAGE)
    assert "triage channel" in failing(operator)


def test_the_doctor_finds_somebody_without_a_role(operator: Shell, box: Sandbox) -> None:
    box.join("U0ASHA", TRIAGE)
    assert "Asha Rahman MP" in operator.run("doctor").stdout


def test_the_doctor_says_that_slack_is_gone(operator: Shell, box: Sandbox) -> None:
    box.faults.always("*", Fault.status(500))
    assert "bot token" in failing(operator)


def test_the_doctor_changes_nothing(operator: Shell) -> None:
    result = operator.run("doctor", DATABASE_URL="sqlite:///absent.db")
    assert result.exit_code == 0, result.stdout
    assert [file.name for file in operator.folder.iterdir()] == ["slackbot.db"]


def _alter(shell: Shell, order: str = "UPDATE audit_entry SET actor = 'nobody'") -> None:
    file = str(shell.env["DATABASE_URL"]).removeprefix("sqlite:///")
    with sqlite3.connect(file) as connection:
        connection.execute(order)
    connection.close()
