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

FRESH = timedelta(seconds=2)
"""A safe channel is looked at before each card; only a burst of them shares one look."""

WAITING = timedelta(seconds=15)
"""An unsafe one is looked at again after this, or when an event speaks of it."""

_REMIND = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """The last known state of the triage channel, shared by all replicas."""

    desk: Desk

    def record(self, seen: ChannelSeen, doubts: int | None = None) -> bool:
        """Keep what Slack says of the channel; True where cards may be posted there.

        `doubts` is what `begin_look` gave: where another doubt came meanwhile, what was
        seen is kept and looked at again. The leads are told when the channel becomes
        unsafe, or unsafe in another way, and when it is safe again.
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
            is_newest = doubts is None or doubts == channel.doubts
            channel.checked_at = self.desk.clock() if is_newest else None
            self._replan_for(session, team.in_channel.symmetric_difference(seen.members))
            if problem != before:
                self._tell(session, problem)
            return is_newest and not problem

    def begin_look(self) -> int:
        """Say how many doubts there were so far, before the channel is looked at."""
        with self.desk.looking() as session:
            known = select(Channel.doubts).where(Channel.id == self.desk.triage_channel)
            return session.scalar(known) or 0

    def _replan_for(self, session: Session, moved: Iterable[SlackUser]) -> None:
        """Take the cards away that somebody who has come may not see."""
        people = list(moved)
        if people and (entries := replan_all(session, self.desk, people)):
            self.desk.chain.append(session, *entries)

    def needs_check(self) -> bool:
        """Say whether the state is unknown, doubted, or too old to post a card on."""
        with self.desk.looking() as session:
            channel = session.get(Channel, self.desk.triage_channel)
            if channel is None or channel.checked_at is None:
                return True
            fresh = WAITING if channel.problem else FRESH
            return self.desk.clock() - channel.checked_at > fresh

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
            channel = self._channel(session)
            channel.checked_at, channel.doubts = None, channel.doubts + 1

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
            known = Channel(id=self.desk.triage_channel, problem="", members="", doubts=0)
            session.add(known)
            session.flush()
        return known
