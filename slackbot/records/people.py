"""Our own directory of the workspace, the roles given, and further leads proposed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime, word
from slackbot.rules.people import SlackUser, Standing
from slackbot.rules.roles import Role


class Person(Base):
    """A member of the workspace as Slack last told us; asked for at start, kept by events."""

    __tablename__ = "person"

    id: Mapped[SlackUser] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    #: Further names, and those that they bore before, a line each: whoever takes another
    #: name is still kept out of what names them by the old one.
    known_as: Mapped[str] = mapped_column(Text, default="")
    standing: Mapped[Standing] = mapped_column(word(Standing))
    tz: Mapped[str] = mapped_column(String(64))
    owner: Mapped[bool]
    #: The D… id of the DM with this app, stored before the first post to it.
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    home_seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    learnt_at: Mapped[datetime] = mapped_column(UtcTime)


class Grant(Base):
    """A role given to somebody; ended, never deleted."""

    __tablename__ = "role_grant"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[SlackUser] = mapped_column(String(32), ForeignKey("person.id"))
    role: Mapped[Role] = mapped_column(word(Role))
    given_by: Mapped[SlackUser | None] = mapped_column(String(32))
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_by: Mapped[SlackUser | None] = mapped_column(String(32))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: Without it a row is no role: see `role_seal`.
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (
        Index(
            "uq_role_grant_live",
            "person",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )


class Proposal(Base):
    """A further lead, asked for by one lead and waiting for another."""

    __tablename__ = "lead_proposal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[SlackUser] = mapped_column(String(32), ForeignKey("person.id"))
    asked_by: Mapped[SlackUser] = mapped_column(String(32))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[SlackUser | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved: Mapped[bool | None]
