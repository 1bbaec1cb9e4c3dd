"""Brings the database's tables to what this version needs."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.engine.database import Database
from bot.engine.sentences import UnreachableError

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig  # takes long to load, and at most starts there is nothing to do

FOLDER = Path(__file__).parents[2] / "migrations"
_NUMBER = Column("version_num", String(32), primary_key=True)
_VERSION = Table("alembic_version", MetaData(naming_convention={"pk": "%(table_name)s_pkc"}), _NUMBER)  # as Alembic's


class UnknownVersionError(Exception):
    """The database was written by a newer version of the program."""


def _alembic() -> "AlembicConfig":
    from alembic.config import Config  # noqa: PLC0415, see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("recursive_version_locations", "true")
    return config


def _chain() -> dict[str, str | None]:
    """Each revision there is, and the one before it."""
    files = (path.read_text(encoding="utf-8") for path in (FOLDER / "versions").rglob("*.py"))
    return {_named("revision", text) or "": _named("down_revision", text) for text in files}


def _named(name: str, text: str) -> str | None:
    found = re.search(rf"^{name}(?:: [^=]+)? = ['\"](\w+)['\"]", text, re.MULTILINE)
    return found and found[1]


def newest() -> str:
    """The revision this version of the program needs: the one that none comes after."""
    chain = _chain()
    return next(iter(set(chain) - set(chain.values())))


def is_known(version: str) -> bool:
    """Whether this program knows the revision, and so can bring its tables up to date."""
    return version in _chain()


async def current(database: Database) -> str | None:
    """The revision of the database; None for an empty one. Every command asks this first: raises UnreachableError."""
    try:
        async with database.engine.connect() as connection:
            return await connection.run_sync(_current)
    except (OSError, DBAPIError) as error:
        if database.is_sqlite:
            raise
        raise UnreachableError(database.where(), error) from error


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def upgrade(database: Database) -> bool:
    """Bring the tables up to date; say whether there was anything to do. A new database gets them as they are now: the
    migrations end there too, and take much longer. Raises UnknownVersionError.
    """
    at = await current(database)
    if at == newest():
        return False
    if at is not None and not is_known(at):
        raise UnknownVersionError(at)
    async with database.engine.connect() as connection:
        await connection.run_sync(_begin if at is None else migrate)
        await connection.commit()
    return True


def _begin(connection: Connection) -> None:
    if inspect(connection).get_table_names():  # somebody's own tables, or what is left of a restore: by steps, or not
        migrate(connection)
        return
    from models.base import Base  # noqa: PLC0415, all tables with it, and only a new database needs them

    Base.metadata.create_all(connection, checkfirst=False)
    _VERSION.create(connection)
    connection.execute(_VERSION.insert(), {"version_num": newest()})


def migrate(connection: Connection) -> None:
    """One migration after the other, from whatever is there."""
    from alembic import command  # noqa: PLC0415, see above

    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
