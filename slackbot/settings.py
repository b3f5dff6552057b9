"""What the operator decides: read once, from the environment and `.env`, and checked whole."""

import base64
import binascii
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values

from slackbot.rules.people import SlackUser
from slackbot.rules.policy import Policy

API_URL = "https://slack.com/api/"
DATABASE_URL = "sqlite:///slackbot.db"
LARGEST_PORT = 65535
KEY_BYTES = 32
LONGEST_WAIT = 3600  # a status DM that leaves after an hour is no answer any more

_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")
_DATABASE = re.compile(r"sqlite:///.+|postgresql(\+psycopg)?://.+")
_SECRET = re.compile(r"\S{16,}")
_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class SettingsError(Exception):
    """Settings are missing or wrong; `problems` names each of them and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """Where complaints are kept, and the keys that open them (newest first, 32 bytes each)."""

    database_url: str = field(repr=False)
    sealing_keys: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the app is told from outside; Socket Mode where there is an app token."""

    bot_token: str = field(repr=False)
    app_token: str = field(repr=False)
    signing_secret: str = field(repr=False)
    triage_channel: str
    api_url: str
    leads: tuple[SlackUser, ...]
    database_url: str = field(repr=False)
    sealing_keys: tuple[bytes, ...] = field(repr=False)
    host: str
    port: int
    policy: Policy

    @property
    def is_socket_mode(self) -> bool:
        """True where Slack is reached by a socket that we open, and need not reach us."""
        return bool(self.app_token)


def read_settings(
    environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
) -> Settings:
    """Read everything; the environment wins over `.env`. Raises SettingsError."""
    source = _Source.open(environ, dotenv)
    settings = Settings(
        bot_token=source.token("SLACK_BOT_TOKEN", "xoxb-", needed=True),
        app_token=source.token("SLACK_APP_TOKEN", "xapp-", needed=False),
        signing_secret=source.signing_secret(),
        triage_channel=source.channel("SLACK_TRIAGE_CHANNEL"),
        api_url=source.api_url("SLACK_API_URL"),
        leads=source.people("LEADS"),
        database_url=source.database("DATABASE_URL"),
        sealing_keys=source.keys("SEALING_KEYS"),
        host=source.get("HOST") or "127.0.0.1",
        port=source.port("PORT"),
        policy=source.policy(),
    )
    source.refuse_oauth()
    source.check()
    return settings


def read_record_settings(
    environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
) -> RecordSettings:
    """Read only what opens the record: for commands that never speak to Slack."""
    source = _Source.open(environ, dotenv)
    record = RecordSettings(source.database("DATABASE_URL"), source.keys("SEALING_KEYS"))
    source.check()
    return record


def read_database_url(
    environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
) -> str:
    """Read only where the record is: for checking it without any key."""
    source = _Source.open(environ, dotenv)
    url = source.database("DATABASE_URL")
    source.check()
    return url


