"""Slack's side of each job, the door before them, and a sentence for whatever goes wrong."""

import logging
import secrets
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackClientError

from slackbot.blocks import refusals
from slackbot.blocks.errors import FormError, TamperedError
from slackbot.blocks.refusals import Trouble
from slackbot.casework import errors
from slackbot.listeners import answers
from slackbot.listeners.answers import Answer
from slackbot.listeners.asked import Asked, Place
from slackbot.listeners.doorkeeper import Doorkeeper
from slackbot.rules.policy import Policy

if TYPE_CHECKING:
    from slackbot.casework import Casework

_log = logging.getLogger(__name__)
_OK, _NOT_GENUINE, _AGAIN = 200, 401, 503

_TROUBLES: dict[type[Exception], Trouble] = {
    errors.RefusedError: Trouble.NOT_ALLOWED,
    errors.UnknownComplaintError: Trouble.UNKNOWN,
    errors.AlteredRecordError: Trouble.ALTERED,
    errors.UnknownPlaceError: Trouble.TAMPERED,
    errors.ChangedMeanwhileError: Trouble.CHANGED,
    errors.AlreadyTakenError: Trouble.TAKEN,
    errors.TooLateError: Trouble.TOO_LATE,
    errors.NotConfirmedError: Trouble.NOT_CONFIRMED,
    errors.NotStoredError: Trouble.NOT_STORED,
    errors.RoleChangeError: Trouble.ROLE,
    TamperedError: Trouble.TAMPERED,
    BoltUnhandledRequestError: Trouble.NOTHING_SUCH,
    SlackClientError: Trouble.NO_SLACK,
    OSError: Trouble.NO_SLACK,
}
# Their own words say more than ours: a colleague's name, or why a role cannot be given.
_SPEAK_FOR_THEMSELVES = {Trouble.TAKEN, Trouble.ROLE}


def register_listeners(app: App, casework: "Casework", policy: Policy) -> None:
    """Put the door before all jobs, register each, and answer whatever they raise."""
    app.use(Doorkeeper(casework, policy))
    for job in jobs():
        job.register(app)
    speaker = Speaker(policy)

    # Bolt looks at the names of arguments, and would take a method's `self` for one.
    def answer(error: Exception, request: BoltRequest) -> BoltResponse:
        return speaker.answer(error, request)

    app.error(answer)


def jobs() -> list[ModuleType]:
    """List the modules here that are a job, those with `register(app)`; reporting first.

    Bolt asks its listeners one after the other, 15 µs each, and nobody is to wait less
    than who reports.
    """
    found = [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
    registering = [module for module in found if hasattr(module, "register")]
    return sorted(registering, key=lambda module: not module.__name__.endswith("report_abuse"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Turns what was raised into a sentence at the place where the person asked."""

    policy: Policy

    def answer(self, error: Exception, request: BoltRequest) -> BoltResponse:
        """Answer with status 200, save for what is not Slack's and events to send again."""
        if not request.context.get("is_genuine"):
            return BoltResponse(status=_NOT_GENUINE)
        asked: Asked | None = request.context.get("asked")
        trouble = _trouble(error)
        code = self._note(error, trouble, asked)
        if asked is None:
            return BoltResponse(status=_AGAIN)
        if asked.place is Place.EVENT:
            is_lost = trouble in {Trouble.NOT_STORED, Trouble.NO_SLACK}
            return BoltResponse(status=_AGAIN if is_lost else _OK)
        if isinstance(error, FormError) and asked.place is Place.FORM:
            return answers.field_errors(error.words)
        if trouble is Trouble.TAMPERED and asked.place is not Place.FORM:
            trouble = Trouble.NOTHING_SUCH  # a button, whose words about a form would puzzle
        words = self._words(error, trouble, code, typed=asked.is_typed)
        # What was on Home is replaced, and help in danger stands there always.
        lines = refusals.routes(self.policy) if asked.place is Place.HOME else ()
        return answers.give(asked, Answer(words, lines), request.context.client)

    def _words(self, error: Exception, trouble: Trouble, code: str, *, typed: bool) -> str:
        own = str(error) if trouble in _SPEAK_FOR_THEMSELVES else ""
        return refusals.sentence(trouble, self.policy, typed=typed, code=code, happened=own)

    def _note(self, error: Exception, trouble: Trouble, asked: Asked | None) -> str:
        """Log what an operator should know of; return the code that the person reads."""
        act = asked.act.name if asked else "NONE"
        if trouble is Trouble.BROKEN and not isinstance(error, FormError):
            code = secrets.token_hex(4)
            raised = (type(error), error, error.__traceback__)
            _log.error("a listener failed", exc_info=raised, extra={"tag": f"{act} {code}"})
            return code
        if trouble in {Trouble.NOT_STORED, Trouble.NO_SLACK, Trouble.TAMPERED}:
            _log.warning("not done: %s", error, extra={"tag": act})
        return ""


def _trouble(error: Exception) -> Trouble:
    known = (found for kind, found in _TROUBLES.items() if isinstance(error, kind))
    return next(known, Trouble.BROKEN)
