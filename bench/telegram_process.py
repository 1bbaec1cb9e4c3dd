"""The fake Telegram in a process of its own, so that measuring does not share a processor core with it unasked."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def telegram(latency: float) -> Iterator[str]:
    """Its base URL; `latency` is seconds before each answer."""
    command = [sys.executable, "-m", "tests.fakes.telegram", str(latency)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
