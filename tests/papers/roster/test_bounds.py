"""The child process: what it may use, what it may cost the parent, and what it says when it dies."""

import asyncio
import os
import subprocess
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import pytest

from locales import speaking
from papers.roster import Unreadable, bounds
from papers.roster.bounds import read_roster_bounded, read_roster_safely, write_faults_bounded
from papers.roster.child import bound_this_process
from papers.roster.reader import read_roster
from tests.papers.roster.files.test_hostile import SHEET, with_cell
from tests.papers.roster.workbooks import GOOD_PUPILS, TODAY, package, school, with_entry, write
from tests.patience import PATIENCE

pytestmark = pytest.mark.anyio
unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")


def limited(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process that has bound itself as the child does."""
    program = f"from {bound_this_process.__module__} import bound_this_process as bind; bind()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def test_the_child_reads_the_same_roster(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", school())
    assert read_roster_safely(path, TODAY) == read_roster(path, TODAY)


def test_a_refusal_crosses_over_and_is_said_in_the_readers_language(tmp_path: Path) -> None:
    path = with_entry(write(tmp_path / "a.xlsx", school()), SHEET, with_cell("XFD1048576"))
    with pytest.raises(Unreadable) as refused:
        read_roster_safely(path, TODAY)
    assert refused.value.params == {"cell": "XFD1048576", "rows": 10000, "columns": 250}
    assert "XFD1048576" in refused.value.sentence()


async def test_an_attachment_is_read_without_blocking_the_loop(tmp_path: Path) -> None:
    content = write(tmp_path / "a.xlsx", school()).read_bytes()
    reading = asyncio.create_task(read_roster_bounded(content, TODAY))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert len((await reading).pupils) == 2
    assert turns > 3, "a loop that is blocked turns once"


async def test_what_is_too_large_is_refused_before_any_child_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "_command", lambda *_words: ["/nonexistent"])
    with pytest.raises(Unreadable, match="larger than 5 MB"):
        await read_roster_bounded(bytes(5 * 2**20 + 1))


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, start = [], asyncio.create_subprocess_exec

    async def noted(*words: Any, **options: Any) -> Process:
        started.append(await start(*words, **options))
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    monkeypatch.setattr(bounds, "_command", lambda *_words: [sys.executable, "-c", "import time; time.sleep(600)"])
    monkeypatch.setattr(bounds, "WALL_SECONDS", 0.5)
    with pytest.raises(Unreadable, match="too long or too much memory"):
        await read_roster_bounded(b"PK")
    (child,) = started
    assert child.returncode is not None
    with pytest.raises(ProcessLookupError):
        os.kill(child.pid, 0)


async def test_a_child_ends_with_the_task_that_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid_file = tmp_path / "pid"
    sleeper = f"import os, pathlib, time; pathlib.Path({str(pid_file)!r}).write_text(str(os.getpid())); time.sleep(600)"
    monkeypatch.setattr(bounds, "_command", lambda *_words: [sys.executable, "-c", sleeper])
    reading = asyncio.create_task(read_roster_bounded(b"PK"))
    while not pid_file.exists() or not pid_file.read_text():  # noqa: ASYNC110, another process writes it
        await asyncio.sleep(0.02)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


def test_a_child_that_dies_without_a_word_is_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "_command", lambda *_words: [sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(Unreadable, match="too long or too much memory"):
        read_roster_safely(write(tmp_path / "a.xlsx", school()))


@unix
def test_the_child_gets_no_more_memory_than_it_may(tmp_path: Path) -> None:
    assert "MemoryError" in limited("bytes(600 * 2**20)").stderr
    assert limited("bytes(200 * 2**20)").returncode == 0


@unix
def test_the_child_gets_no_more_cpu_and_writes_no_more_than_it_may(tmp_path: Path) -> None:
    shown = limited("import resource as r; print(r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_CORE))").stdout
    assert shown.split("\n")[0] == "(20, 20) (0, 0)"
    assert "File too large" in limited(f"open({str(tmp_path / 'big')!r}, 'wb').write(bytes(21 * 2**20))").stderr


def test_the_child_sees_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SISO_TOKEN", "123:secret")
    assert "123:secret" not in bounds._environment().values()


@unix
def test_the_parent_grows_by_less_than_fifty_megabytes(tmp_path: Path) -> None:
    rows = (GOOD_PUPILS[0], *((n, "Hồ Văn Bình", "05/09/2015", "6A") for n in range(4000)))  # 4,000 faults come back
    path = write(tmp_path / "a.xlsx", {"HS": rows})
    program = (
        "import resource, sys; from pathlib import Path; from papers.roster.bounds import read_roster_safely\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "roster = read_roster_safely(Path(sys.argv[1]))\n"
        "print(len(roster.pupils), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    told = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    pupils, kilobytes = map(int, told.stdout.split())
    assert pupils == 4000
    assert kilobytes < 50 * 1024


async def test_the_coloured_copy_is_made_in_the_child_too_and_in_the_readers_language(tmp_path: Path) -> None:
    content = write(tmp_path / "a.xlsx", school(pupils=(*GOOD_PUPILS, (3, "", "07/09/2015", "6A")))).read_bytes()
    roster = await read_roster_bounded(content, TODAY)
    with speaking("vi"):
        copy = await write_faults_bounded(content, roster.faults)
    (tmp_path / "copy.xlsx").write_bytes(copy)
    assert len(read_roster(tmp_path / "copy.xlsx", TODAY).errors()) == len(roster.errors()) == 1


async def test_no_copy_is_made_of_what_is_no_workbook(tmp_path: Path) -> None:
    content = package(tmp_path / "a.xlsx", {"ppt/presentation.xml": "<p/>"}).read_bytes()
    with pytest.raises(Unreadable, match="PowerPoint"):
        await write_faults_bounded(content, [])
