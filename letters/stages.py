"""What an open case waits for, where that is more than a visit."""

from typing import Any

from locales import _
from rules.ladder.steps import OUT, UP


def stage_words(case: Any) -> str:
    """Of its step, decision and visit; empty where the home is still to be visited."""
    if case.step == OUT:
        return _("the commune is asked to help, not back yet")
    if case.step >= UP and case.decision is None:
        return _("before the principal")
    return _("home visited, not back yet") if case.visited_on is not None else ""
