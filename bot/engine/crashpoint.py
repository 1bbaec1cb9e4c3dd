"""Places where a test lets the program die: does nothing unless the environment asks for it."""

import os
import signal
from collections import Counter

_hits: Counter[str] = Counter()


def crashpoint(name: str) -> None:
    """With SISO_CRASH="send.before:3" the third arrival at "send.before" kills the process, as a power cut would."""
    wanted = os.environ.get("SISO_CRASH")
    if wanted is None:
        return
    point, _colon, number = wanted.partition(":")
    _hits[name] += 1
    if point == name and _hits[name] == int(number or 1):
        os.kill(os.getpid(), signal.SIGKILL)
