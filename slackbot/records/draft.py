"""A message caught by the shortcut, sealed before the form opens; destroyed if never sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from slackbot.records.base import Base, UtcTime
from slackbot.rules.people import SlackUser
from slackbot.rules.report import FormKey


class Draft(Base):
    """One caught message, with a data key of its own under its id."""

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    form_key: Mapped[FormKey] = mapped_column(String(64), unique=True)
    person: Mapped[SlackUser] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    quote: Mapped[bytes] = mapped_column(LargeBinary)