class _Source:
    """Settings as text, and the mistakes found in them so far."""

    def __init__(self, values: Mapping[str, str | None]) -> None:
        self._values = values
        self._problems: list[str] = []

    @classmethod
    def open(cls, environ: Mapping[str, str] | None, dotenv: Path | None) -> "_Source":
        # Never into os.environ: Bolt reads that too, and would take what was not meant for it.
        filed = dotenv_values(dotenv, interpolate=False) if dotenv else {}
        return cls({**filed, **(os.environ if environ is None else environ)})

    def check(self) -> None:
        if self._problems:
            raise SettingsError(self._problems)

    def get(self, name: str) -> str:
        return (self._values.get(name) or "").strip()

    def wrong(self, name: str, words: str) -> None:
        self._problems.append(f"{name}: {words}")

    def token(self, name: str, prefix: str, *, needed: bool) -> str:
        value = self.get(name)
        if not value and needed:
            self.wrong(name, f"is missing. Copy it from your app's pages; it begins {prefix}")
        if value and not re.fullmatch(rf"{prefix}\S+", value):
            self.wrong(name, f"is another kind of token: this one begins {prefix}")
        return value

    def signing_secret(self) -> str:
        name, value = "SLACK_SIGNING_SECRET", self.get("SLACK_SIGNING_SECRET")
        if not value and not self.get("SLACK_APP_TOKEN"):
            self.wrong(
                name,
                "is missing, and so is SLACK_APP_TOKEN. Set the first for HTTP (Basic "
                "Information → Signing Secret) or the second for Socket Mode",
            )
        if value and not _SECRET.fullmatch(value):
            self.wrong(name, "is too short for a signing secret: copy it whole")
        return value

    def channel(self, name: str) -> str:
        value = self.get(name)
        if not value:
            self.wrong(name, "is missing. In Slack: the channel's name → About → Channel ID")
        elif not _CHANNEL.fullmatch(value):
            self.wrong(
                name,
                f"“{value}” is not a channel's ID. Names can be changed, so the ID is needed: "
                "C and capitals, in Slack under the channel's name → About",
            )
        return value

    def api_url(self, name: str) -> str:
        value = self.get(name) or API_URL
        parts = urlsplit(value)
        if not value.endswith("/api/"):
            self.wrong(name, "must end in /api/, as https://slack.com/api/ does")
        if parts.scheme != "https" and not _is_loopback(parts.hostname):
            self.wrong(name, "must begin https://; http:// is for this machine only")
        return value

    def people(self, name: str) -> tuple[SlackUser, ...]:
        found = tuple(SlackUser(each) for each in _split(self.get(name), ","))
        bad = [each for each in found if not _PERSON.fullmatch(each)]
        if bad:
            self.wrong(
                name,
                f"{', '.join(bad)}: not a member's ID. In Slack: profile → ⋮ → Copy member "
                "ID; it begins with U (or W)",
            )
        return found

    def database(self, name: str) -> str:
        value = self.get(name) or DATABASE_URL
        if not _DATABASE.fullmatch(value):
            self.wrong(
                name,
                "is neither sqlite:///a-file.db nor postgresql://user@host/database "
                "(the driver is psycopg 3: name no other)",
            )
        return value

    def keys(self, name: str) -> tuple[bytes, ...]:
        texts = _split(self.get(name), ",")
        if not texts:
            self.wrong(
                name, "is missing. `slackbot keys new` prints one: keep a copy in a safe"
            )
        keys = tuple(_key(text) for text in texts)
        places = [str(place) for place, key in enumerate(keys, 1) if len(key) != KEY_BYTES]
        if places:
            self.wrong(
                name,
                f"key {', '.join(places)} of {len(keys)} is not 32 bytes in base64url. Copy "
                "the last line of `slackbot keys new` whole, newest first, commas between",
            )
        if len(set(keys)) < len(keys):
            self.wrong(name, "the same key stands there twice: leave one of them out")
        return keys

    def port(self, name: str) -> int:
        value = self.get(name) or "3000"
        if value.isascii() and value.isdigit() and int(value) <= LARGEST_PORT:
            return int(value)
        self.wrong(name, f"“{value}” is no port: 0 to 65535 (0 takes any that is free)")
        return 0

    def policy(self) -> Policy:
        """Read the party's decisions; whatever is not set keeps the policy's default."""
        given: dict[str, Any] = {
            "emergency": _lines(self.get("EMERGENCY_LINES")),
            "support": _lines(self.get("SUPPORT_LINES")),
            "other_routes": _lines(self.get("OTHER_ROUTES")),
            "fallback": self.get("FALLBACK_CONTACT"),
            "guests_may_send": self.yes_no("GUEST_AGENTS"),
            "step_wait": self.seconds("STEP_WAIT_SECONDS"),
        }
        default = Policy()
        kept = {each.name: getattr(default, each.name) for each in fields(Policy)}
        return Policy(**kept | {k: v for k, v in given.items() if v not in (None, "", ())})

    def yes_no(self, name: str) -> bool | None:
        value = self.get(name).lower()
        if value and value not in _WORDS:
            self.wrong(name, f"“{value}” is neither yes nor no")
        return _WORDS.get(value)

    def seconds(self, name: str) -> timedelta | None:
        value = self.get(name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and int(value) <= LONGEST_WAIT:
            return timedelta(seconds=int(value))
        self.wrong(name, f"“{value}” is not a number of seconds from 0 to {LONGEST_WAIT}")
        return None

    def refuse_oauth(self) -> None:
        # Where both are set, Bolt turns to OAuth by itself and ignores the bot token.
        for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
            if self.get(name):
                self.wrong(name, "must not be set: this app is for one workspace only")


def _split(text: str, signs: str) -> list[str]:
    return [each.strip() for each in re.split(f"[{signs}]", text) if each.strip()]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(_split(text, "|\n"))


def _key(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
