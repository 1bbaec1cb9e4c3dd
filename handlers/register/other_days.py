"""What was recorded for other days than the one reported: leave asked ahead, and one pupil's days of the past."""

from collections.abc import Sequence

from handlers.register.heard import Heard
from handlers.register.recording import Written
from handlers.register.scope import Roll
from locales import _
from locales.marks import in_part_words, state_words
from locales.words import listed, part_words, quoted, short_day
from models.register.reports import NewMark
from rules.marks import IN_PART


def on_another_day(roll: Roll) -> bool:
    """Whether it says nothing of the class, and is not about today."""
    return roll.day != roll.today and not roll.reports


def other_days(heard: Heard, written: Sequence[Written]) -> list[str]:
    """A line for each pupil and mark, with its days."""
    others = [one for one in written if on_another_day(one.roll) and not one.says_nothing]
    ahead = [one for one in others if one.roll.day > one.roll.today]
    past = [one for one in others if one.roll.day < one.roll.today]
    lines = []
    if past:
        lines += [_("**Recorded for earlier days**:"), *_lines(heard, past), *_not_reported(past)]
    if ahead:
        lines += [_("**Recorded ahead** (the class is reported on the day itself):"), *_lines(heard, ahead)]
    return lines


def _lines(heard: Heard, written: Sequence[Written]) -> list[str]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in written:
        for mark in one.roll.marks:
            name = one.roll.pupils.numbered(mark.pupil_id)
            found.setdefault((name, _state(mark)), []).append(_when(one.roll, mark))
    if not heard.private:
        return [_("{count} pupils").format(count=len({name for name, _state in found}))]
    return [f"• {name}: {state}, {', '.join(days)}" for (name, state), days in found.items()]


def _state(mark: NewMark) -> str:
    if mark.kind in IN_PART:
        return in_part_words(mark.kind, mark.reason)
    words = state_words(mark.kind)
    return f"{words} ({quoted(mark.reason)})" if mark.reason else words


def _when(roll: Roll, mark: NewMark) -> str:
    return f"{part_words(mark.parts or roll.parts)} {short_day(roll.day)}"


def _not_reported(written: Sequence[Written]) -> list[str]:
    """What is marked in a half day nobody has reported does not count before somebody does."""
    silent = [one.roll.said() for one in written if one.recorded.before is None]
    text = _("Not reported by the class yet, so not counted: {scopes}.")
    return [text.format(scopes=listed(silent))] if silent else []
