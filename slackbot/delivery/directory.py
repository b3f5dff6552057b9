"""Learns who is in the workspace: at start, and once a day, in case an event was missed."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from slackbot.blocks.directory import read_member
from slackbot.casework.people import People
from slackbot.delivery.slack_calls import SlackCalls

EVERY = timedelta(days=1)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Directory:
    """Copies Slack's list of members into our own directory."""

    people: People
    slack: SlackCalls

    def load(self) -> int:
        """Learn everybody and return how many there are. Raises CallError."""
        home_team = self.slack.us().team
        count = 0
        for page in self.slack.people():
            self.people.learn([read_member(each, home_team) for each in page])
            count += len(page)
        log.info("learnt %s members", count)
        return count
