"""All tables under one roof, for whoever needs the whole schema (Alembic, tests)."""

from sqlalchemy import MetaData

from slackbot.records import (
    audit,
    case,
    complaint,
    conflict,
    draft,
    notice,
    people,
    sealed,
    secret,
)
from slackbot.records.base import Base

MODULES = (audit, case, complaint, conflict, draft, notice, people, sealed, secret)


def metadata() -> MetaData:
    """Return the metadata of every table."""
    return Base.metadata
