"""What is owed to people: notices told once, and displays that show the newest state."""

from datetime import datetime
from enum import StrEnum, unique
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime, word
from slackbot.rules.notices import Fault, NoticeKind, NoticeState
from slackbot.rules.people import SlackUser

_Sequence = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only INTEGER keys


class Leased:
    """A row that one courier at a time may work on.

    `tried_at` is set before the first post: from then on a lost lease means doubt, and
    the courier looks in Slack before it posts again.
    """

    due: Mapped[datetime] = mapped_column(UtcTime)
    urgent: Mapped[bool]
    owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime)
    attempts: Mapped[int]
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    fault: Mapped[Fault | None] = mapped_column(word(Fault))


class Notice(Leased, Base):
    """A message owed to somebody, told once. `mark` is its random block_id in Slack."""

    __tablename__ = "notice"

    seq: Mapped[int] = mapped_column(_Sequence, primary_key=True, autoincrement=True)
    mark: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[NoticeKind] = mapped_column(word(NoticeKind))
    #: A Slack user, or the triage channel; "" for somebody without an account here.
    recipient: Mapped[SlackUser] = mapped_column(String(32))
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    step_id: Mapped[UUID | None] = mapped_column(ForeignKey("step.id"), index=True)
    proposal_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_proposal.id"))
    #: Words of ours only: a role change, a problem of the channel, a chain head.
    words: Mapped[str] = mapped_column(String(1000))
    state: Mapped[NoticeState] = mapped_column(word(NoticeState))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_how: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_by: Mapped[SlackUser | None] = mapped_column(String(32))

    __table_args__ = (
        Index("ix_notice_due", "state", "due"),
        Index("ix_notice_order", "complaint_id", "recipient", "seq"),
    )


@unique
class DisplayKind(StrEnum):
    """A place in Slack that must show the present state."""

    CARD = "card"
    HOME = "home"


HOME_TARGET = "home"


class Display(Leased, Base):
    """A card or a Home that owes version `owed` and shows version `shown`.

    A card that is not `wanted` any more is deleted from Slack, urgently. `target` is the
    complaint's id, or "home".
    """

    __tablename__ = "display"

    mark: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[DisplayKind] = mapped_column(word(DisplayKind))
    place: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(40), index=True)
    complaint_id: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    owed: Mapped[int]
    shown: Mapped[int]
    wanted: Mapped[bool]
    #: False where the place already shows all that it owes; kept for the courier's index.
    is_due: Mapped[bool]

    __table_args__ = (
        UniqueConstraint("place", "target"),
        Index("ix_display_due", "is_due", "due"),
    )


class Throttle(Base):
    """Until when Slack has told us to leave a method alone; survives a restart."""

    __tablename__ = "throttle"

    method: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcTime)


class Schedule(Base):
    """When something regular is next to be done; moved on by one replica only."""

    __tablename__ = "schedule"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcTime)


class Channel(Base):
    """What we last knew of the triage channel; cards are held while it is not safe."""

    __tablename__ = "channel"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    problem: Mapped[str] = mapped_column(String(1000))
    members: Mapped[str] = mapped_column(String(8000))
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Counts the reasons to look again, so that a look begun before one is not the last.
    doubts: Mapped[int]
    remind_at: Mapped[datetime | None] = mapped_column(UtcTime)
