"""Programs that tests start: none outlives its test, however the test ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from tests.patience import PATIENCE

_started: list[subprocess.Popen[bytes]] = []


def spawn(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
    """A process with a group of its own, so that its children end with it."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    _started.append(process)
    return process


def run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """A command that ends by itself, and what it said."""
    process = spawn(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    out, err = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def end_all() -> list[str]:
    """End what still runs; return what that was."""
    left = [str(process.args) for process in _started if process.poll() is None]
    while _started:
        _end(_started.pop())
    return left


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
