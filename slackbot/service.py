"""The running service: everything started in order, and ended without losing a word."""

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from slackbot.app import create_bolt
from slackbot.casework import Casework, open_casework
from slackbot.casework.errors import CaseworkError
from slackbot.delivery.directory import Directory
from slackbot.delivery.loop import Delivery
from slackbot.delivery.slack_errors import CallError
from slackbot.delivery.web_client import TimelyClient
from slackbot.listeners.passport import Passport
from slackbot.lookout import Lookout
from slackbot.records import schema
from slackbot.records.database import Database, DatabaseError
from slackbot.records.sealed import Keyring, SealError
from slackbot.rules.people import SlackUser
from slackbot.settings import Settings
from slackbot.transports.health import SERVICE, Health
from slackbot.transports.http_server import HttpServer
from slackbot.transports.prompt_client import PromptClient
from slackbot.transports.socket_link import SocketLink
from slackbot.transports.web import Website

ANSWERING = 10.0
"""Seconds that requests under way may take when we leave; Slack waits three."""

DELIVERING = 15.0
"""Seconds for the courier's step in hand; together below the 30 that containers are given."""

_log = logging.getLogger(__name__)


class ServiceError(Exception):
    """The service cannot start; the words say what to do."""


@dataclass(frozen=True, slots=True)
class SeatingDirectory(Directory):
    """Seats the first leads, once everybody is known: a lead must be a full member."""

    leads: tuple[SlackUser, ...] = ()

    def load(self) -> int:
        """Learn everybody, then seat LEADS where there is no lead."""
        count = Directory.load(self)  # not super(): a class with slots is made twice
        self.people.seat_first_leads(self.leads)
        return count


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, DatabaseError) as error:
        raise ServiceError(
            f"The database cannot be opened ({type(error).__name__}). See DATABASE_URL: is it "
            "there, may we write to it, and is it a database of this app?"
        ) from None
    except SealError as error:
        raise ServiceError(
            f"The record does not open: {error}. Put the key that it was sealed with among "
            "SEALING_KEYS; it stands on your recovery sheet."
        ) from None


def open_record(settings: Settings) -> Casework:
    """Open the database, bring its schema up to date, and open the duties over it.

    Raises ServiceError.
    """
    with _in_plain_words(), ExitStack() as undo:
        database = Database.open(settings.database_url)
        undo.callback(database.close)
        if not schema.is_current(database):
            _log.info("bringing the database up to date")
            schema.upgrade(database)
        keyring = Keyring(settings.sealing_keys)
        casework = open_casework(database, keyring, settings.triage_channel, settings.policy)
        undo.pop_all()
        return casework


class Service:
    """One running bot. `start` returns when it listens; `stop` when nothing is left."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.health = Health()
        self._http: HttpServer | None = None
        self._link: SocketLink | None = None

    def start(self) -> None:
        """Start everything; Slack need not answer yet. Raises ServiceError."""
        settings = self._settings
        self.casework = open_record(settings)
        courier = TimelyClient(settings.bot_token, settings.api_url)
        self.delivery = Delivery(
            self.casework, courier, settings.policy, settings.triage_channel
        )
        directory = self.delivery.directory
        self.delivery.directory = SeatingDirectory(
            directory.people, directory.slack, settings.leads
        )
        self._passport = Passport(PromptClient(settings.bot_token, settings.api_url))
        self._start_transport()
        threading.Thread(target=self._begin_to_deliver, name="first", daemon=True).start()
        self._lookout = Lookout(self.health, self._database_problem, self._slack_problem)
        self._lookout.start()

    @property
    def port(self) -> int:
        """The port of our HTTP door."""
        return self._http.port if self._http else 0

    def stop(self) -> bool:
        """Take nothing new, answer what is under way, then end. False: something was left."""
        self.health.note(SERVICE, "leaving")
        _log.info("leaving")
        ended = [self._link.stop(ANSWERING)] if self._link else []
        if self._http:
            ended.append(self._http.stop(ANSWERING))
        ended.append(self.delivery.stop(DELIVERING))
        self._lookout.stop()
        self.casework.desk.database.close()
        _log.info("left" if all(ended) else "left with something under way")
        return all(ended)

    def _begin_to_deliver(self) -> None:
        """Start the courier; at the very first start, learn who is who before.

        Else the triage channel would be looked at while nobody has a role yet, and the
        leads' first message would be an alarm. Where Slack is away the courier learns it as
        soon as Slack is back.
        """
        try:
            if not all(self.casework.people.who(each).roles for each in self._settings.leads):
                self.delivery.directory.load()
        except (CallError, CaseworkError) as error:
            _log.warning("the members are not known yet: %s", error)
        self.delivery.start()

    def _start_transport(self) -> None:
        settings = self._settings
        client = PromptClient(settings.bot_token, settings.api_url)
        app = create_bolt(
            settings,
            self.casework,
            settings.policy,
            client,
            passport=self._passport,
            nudge=self.delivery.nudge,
        )
        if settings.is_socket_mode:
            site = Website(self.health)
            self._link = SocketLink(app, settings.app_token, settings.api_url, self.health)
        else:
            site = Website(self.health, app, settings.signing_secret)
        self._http = HttpServer(site, settings.host, settings.port)
        try:
            self._http.start()
        except OSError as error:
            self.casework.desk.database.close()
            raise ServiceError(
                f"{settings.host}:{settings.port} cannot be listened at ({error.strerror}). "
                "Is another one running? Set PORT to another number."
            ) from None
        if self._link:
            self._link.start()

    def _database_problem(self) -> str:
        return "" if self.casework.desk.database.answers() else "the database does not answer"

    def _slack_problem(self) -> str:
        if self._link and not self._link.is_connected():
            return self._link.problem
        try:
            self._passport.show()
        except OSError as error:
            return f"Slack does not know this app, or does not answer: {error}"
        return "; ".join(self.delivery.problems)


def run(settings: Settings, ready: Callable[[Service], None] = lambda _: None) -> bool:
    """Serve until SIGTERM or Ctrl-C. True where nothing was left under way."""
    leave = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: leave.set())
    service = Service(settings)
    service.start()
    ready(service)
    leave.wait()
    return service.stop()
