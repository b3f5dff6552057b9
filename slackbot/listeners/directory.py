"""What Slack says of people and of the channel: kept, so that the door need not ask."""

import logging

from slack_bolt import App
from slack_bolt.context import BoltContext

from slackbot.blocks.directory import read_member
from slackbot.casework.people import People
from slackbot.casework.watch import Watch
from slackbot.listeners.showing import Body

_PEOPLE = ("team_join", "user_change")
_CHANNEL = (
    "member_joined_channel",
    "member_left_channel",
    "channel_shared",
    "channel_id_changed",
)
_CUT_OFF = ("tokens_revoked", "app_uninstalled")

_log = logging.getLogger(__name__)


def register(app: App) -> None:
    """Listen to what happens in the workspace."""
    for kind in _PEOPLE:
        app.event(kind)(learn)
    for kind in _CHANNEL:
        app.event(kind)(doubt)
    for kind in _CUT_OFF:
        app.event(kind)(note_cut_off)


def learn(event: Body, context: BoltContext, people: People) -> None:
    """Keep who somebody is now; a deactivated account loses its place at once."""
    known = context.authorize_result
    home_team = known.team_id if known else None
    people.learn([read_member(event["user"], home_team or "")])


def doubt(watch: Watch) -> None:
    """Look at the triage channel again before the next card, whichever channel it was."""
    watch.doubt()


def note_cut_off(event: Body, watch: Watch) -> None:
    """Tell the operator that Slack has cut us off; what is owed waits in the record."""
    _log.critical(
        "Slack has cut this app off: %s", event.get("type"), extra={"tag": "CUT_OFF"}
    )
    watch.doubt()
