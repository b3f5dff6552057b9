"""The door: who may come in at all, decided from our own directory and never by a call."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.context import BoltContext
from slack_bolt.middleware import Middleware
from slack_sdk import WebClient

from slackbot.blocks import refusals
from slackbot.blocks.refusals import Trouble
from slackbot.listeners import answers, asked
from slackbot.listeners.answers import Answer
from slackbot.listeners.asked import Asked, MalformedError, Place
from slackbot.rules.people import Standing, Who
from slackbot.rules.policy import Policy

if TYPE_CHECKING:
    from slackbot.casework import Casework

DUTIES = ("people", "intake", "triage", "reading", "watch", "showing")
"""What listeners get by name, from Bolt's context."""

_log = logging.getLogger(__name__)
_OK = 200
_Next = Callable[[], BoltResponse]


class Threshold(Middleware):
    """Stands right behind Bolt's check of the signature: what passed that is Slack's own.

    It reads the request before Bolt does, who would stumble over empty `actions` in every
    function that comes later, and gives listeners the client that keeps to our deadline.
    """

    def __init__(self, client: WebClient, policy: Policy) -> None:
        self._client = client
        self._policy = policy

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: _Next) -> BoltResponse:  # noqa: A002, ARG002 - Bolt's names
        """Mark the request as genuine and understood, or answer it here."""
        req.context["is_genuine"] = True
        req.context["client"] = self._client
        if req.body.get("type") in {"url_verification", "ssl_check"}:
            return next()
        try:
            request = asked.read(req.body)
        except MalformedError:
            _log.warning("Slack sent something of an unknown shape")
            return BoltResponse(status=_OK)
        if not request.is_whole:
            words = refusals.sentence(Trouble.NOTHING_SUCH, self._policy, typed=False)
            return answers.give(request, Answer(words), self._client)
        req.context["asked"] = request
        return next()


class Doorkeeper(Middleware):
    """Lets in members of the home workspace, and guests where the policy says so.

    Whoever is turned away is answered politely where they asked, told of other routes, and
    recorded. Events about somebody pass: nobody asks for anything in them.
    """

    def __init__(self, casework: "Casework", policy: Policy) -> None:
        self._casework = casework
        self._policy = policy

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: _Next) -> BoltResponse:  # noqa: A002, ARG002 - Bolt's names
        """Hand the duties to the listeners, or turn the person away."""
        request: Asked = req.context["asked"]
        at_home = _is_at_home(request, req.context)
        if request.person is None:
            return self._let_in(req.context, next) if at_home else BoltResponse(status=_OK)
        who = self._casework.people.who(request.person)
        if not at_home:
            return self._turn_away(request, Standing.OUTSIDER, req.context.client)
        if not self._may_enter(who):
            return self._turn_away(request, who.standing, req.context.client)
        req.context["who"] = who
        return self._let_in(req.context, next)

    def _may_enter(self, who: Who) -> bool:
        if who.standing is Standing.GUEST:
            return self._policy.guests_may_send
        return who.standing is Standing.MEMBER

    def _let_in(self, context: BoltContext, enter: _Next) -> BoltResponse:
        context["policy"] = self._policy
        for name in DUTIES:
            context[name] = getattr(self._casework, name)
        return enter()

    def _turn_away(
        self, request: Asked, standing: Standing, client: WebClient
    ) -> BoltResponse:
        if request.person and request.place not in {Place.CLOSED, Place.OPTIONS}:
            self._casework.people.refuse(request.person, request.act, request.ref)
        words = refusals.turned_away(standing, typed=request.is_typed)
        answer = Answer(words, refusals.routes(self._policy))
        return answers.give(request, answer, client)


def _is_at_home(request: Asked, context: BoltContext) -> bool:
    """Bolt uses our token whatever workspace asks, so it is ours to compare them."""
    known = context.authorize_result
    home = {known.team_id, known.enterprise_id} - {None} if known else set()
    return bool(request.teams) and request.teams <= home
