"""Watching the triage channel: cards are held while anyone there must not see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from slackbot.casework.cards import names_of
from slackbot.casework.conflicts import replan_all
from slackbot.casework.desk import APP, Desk
from slackbot.casework.owing import notice_row, owe, owe_homes
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.notice import Channel
from slackbot.records.turns import keep_roles
from slackbot.rules.channel import ChannelSeen, problem_with
from slackbot.rules.notices import NoticeKind
from slackbot.rules.people import SlackUser
from slackbot.rules.roles import TEAM, Act, Role

FRESH = timedelta(seconds=15)
_REMIND = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """The last known state of the triage channel, shared by all replicas."""

    desk: Desk

    def record(self, seen: ChannelSeen) -> bool:
        """Keep what Slack says of the channel; True where cards may be posted there.

        The leads are told when it becomes unsafe, or unsafe in another way, and when it
        is safe again.
        """
        with self.desk.writing() as session:
            keep_roles(session)
            team = find_team(session, self.desk)
            allowed = dict.fromkeys(team.holding(*TEAM))
            names = names_of(session, seen.members)
            problem = problem_with(seen, allowed, names)
            channel = self._channel(session)
            before = channel.problem
            channel.problem, channel.members = problem, " ".join(sorted(seen.members))[:8000]
            channel.checked_at = self.desk.clock()
            self._replan_for(session, team.in_channel.symmetric_difference(seen.members))
            if problem != before:
                self._tell(session, problem)
            return not problem

    def _replan_for(self, session: Session, moved: Iterable[SlackUser]) -> None:
        """Take the cards away that somebody who has come may not see."""
        people = list(moved)
        if people and (entries := replan_all(session, self.desk, people)):
            self.desk.chain.append(session, *entries)

    def needs_check(self) -> bool:
        """Say whether the state is unknown, doubted, or older than 15 seconds."""
        with self.desk.looking() as session:
            known = select(Channel.checked_at).where(Channel.id == self.desk.triage_channel)
            checked = session.scalar(known)
        return checked is None or self.desk.clock() - checked > FRESH

    def is_safe(self) -> bool:
        """Say whether the channel was safe when last looked at; never looked at is not."""
        with self.desk.looking() as session:
            channel = session.get(Channel, self.desk.triage_channel)
            return (
                channel is not None and channel.checked_at is not None and not channel.problem
            )

    def doubt(self) -> None:
        """Have the channel looked at again before the next card."""
        with self.desk.writing() as session:
            self._channel(session).checked_at = None

    def remind(self, *, by: SlackUser) -> None:
        """Remind the leads in an hour, should it still be unsafe then."""
        with self.desk.writing() as session:
            self.desk.require(session, by, Act.GIVE_ROLE)
            self._channel(session).remind_at = self.desk.clock() + _REMIND

    def remind_if_due(self, session: Session) -> None:
        """Tell the leads again where somebody asked to be reminded."""
        ours = select(Channel).where(
            Channel.id == self.desk.triage_channel, Channel.remind_at <= self.desk.clock()
        )
        channel = session.scalar(ours.with_for_update(skip_locked=True))
        if channel is None:
            return
        channel.remind_at = None
        if channel.problem:
            self._owe(session, NoticeKind.CHANNEL_HELD, channel.problem)

    def _tell(self, session: Session, problem: str) -> None:
        kind = NoticeKind.CHANNEL_HELD if problem else NoticeKind.CHANNEL_CLEAR
        self._owe(session, kind, problem)
        tag = Tag.CHANNEL_HELD if problem else Tag.CHANNEL_CLEAR
        self.desk.chain.append(session, Entry(tag, APP, details={"problem": problem}))

    def _owe(self, session: Session, kind: NoticeKind, problem: str) -> None:
        now = self.desk.clock()
        leads = find_team(session, self.desk).holding(Role.LEAD)
        owe(session, [notice_row(kind, lead, now, words=problem) for lead in leads])
        owe_homes(session, leads, now)

    def _channel(self, session: Session) -> Channel:
        known = session.get(Channel, self.desk.triage_channel, with_for_update=True)
        if known is None:
            known = Channel(id=self.desk.triage_channel, problem="", members="")
            session.add(known)
            session.flush()
        return known
