"""Alembic's entry: it runs on the connection that `records.schema` hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from slackbot.records.base import UtcTime
from slackbot.records.tables import metadata


def render(kind: str, item: Any, _context: object) -> str | Literal[False]:  # noqa: ANN401 - Alembic's
    """Write enums as the plain words that they are kept as, and times without our own type."""
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, UtcTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=render,
)
context.run_migrations()
