"""The whole program in a process of its own, between a real database file and a fake Telegram."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import insert, select

from models import Chats, People
from tests.conversation import ZONE, playing
from tests.fakes.telegram import FakeTelegram
from tests.patience import PATIENCE
from tests.processes import spawn
from tests.small_school import PHONES

NUMBERS = {phone: 5_551_000_000 + number for number, phone in enumerate(PHONES, 1)}  # the chats' ids at Telegram
ROOT = Path(__file__).parent.parent
MODULE = (sys.executable, "-m", "bot")

CONFIG = """
[database]
url = "{database}"
[server]
port = {port}
[school]
name = "Trường Thử"
hold = 0
quiet_from = 00:00:00
quiet_until = 00:00:00
{tables}
"""
TELEGRAM = """
[channels.telegram]
token = "{token}"
base_url = "{base_url}"
{more}
"""


def moment(day: str, at: str = "07:05") -> int:
    """As Telegram dates a message: `2026-11-16`, `07:05` at the school."""
    return int(datetime.strptime(f"{day} {at}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).timestamp())


class Program:
    """`python -m bot`, or another way in, with a configuration of its own. What it logs is in `log`, run after run."""

    def __init__(self, folder: Path, fake: FakeTelegram, *, way_in: Sequence[str] = MODULE, **more: Any) -> None:
        self.port = free_port()
        options = "\n".join(f'{name} = "{value}"' for name, value in more.items()).format(port=self.port)
        self._begin(folder, way_in, TELEGRAM.format(token=fake.token, base_url=fake.base_url, more=options))

    def _begin(self, folder: Path, way_in: Sequence[str], tables: str, network: str = "telegram") -> None:
        self._way_in, self.log = way_in, folder / "log"
        self.file = asyncio.run(_school(folder, network))
        self._config = folder / "config.toml"
        database = f"sqlite+aiosqlite:///{self.file}"
        self._config.write_text(CONFIG.format(database=database, port=self.port, tables=tables))

    @classmethod
    def on(cls, network: str, folder: Path, tables: str, way_in: Sequence[str] = MODULE) -> Self:
        """One whose people are known on another network, with the tables of its channels."""
        program = cls.__new__(cls)
        program.port = free_port()
        program._begin(folder, way_in, tables, network)
        return program

    def command(self, *words: str, crash: str = "") -> subprocess.Popen[bytes]:
        command = [*self._way_in, "--config", str(self._config), *words]
        environment = {**os.environ, "SISO_CRASH": crash} if crash else dict(os.environ)
        with self.log.open("ab") as log:
            return spawn(command, stdout=log, stderr=log, cwd=ROOT, env=environment)

    def do(self, *words: str) -> None:
        """A command that ends by itself."""
        assert self.command(*words).wait(PATIENCE) == 0, self.log.read_text(encoding="utf-8")

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """Leaving it stops the program as a service manager would, and expects it to go in peace."""
        process = self.start()
        try:
            yield process
        finally:
            assert self.stop(process) == 0, self.log.read_text(encoding="utf-8")

    def start(self) -> subprocess.Popen[bytes]:
        """Returns when everything runs."""
        before = self.starts()
        process = self.command("run")
        self.wait_for_start(process, before)
        return process

    def wait_for_start(self, process: subprocess.Popen[bytes], before: int) -> None:
        """Returns when everything runs; there were so many starts before."""
        deadline = time.monotonic() + PATIENCE
        while self.starts() == before:
            assert process.poll() is None, self.log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8")
            time.sleep(0.02)

    def starts(self) -> int:
        return self.log.read_text(encoding="utf-8").count('"event": "started"') if self.log.exists() else 0

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def rows(self, question: str) -> list[Any]:
        with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as database:
            return database.execute(question).fetchall()

    def until(self, question: str, answer: list[Any], timeout: float = PATIENCE) -> None:
        """Wait until the database answers so."""
        deadline = time.monotonic() + timeout
        while (found := self.rows(question)) != answer:
            assert time.monotonic() < deadline, f"{found} after {timeout} s\n{self.log.read_text(encoding='utf-8')}"
            time.sleep(0.05)


async def _school(folder: Path, network: str) -> str:
    """The small school, its people known on this network; return the file."""
    async with playing(folder) as play:
        async with play.app.database.write() as session:
            people = {name: id_ for id_, name in await session.execute(select(People.id, People.full_name))}
            now = play.app.now()
            rows = [
                {"channel": network, "address": str(NUMBERS[phone]), "person_id": people[name], "created_at": now}
                for phone, name in PHONES.items()
            ]
            await session.execute(insert(Chats), [{**row, "linked_at": now} for row in rows])
            await session.execute(Chats.__table__.delete().where(Chats.channel == "paper"))
        return str(play.app.database.url.database)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
