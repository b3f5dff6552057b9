"""Cases (one respondent in one complaint) and the steps that they went."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime, word
from slackbot.rules.details import Membership
from slackbot.rules.outcomes import Closing, Measure, Outcome
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import LearntFrom
from slackbot.rules.report import FormKey
from slackbot.rules.status import Manner, Status


class Case(Base):
    """One respondent in one complaint; until somebody is named, an unidentified one."""

    __tablename__ = "complaint_case"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    position: Mapped[int]
    respondent: Mapped[bytes | None] = mapped_column(LargeBinary)
    member_reported: Mapped[Membership] = mapped_column(word(Membership))
    status: Mapped[Status] = mapped_column(word(Status))
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))

    __table_args__ = (UniqueConstraint("complaint_id", "position"),)


class Step(Base):
    """One step, with when it happened, from whom we know it, and what the reporter reads.

    Steps are never changed; an undone one says so, with by whom and when. `before` maps
    each case to its status and outcome as they were, so that an undo restores them.
    """

    __tablename__ = "step"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    form_key: Mapped[FormKey] = mapped_column(String(64), unique=True)
    status: Mapped[Status] = mapped_column(word(Status))
    manner: Mapped[Manner] = mapped_column(word(Manner))
    happened_on: Mapped[date]
    learnt_from: Mapped[LearntFrom] = mapped_column(word(LearntFrom))
    reason: Mapped[bytes] = mapped_column(LargeBinary)
    sentence: Mapped[bytes] = mapped_column(LargeBinary)
    measure: Mapped[Measure | None] = mapped_column(word(Measure))
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome))
    closing: Mapped[Closing | None] = mapped_column(word(Closing))
    entered_by: Mapped[SlackUser] = mapped_column(String(32))
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    #: From then on the reporter reads it, and it cannot be undone unseen.
    tells_at: Mapped[datetime] = mapped_column(UtcTime)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    undone_by: Mapped[SlackUser | None] = mapped_column(String(32))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
