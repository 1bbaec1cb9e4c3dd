"""What the command line says before it does anything."""

from pathlib import Path

import pytest

from bot import __main__ as program
from bot.database import Database
from tests import databases

pytestmark = pytest.mark.anyio


async def test_an_sqlite_too_old_is_one_sentence_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(databases.sqlite(tmp_path))
    before = Path(str(database.url.database)).read_bytes()
    monkeypatch.setattr(program, "OLDEST_SQLITE", (99, 1))
    with pytest.raises(program.Fault, match=r"SQLite .*; 99\.1 or newer is needed"):
        await program.ready(database)
    await database.close()
    assert Path(str(database.url.database)).read_bytes() == before
