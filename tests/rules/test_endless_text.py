"""Whatever is typed, no rule that looks at it takes for ever: one such message would hold up everybody's."""

import importlib
import inspect
import pkgutil
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

import rules

LONGEST = 4096  # letters of a message at Telegram
SECONDS = 3.0  # of the processor; all take less than one
PIECES = (
    *("07:15 ", "có ", "xin cho ", "sáng nay ", "khối 6, ", "(a ", "không ", "- ", "bỏ học, ", "từ 3/11 đến "),
    "vangkhongphep",
)


class EndlessError(Exception):
    pass


def readers() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every function of the rules that takes a text and nothing else."""
    for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        module = importlib.import_module(found.name)
        for name, function in vars(module).items():
            if inspect.isfunction(function) and function.__module__ == found.name and not name.startswith("_"):
                needed = [one for one in inspect.signature(function).parameters.values() if one.default is one.empty]
                if [one.annotation for one in needed] in ([str], ["str"]):
                    yield f"{found.name}.{name}", function


def late(_signal: int, _frame: FrameType | None) -> Any:
    raise EndlessError


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system measures no time of the processor")
def test_no_rule_reads_a_text_for_ever() -> None:
    before = signal.signal(signal.SIGVTALRM, late)
    endless, stumbling = [], []
    found = dict(readers())
    for name, function in found.items():
        for piece in PIECES:
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            try:
                function((piece * LONGEST)[:LONGEST])
            except EndlessError:
                endless.append((name, piece))
                break
            except Exception as error:
                if not type(error).__module__.startswith("rules."):  # a refusal is an answer
                    stumbling.append((name, piece, repr(error)))
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)
    assert len(found) > 100
    assert endless == []
    assert stumbling == []
