"""From the start of the program to its first answer, and what it holds in memory when idle."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bench import district
from bench.figure import Figure
from bot.engine.database import Database
from tests.fakes.telegram import FakeTelegram

PUPILS = 2000
SECONDS, MEMORY = 2.0, 150.0
TEACHER = PUPILS + 1  # a homeroom teacher's chat, see bench.district

CONFIG = """
[database]
url = "sqlite+aiosqlite:///{database}"
[server]
port = 0
[school]
code = "s1"
[channels.telegram]
token = "{token}"
base_url = "{url}"
"""


def measure(*, small: bool = False) -> list[Figure]:
    path = district.FOLDER / "start.db"
    for old in path.parent.glob("start*"):
        old.unlink()
    asyncio.run(_fill(path, small=small))
    measured = [_start(path, idle=0.0 if small else 3.0) for _turn in range(1 if small else 3)]
    took, memory = min(each[0] for each in measured), max(each[1] for each in measured)
    return [
        Figure(part="start", what="start → first answer", value=took, unit="s", bar=SECONDS, most=True),
        Figure(part="start", what=f"memory, idle, {PUPILS:,} pupils", value=memory, unit="MiB", bar=MEMORY, most=True),
    ]


async def _fill(path: Path, *, small: bool) -> None:
    database = Database(f"sqlite+aiosqlite:///{path}")
    await district.build(database, PUPILS, "telegram", marks=not small)
    await database.close()


def _start(path: Path, idle: float) -> tuple[float, float]:
    """Seconds until the first answer, and MiB some seconds later."""
    with FakeTelegram.in_thread() as fake:
        config = path.with_suffix(".toml")
        config.write_text(CONFIG.format(database=path, token=fake.token, url=fake.base_url), encoding="utf-8")
        fake.say(TEACHER, "/vang Nguyen Van An")
        begin = time.perf_counter()
        command = [sys.executable, "-m", "bot", "--config", str(config), "run"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
            try:
                fake.wait(lambda: fake.seen[TEACHER], timeout=20)
                took = time.perf_counter() - begin
                time.sleep(idle)
                memory = resident(process.pid)
            finally:
                os.kill(process.pid, signal.SIGTERM)
    return took, memory


def resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
