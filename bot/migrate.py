"""Brings the database's tables to what this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.database import Database

FOLDER = Path(__file__).parent.parent / "migrations"


class UnknownVersionError(Exception):
    """The database was written by a newer version of the program."""


def _alembic() -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    return config


def newest() -> str:
    """The revision this version of the program needs, read from the file names' chain."""
    return ScriptDirectory.from_config(_alembic()).get_current_head() or ""


async def current(database: Database) -> str | None:
    """The revision of the database; None for an empty one."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_current)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def upgrade(database: Database) -> bool:
    """Bring the tables up to date; say whether there was anything to do. Raises UnknownVersionError."""
    at = await current(database)
    if at == newest():
        return False
    known = {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}
    if at is not None and at not in known:
        raise UnknownVersionError(at)
    async with database.engine.connect() as connection:
        await connection.run_sync(_upgrade)
        await connection.commit()
    return True


def _upgrade(connection: Connection) -> None:
    config = _alembic()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
