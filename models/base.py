"""What every table shares: constraint names, moments in UTC, what fits into a column, the word for a partial index."""

from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from sqlalchemy import DateTime, Dialect, Index, Integer, MetaData, String, Table, Text, TypeDecorator, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column
from sqlalchemy.orm.util import AliasedClass
from typing_extensions import override

LARGEST = 2**31 - 1  # no row has this number
T = TypeVar("T")
NUL = "\0"


class Fitting(TypeDecorator[str]):
    """Text as a column can hold it, clipped on both engines: PostgreSQL refuses NUL and what is longer."""

    impl = String
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if not isinstance(value, str):
            return value
        clean = value.replace(NUL, "") if NUL in value else value
        length: int | None = getattr(self.impl_instance, "length", None)
        return clean if length is None or len(clean) <= length else clean[:length]


class FittingText(Fitting):
    """The same of any length."""

    impl = Text
    cache_ok = True


class Number(TypeDecorator[int]):
    """A number as a column can hold it: what somebody typed may have any size, and is no row's number then."""

    impl = Integer
    cache_ok = True

    @override
    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return max(-LARGEST, min(LARGEST, value)) if isinstance(value, int) else value


class Base(DeclarativeBase):
    """Every column of text or numbers takes what somebody typed, whatever its size: no table can forget it."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {int: Number}
    __table__: ClassVar[Table]  # what every class below has: plain tables are faster where objects are not needed
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        table = cls.__dict__.get("__table__")
        for column in () if table is None else table.columns:
            if isinstance(column.type, String):
                column.type = FittingText() if isinstance(column.type, Text) else Fitting(column.type.length)


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


def twin(table: type[T], use: str) -> AliasedClass[T]:
    """The table once more in a statement, for this use: kept, since to make it costs more than the rest of most
    statements. No use stands inside itself, and no other has its name.
    """
    kept: AliasedClass[T] = _twins.get((table, use)) or _twins.setdefault((table, use), aliased(table))
    return kept


_twins: dict[tuple[type[Any], str], Any] = {}


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
