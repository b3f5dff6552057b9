"""What the team does with a complaint: take it, acknowledge it, move it on, undo a slip."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from slackbot.casework import danger
from slackbot.casework.cards import is_awaiting
from slackbot.casework.conflicts import replan
from slackbot.casework.desk import Desk, acting_role, find_who, name_of
from slackbot.casework.errors import (
    AlreadyTakenError,
    ChangedMeanwhileError,
    NotConfirmedError,
    RefusedError,
    UnknownComplaintError,
)
from slackbot.casework.guard import Guard, change_guard
from slackbot.casework.steps import Stepping, check_version
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.case import Step
from slackbot.records.complaint import Complaint
from slackbot.records.conflict import Conflict, Why
from slackbot.records.notice import Notice
from slackbot.records.turns import keep_roles
from slackbot.records.visibility import Seat, visible_to
from slackbot.rules.notices import NoticeState
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey, Move, check_move
from slackbot.rules.roles import Act
from slackbot.rules.status import Manner, Status, StatusError, manner_of

_UNCONFIRMED_MAY = frozenset({Status.ACKNOWLEDGED, Status.LOGGED, Status.CLOSED})


@dataclass(frozen=True, slots=True)
class Triage:
    """The caseworkers' duties; every method finds the complaint through `visible_to`."""

    desk: Desk

    def take(self, ref: ComplaintRef, *, by: SlackUser) -> None:
        """Take a complaint; one wins. Raises AlreadyTakenError with who has it."""
        with self.desk.writing() as session:
            complaint = self._find(session, ref, by, Act.TAKE)
            if complaint.taken_by == by:
                return
            if complaint.taken_by:
                raise AlreadyTakenError(name_of(session, complaint.taken_by))
            complaint.taken_by = by
            self._changed(session, complaint, Tag.COMPLAINT_TAKEN, by)

    def acknowledge(
        self, ref: ComplaintRef, words: str, *, by: SlackUser, version: int, key: FormKey
    ) -> UUID:
        """Send a personal word to the reporter: a step of its own, whose id it returns."""
        return self.move(
            ref,
            Move(
                key=key,
                to=Status.ACKNOWLEDGED,
                happened_on=self.desk.today(),
                learnt_from=LearntFrom.OURS,
                version=version,
                sentence=words,
            ),
            by=by,
        )

    def move(self, ref: ComplaintRef, move: Move, *, by: SlackUser) -> UUID:
        """Store a step, its audit entry and its notices together, or none of them.

        Returns the step's id, by which it is undone. Sent twice it is one step. Raises
        MoveError where the step lacks something, ChangedMeanwhileError where somebody was
        faster, NotConfirmedError where an agent's complaint is not confirmed yet.
        """
        check_move(move, today=self.desk.today())
        act = Act.ACKNOWLEDGE if move.to is Status.ACKNOWLEDGED else Act.MOVE
        with self.desk.writing() as session:
            complaint = self._find(session, ref, by, act)
            if kept := self._kept(session, complaint, move):
                return kept
            check_version(complaint, move.version)
            manner = _manner(complaint, move.to)
            return Stepping(session, self.desk, complaint, by).store(move, manner)

    def undo(self, ref: ComplaintRef, step: UUID, *, by: SlackUser) -> None:
        """Take back a step before anybody was told. Raises TooLateError after that."""
        with self.desk.writing() as session:
            complaint = self._find(session, ref, by, Act.UNDO)
            Stepping(session, self.desk, complaint, by).undo(step)

    def hold(self, ref: ComplaintRef, *, by: SlackUser) -> str:
        """Say "I have it" to a danger; returns the name of whoever has it."""
        with self.desk.writing() as session:
            return danger.hold(session, self.desk, ref, by)

    def told_otherwise(self, notice: UUID, how: str, *, by: SlackUser) -> None:
        """Record how somebody was told whom a message could not reach.

        Raises ChangedMeanwhileError where somebody has recorded it already.
        """
        with self.desk.writing() as session:
            complaint = self._find_by_notice(session, notice, by)
            row = session.scalars(
                select(Notice).where(Notice.mark == notice).with_for_update()
            ).one()
            if row.state is not NoticeState.FAILED:
                raise ChangedMeanwhileError
            box = self.desk.box(session, complaint)
            row.told_how = box.seal("notice.told_how", row.mark, how)
            row.told_by, row.state = by, NoticeState.TOLD
            self._changed(session, complaint, Tag.NOTICE_TOLD, by)

    def lift(self, ref: ComplaintRef, person: SlackUser, *, by: SlackUser) -> None:
        """Say that a name in a complaint is another person's than this colleague's."""
        with self.desk.writing() as session:
            complaint = self._find(session, ref, by, Act.LIFT)
            conflict = session.scalar(_name_conflict(complaint.id, person))
            if conflict is None:
                raise RefusedError(Act.LIFT, by, ref)
            conflict.lifted_by, conflict.lifted_at = by, self.desk.clock()
            lifting = partial(Guard.lifting, person=person)
            change_guard(session, self.desk.vault, complaint.id, lifting)
            self._changed(session, complaint, Tag.CONFLICT_LIFTED, by)

    def _find(self, session: Session, ref: ComplaintRef, by: SlackUser, act: Act) -> Complaint:
        return self.desk.find(session, ref, by, act, Seat.TEAM, lock=True)

    def _find_by_notice(self, session: Session, notice: UUID, by: SlackUser) -> Complaint:
        """Find a complaint by a message about it; the same answer whether hidden or none."""
        keep_roles(session)
        who = self.desk.require(session, by, Act.TELL)
        about = select(Notice.complaint_id).where(Notice.mark == notice)
        mine = visible_to(who, Seat.TEAM).where(Complaint.id.in_(about))
        complaint = session.scalar(mine.with_for_update(key_share=True))
        if complaint is None:
            raise UnknownComplaintError(Act.TELL, by)
        self.desk.check_guard(session, complaint, by)
        return complaint

    def _kept(self, session: Session, complaint: Complaint, move: Move) -> UUID | None:
        mine = select(Step.id).where(Step.form_key == move.key)
        return session.scalar(mine.where(Step.complaint_id == complaint.id))

    def _changed(
        self, session: Session, complaint: Complaint, tag: Tag, by: SlackUser
    ) -> None:
        complaint.changed_at = self.desk.clock()
        session.flush()
        team = find_team(session, self.desk)
        entries = replan(session, self.desk, complaint, team)
        role = acting_role(find_who(session, self.desk, by))
        self.desk.chain.append(session, Entry(tag, by, complaint.id, role), *entries)


def _manner(complaint: Complaint, to: Status) -> Manner:
    try:
        manner = manner_of(complaint.status, to)
    except StatusError:
        raise ChangedMeanwhileError from None
    if to is Status.ACKNOWLEDGED and manner is not Manner.FORWARD:
        raise ChangedMeanwhileError  # a word to the reporter reopens nothing
    if is_awaiting(complaint) and to not in _UNCONFIRMED_MAY:
        raise NotConfirmedError
    return manner


def _name_conflict(complaint: UUID, person: SlackUser) -> Select[Conflict]:
    return select(Conflict).where(
        Conflict.complaint_id == complaint,
        Conflict.person == person,
        Conflict.why == Why.NAME,
        Conflict.lifted_at.is_(None),
    )
