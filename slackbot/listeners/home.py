"""App Home: drawn when somebody opens it, and page by page for the team's queue."""

import re
from collections.abc import Callable

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slackbot.blocks import home
from slackbot.blocks.carried import pressed
from slackbot.blocks.parts import View
from slackbot.casework.reading import Reading
from slackbot.listeners.showing import Body
from slackbot.rules.people import SlackUser, Who
from slackbot.rules.policy import Policy

_CONFLICT = "hash_conflict"


def register(app: App) -> None:
    """Listen to the opening of Home, and to the turning of the queue."""
    app.event("app_home_opened")(show_home)
    app.action(re.compile(f"^{home.NEXT_PAGE}(:first)?$"))(turn_queue)


def show_home(
    event: Body, client: WebClient, reading: Reading, policy: Policy, who: Who
) -> None:
    """Draw Home for whoever opened it."""
    if event.get("tab") != "home":
        return
    seen = (event.get("view") or {}).get("hash")
    _publish(client, who.id, lambda: home.build(reading.home(who.id), policy), seen)


def turn_queue(
    ack: Ack, body: Body, client: WebClient, context: BoltContext, reading: Reading
) -> None:
    """Draw Home with another page of the queue."""
    after, by = pressed(body), context["who"].id

    def page() -> View:
        seen = reading.home(by, after or None)
        return home.build(seen, context["policy"], later=bool(after))

    _publish(client, by, page, body["view"].get("hash"))
    ack()


def _publish(
    client: WebClient, person: SlackUser, draw: Callable[[], View], seen: str | None
) -> None:
    """Publish over the Home that was seen; where a newer one is there, draw anew first."""
    try:
        client.views_publish(user_id=person, view=draw(), hash=seen)
    except SlackApiError as error:
        if error.response.get("error") != _CONFLICT:
            raise
        client.views_publish(user_id=person, view=draw())
