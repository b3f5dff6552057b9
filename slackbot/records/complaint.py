"""A complaint as we keep it, and what was added to it later."""

from datetime import date, datetime
from enum import StrEnum, unique
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime, word
from slackbot.rules.details import DmChoice
from slackbot.rules.people import SlackUser
from slackbot.rules.provenance import Source
from slackbot.rules.reference import ComplaintRef
from slackbot.rules.report import FormKey
from slackbot.rules.status import Status


@unique
class Confirmation(StrEnum):
    """Whether the parliamentarian stands behind what an agent sent."""

    NOT_NEEDED = "not needed"
    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    DENIED = "denied"


class Complaint(Base):
    """One complaint: one reporter, one or more cases. `version` moves with every change."""

    __tablename__ = "complaint"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    ref: Mapped[ComplaintRef] = mapped_column(String(12), unique=True)
    form_key: Mapped[FormKey] = mapped_column(String(64), unique=True)
    reporter: Mapped[SlackUser | None] = mapped_column(String(32), index=True)
    agent: Mapped[SlackUser | None] = mapped_column(String(32), index=True)
    logged_by: Mapped[SlackUser | None] = mapped_column(String(32))
    confirmation: Mapped[Confirmation] = mapped_column(word(Confirmation))
    source: Mapped[Source] = mapped_column(word(Source))
    reported_on: Mapped[date]
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    acknowledge_by: Mapped[date]
    #: 0 for urgent, 1 otherwise: the queue is read in the order of this index.
    rank: Mapped[int]
    status: Mapped[Status] = mapped_column(word(Status))
    is_open: Mapped[bool]
    taken_by: Mapped[SlackUser | None] = mapped_column(String(32))
    #: True where conflicts left nobody of the team when it came in, or later.
    standby_called: Mapped[bool]
    #: True from an urgent report until somebody says "I have it".
    danger_open: Mapped[bool]
    danger_widens_at: Mapped[datetime | None] = mapped_column(UtcTime)
    danger_held_by: Mapped[SlackUser | None] = mapped_column(String(32))
    dm_choice: Mapped[DmChoice] = mapped_column(word(DmChoice))
    privacy_version: Mapped[str] = mapped_column(String(20))
    statement: Mapped[bytes] = mapped_column(LargeBinary)
    quote: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: Whose it is and who is kept out, as the keys vouch for it.
    guard: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime | None] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own idiom
    __table_args__ = (
        Index("ix_complaint_queue", "is_open", "rank", "received_at", "id"),
        Index("ix_complaint_danger", "danger_open", "danger_widens_at"),
    )


class Addition(Base):
    """What a person added on one day; the first text stays as it was."""

    __tablename__ = "addition"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), index=True)
    form_key: Mapped[FormKey] = mapped_column(String(64), unique=True)
    added_by: Mapped[SlackUser] = mapped_column(String(32))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    answers: Mapped[bytes] = mapped_column(LargeBinary)
