"""Leave in a line, as whoever calls the roll reads it."""

from datetime import date

from locales import N_, _
from locales.words import part_words, short_day

AGREED, OPEN = N_("leave agreed"), N_("leave asked, not decided yet")


def leave_words(name: str, last: date, part: str | None, *, agreed: bool) -> str:
    """`Hồ Thị Lan: đã cho nghỉ phép, đến 18/11`."""
    said = f"{name}: {_(AGREED if agreed else OPEN)}"
    if part:
        said += f" ({part_words([part])})"
    return said + ", " + _("until {day}").format(day=short_day(last))
