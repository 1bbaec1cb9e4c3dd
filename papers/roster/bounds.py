"""Reads workbooks that anybody may have made: in a child process with limits on memory, CPU and time."""

import asyncio
import os
import re
import shutil
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from locales import N_, language
from papers.progress import come_to, doing
from papers.roster import Fault, Roster, Unreadable
from papers.roster.child import MOST_WRITTEN, Refusal, Result
from papers.roster.files.envelope import MOST_BYTES, TOO_LARGE
from papers.roster.lists.values import newest_day

WALL_SECONDS = 180  # for what takes two: a machine with other work is no fault; the CPU time is bound in the child
_RESULT: msgspec.msgpack.Decoder[Result] = msgspec.msgpack.Decoder(Result)
_COME_TO = re.compile(rb"(\d{1,6}) (\d{1,6})\n")
_READING, _COLOURING = N_("Reading the list"), N_("Colouring what is to be put right")
_CHECKOUT = Path(__file__).parents[2]
_TOO_MUCH = N_(
    "This workbook takes too long or too much memory to read. Copy the lists into a new workbook and send that."
)


def read_roster_safely(path: Path, today: date | None = None) -> Roster:
    """Like `read_roster`, for a file nobody vouches for; blocks for at most `WALL_SECONDS`. Raises Unreadable."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _refuse_large(path.stat().st_size)
        shutil.copyfile(path, folder / "source.xlsx")
        try:
            subprocess.run(  # noqa: S603, our own interpreter and module, a folder we made
                _command("read", folder, _day(today)),
                cwd=_CHECKOUT,
                env=_environment(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=WALL_SECONDS,
                check=False,  # the result file tells
            )
        except subprocess.TimeoutExpired as late:
            raise Unreadable(_TOO_MUCH) from late
        return _roster(_result(folder))


async def read_roster_bounded(content: bytes, today: date | None = None) -> Roster:
    """`read_roster_safely` for the bytes of an attachment, without blocking the loop."""
    _refuse_large(len(content))
    with TemporaryDirectory() as name:
        folder = Path(name)
        await asyncio.to_thread((folder / "source.xlsx").write_bytes, content)
        with doing(_READING):
            await _run("read", folder, _day(today))
        return _roster(await asyncio.to_thread(_result, folder))


async def read_roster_file(path: Path, today: date | None = None) -> Roster:
    """The same of a file on this machine. Raises OSError too."""
    _refuse_large((await asyncio.to_thread(path.stat)).st_size)
    return await read_roster_bounded(await asyncio.to_thread(path.read_bytes), today)


async def write_faults_bounded(content: bytes, faults: Sequence[Fault]) -> bytes:
    """The bytes of the coloured copy (see `papers.roster.faults`), in the language spoken now. Raises Unreadable."""
    _refuse_large(len(content))
    with TemporaryDirectory() as name:
        folder = Path(name)
        await asyncio.to_thread((folder / "source.xlsx").write_bytes, content)
        await asyncio.to_thread((folder / "faults").write_bytes, msgspec.msgpack.encode(list(faults)))
        with doing(_COLOURING):
            await _run("mark", folder, language())
        result = await asyncio.to_thread(_result, folder)
        if isinstance(result, Refusal):
            raise Unreadable(result.message, **result.params)
        return await asyncio.to_thread((folder / "target.xlsx").read_bytes)


async def _run(act: str, folder: Path, word: str) -> None:
    child = await asyncio.create_subprocess_exec(
        *_command(act, folder, word),
        cwd=_CHECKOUT,
        env=_environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(_until_over(child), WALL_SECONDS)
    except TimeoutError as late:
        raise Unreadable(_TOO_MUCH) from late
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _until_over(child: Process) -> None:
    """Passes on how far the child says it has come."""
    assert child.stdout is not None  # noqa: S101, it is a pipe
    async for line in child.stdout:
        said = _COME_TO.fullmatch(line)
        if said:
            come_to(int(said[1]), int(said[2]))
    await child.wait()


def _command(act: str, folder: Path, word: str) -> list[str]:
    return [sys.executable, "-m", "papers.roster.child", act, str(folder), word]


def _environment() -> dict[str, str]:
    """Nothing of ours that the child could give away: tokens may stand in the environment."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP") if name in os.environ}
    return kept | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _day(today: date | None) -> str:
    return (today or newest_day()).isoformat()


def _refuse_large(size: int) -> None:
    """Before a copy is made; the child says the same of any file."""
    if size > MOST_BYTES:
        raise Unreadable(TOO_LARGE, megabytes=MOST_BYTES // 2**20)


def _result(folder: Path) -> Result:
    """What the child wrote; a child that was killed wrote nothing, or half of it."""
    path = folder / "result"
    if not path.exists() or path.stat().st_size > MOST_WRITTEN:
        raise Unreadable(_TOO_MUCH)
    try:
        return _RESULT.decode(path.read_bytes())
    except msgspec.DecodeError as error:
        raise Unreadable(_TOO_MUCH) from error


def _roster(result: Result) -> Roster:
    if isinstance(result, Roster):
        return result
    if isinstance(result, Refusal):
        raise Unreadable(result.message, **result.params)
    raise Unreadable(_TOO_MUCH)
