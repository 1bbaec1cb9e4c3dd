"""The marks of the register in words, by the letters they are stored under; the empty one is who was in class."""

import re

from locales import N_, _
from locales.words import quoted

STATES = {
    "K": N_("without leave"),
    "P": N_("with leave"),
    "M": N_("late"),
    "D": N_("on duty for the school"),
    "BT": N_("skipped a lesson"),
    "VS": N_("went home early"),
    "": N_("in class"),
}
_LETTERS = ("K", "P")  # which teachers write themselves
_LESSON = re.compile(r"tiết (?:\d{1,2}(?:[ ,-]+\d{1,2})*|cuối|đầu)")


def state_words(kind: str) -> str:
    return _(STATES[kind])


def mark_said(kind: str, *, unsettled: bool) -> str:
    """`K`, `P`, or what the mark means; of an absence nobody has settled that its leave is not clear yet."""
    if kind not in _LETTERS:
        return state_words(kind)
    return _("leave not clear yet") if unsettled else kind


def unclear_words(count: int) -> str:
    """`, 1 chưa rõ phép` behind those with leave and without; nothing where there are none."""
    return ", " + _("{count} with leave not clear yet").format(count=count) if count else ""


def unsure_words(count: int) -> str:
    """`, 1 đang xác minh` behind what is counted; nothing where there are none."""
    return ", " + _("{count} being cleared").format(count=count) if count else ""


def in_part_words(kind: str, said: str | None) -> str:
    """`bỏ tiết (tiết 3)`. What was said of it stands in quotation marks unless it is a lesson and nothing else."""
    if not said:
        return state_words(kind)
    return f"{state_words(kind)} ({lesson_words(said)})"


def lesson_words(said: str) -> str:
    return said if _LESSON.fullmatch(said) else quoted(said)
