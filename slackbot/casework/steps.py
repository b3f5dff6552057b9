"""Storing one step: the cases move, the record says how we know, the reporter is owed word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from slackbot.casework.conflicts import replan
from slackbot.casework.desk import Desk, acting_role, find_who
from slackbot.casework.errors import ChangedMeanwhileError, TooLateError, UnknownComplaintError
from slackbot.casework.owing import notice_row, owe, withdraw
from slackbot.casework.team import find_team
from slackbot.records.audit import Entry, Tag
from slackbot.records.case import Case, Step
from slackbot.records.complaint import Complaint
from slackbot.records.notice import Notice
from slackbot.rules.notices import NoticeKind, NoticeState
from slackbot.rules.outcomes import Outcome
from slackbot.rules.people import SlackUser
from slackbot.rules.report import Move
from slackbot.rules.roles import Act
from slackbot.rules.status import Manner, Status


@dataclass(frozen=True, slots=True)
class Stepping:
    """One step on one complaint, inside one transaction."""

    session: Session
    desk: Desk
    complaint: Complaint
    by: SlackUser

    def store(self, move: Move, manner: Manner) -> UUID:
        """Store the step, its audit entry and its notices together; return its id."""
        step = self._step(move, manner)
        self.session.add(step)
        self._move_cases(move.to, move.outcome)
        self._owe_word(step.id, step.tells_at)
        details = {
            "to": move.to.value,
            "from": self.complaint.status.value,
            "manner": manner.value,
            "learnt": move.learnt_from.value,
            "step": step.id.hex,
        }
        self._change_to(move.to)
        self._record(Tag.COMPLAINT_MOVED, details)
        return step.id

    def undo(self, step_id: UUID) -> None:
        """Take back the newest step before its DM leaves, unseen; pressed twice it is one.

        Raises TooLateError once it may have been read, or once another step followed.
        """
        step = self._undoable(step_id)
        if step.undone_at is not None:
            return
        step.undone_by, step.undone_at = self.by, self.desk.clock()
        for case in self._cases():
            # A case that was added meanwhile stands where the complaint stood.
            since = {"status": step.before["complaint"], "outcome": None}
            was = step.before.get(case.id.hex, since)
            case.status = Status(was["status"])
            case.outcome = Outcome(was["outcome"]) if was["outcome"] else None
        self._change_to(Status(step.before["complaint"]))
        self._record(Tag.STEP_UNDONE, {"step": step_id.hex})

    def _undoable(self, step_id: UUID) -> Step:
        step = self.session.get(Step, step_id)
        if step is None or step.complaint_id != self.complaint.id:
            raise UnknownComplaintError(Act.UNDO, self.by, self.complaint.ref)
        if step.undone_at is not None:
            return step
        newest, now = self.session.scalar(newest_step(self.complaint.id)), self.desk.clock()
        if newest is not step or now >= step.tells_at or not self._withdraw(step_id, now):
            raise TooLateError
        return step

    def _withdraw(self, step_id: UUID, now: datetime) -> bool:
        """Withdraw the notices of a step: all of them, or it is too late."""
        mine = Notice.step_id == step_id
        withdraw(self.session, mine, now=now)
        left = select(Notice.seq).where(mine, Notice.state != NoticeState.WITHDRAWN)
        return self.session.scalar(left.limit(1)) is None

    def _step(self, move: Move, manner: Manner) -> Step:
        box = self.desk.box(self.session, self.complaint)
        step, now = uuid4(), self._moment()
        return Step(
            id=step,
            complaint_id=self.complaint.id,
            form_key=move.key,
            status=move.to,
            manner=manner,
            happened_on=move.happened_on,
            learnt_from=move.learnt_from,
            reason=box.seal("step.reason", step, move.reason),
            sentence=box.seal("step.sentence", step, move.sentence),
            measure=move.measure,
            outcome=move.outcome,
            closing=move.closing,
            entered_by=self.by,
            entered_at=now,
            tells_at=self.desk.clock() + self.desk.policy.step_wait,
            before=self._before(),
        )

    def _moment(self) -> datetime:
        """Return the time, later than the last step's, also where clocks differ."""
        last = self.session.scalar(
            select(func.max(Step.entered_at)).where(Step.complaint_id == self.complaint.id)
        )
        now = self.desk.clock()
        return max(now, last + timedelta(microseconds=1)) if last else now

    def _before(self) -> dict[str, Any]:
        return {"complaint": self.complaint.status.value} | {
            case.id.hex: {"status": case.status.value, "outcome": case.outcome}
            for case in self._cases()
        }

    def _cases(self) -> list[Case]:
        mine = select(Case).where(Case.complaint_id == self.complaint.id)
        return list(self.session.scalars(mine))

    def _move_cases(self, to: Status, outcome: Outcome | None) -> None:
        for case in self._cases():
            case.status = to
            case.outcome = outcome or case.outcome

    def _owe_word(self, step: UUID, due: datetime) -> None:
        now, complaint = self.desk.clock(), self.complaint
        readers: list[SlackUser | None] = [
            p for p in (complaint.reporter, complaint.agent) if p
        ]
        self.session.flush()  # the step's row before the notices that point to it
        owe(
            self.session,
            [
                notice_row(
                    NoticeKind.STEP, to, now, due=due, complaint=complaint.id, step=step
                )
                for to in readers or [None]
            ],
        )

    def _change_to(self, status: Status) -> None:
        self.complaint.status = status
        self.complaint.is_open = status.is_open
        self.complaint.changed_at = self.desk.clock()
        self.session.flush()

    def _record(self, tag: Tag, details: dict[str, Any]) -> None:
        team = find_team(self.session, self.desk)
        entries = replan(self.session, self.desk, self.complaint, team)
        role = acting_role(find_who(self.session, self.desk, self.by))
        entry = Entry(tag, self.by, self.complaint.id, role, details)
        self.desk.chain.append(self.session, entry, *entries)


def newest_step(complaint: UUID) -> Select[Step]:
    """Select the newest step of a complaint that was not undone."""
    live = select(Step).where(Step.complaint_id == complaint, Step.undone_at.is_(None))
    return live.order_by(Step.entered_at.desc(), Step.id).limit(1)


def check_version(complaint: Complaint, version: int) -> None:
    """Raise ChangedMeanwhileError where the form was opened on an older state."""
    if complaint.version != version:
        raise ChangedMeanwhileError
