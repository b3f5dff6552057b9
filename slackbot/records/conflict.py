"""Who must not know of a complaint, and why."""

from datetime import datetime
from enum import StrEnum, unique
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime, word
from slackbot.rules.people import SlackUser


@unique
class Why(StrEnum):
    """Why somebody is kept out."""

    OWN = "own"  # nobody works on their own complaint
    ASKED = "asked"  # the reporter chose so
    RESPONDENT = "respondent"  # their account is among the respondents
    NAME = "name"  # their name is, or stands in the statement


class Conflict(Base):
    """One person kept out of one complaint; lifted, never deleted."""

    __tablename__ = "conflict"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    person: Mapped[SlackUser] = mapped_column(String(32))
    why: Mapped[Why] = mapped_column(word(Why))
    since: Mapped[datetime] = mapped_column(UtcTime)
    lifted_by: Mapped[SlackUser | None] = mapped_column(String(32))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcTime)

    __table_args__ = (Index("ix_conflict_person", "complaint_id", "person", "lifted_at"),)
