"""What every table shares: constraint names, moments in UTC, and the word for a partial index."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Index, MetaData, Table, TypeDecorator, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from typing_extensions import override


class Base(DeclarativeBase):
    __table__: ClassVar[Table]  # what every class below has: plain tables are faster where objects are not needed
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored in UTC. SQLite gives naive times back; this puts the zone on again."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        aware: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware


class Row(Base):
    """A table with the usual key."""

    __abstract__ = True
    id: Mapped[int] = mapped_column(primary_key=True)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over some rows only, on both engines."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def insert_new(session: AsyncSession, table: Any) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that leaves rows alone which are there already."""
    return new_rows(session.get_bind().dialect.name, table)


def new_rows(dialect: str, table: Any) -> sqlite.Insert | postgresql.Insert:
    """`insert_new` for statements that are kept."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
