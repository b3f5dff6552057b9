"""The ground of every table: names of constraints, aware times, enums kept as their words."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, Enum, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the record."""

    metadata = MetaData(naming_convention=NAMES)


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC in and out, also on SQLite, which forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into UTC; a naive one is a mistake of ours."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give the time back as aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def rows_of(model: type[Base]) -> Table:
    """Give the bare table of a model, for statements of the hot path.

    Written against tables, once, when the module is imported, a statement costs a fifth
    of the same one written against models each time that it is needed.
    """
    return cast("Table", model.__table__)


def word(kind: type[StrEnum]) -> Enum:
    """Keep an enum as the word that it means; new words need no change of schema."""

    def values(members: Any) -> list[str]:  # noqa: ANN401 - SQLAlchemy's own signature
        return [member.value for member in members]

    return Enum(
        kind, native_enum=False, create_constraint=False, length=60, values_callable=values
    )
