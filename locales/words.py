"""Days, half days, lists and figures in the language being spoken."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_percent

from locales import N_, _, language

ROLES = {
    "homeroom": N_("homeroom teacher"),
    "teacher": N_("teacher"),
    "hamlet_staff": N_("staff looking after a hamlet"),
    "group_head": N_("head of a subject group"),
    "registrar": N_("registrar (Pioneer lead)"),
    "vice_principal": N_("vice principal"),
    "principal": N_("principal"),
    "admin": N_("administrator"),
    "village_head": N_("village head"),
    "guardian": N_("guardian"),
    "mentor": N_("sponsor"),
    "commune_officer": N_("commune officer"),
    "partner": N_("partner of the village team"),
    "unit_officer": N_("officer above the school"),
}


def day_words(day: date) -> str:
    """`thứ Hai 16/11` in the middle of a sentence; Sunday, Chủ nhật, begins with a capital anywhere."""
    words = _sunday(format_date(day, "EEEE dd/MM", locale=language()))
    return words[0].lower() + words[1:] if words.startswith("Thứ") else words


def _sunday(words: str) -> str:
    """As decrees write it; the library has a second capital."""
    return words.replace("Chủ Nhật", "Chủ nhật")


def short_day(day: date) -> str:
    return format_date(day, "dd/MM", locale=language())


def full_day(day: date) -> str:
    return _sunday(format_date(day, "EEEE, dd/MM/yyyy", locale=language()))


def part_words(parts: Sequence[str]) -> str:
    """`sáng`, `chiều`, or `cả ngày` for both."""
    if len(set(parts)) > 1:
        return _("all day")
    return _("morning") if parts[0] == "S" else _("afternoon")


def when(day: date, parts: Sequence[str]) -> str:
    """`sáng thứ Hai 16/11`."""
    if not parts:
        return day_words(day)
    return _("{session} of {day}").format(session=part_words(parts), day=day_words(day))


def listed(items: Iterable[str]) -> str:
    """`A, B và C`."""
    return format_list(list(items), locale=language())


def percent(rate: float | None) -> str:
    """`95,3%`; a dash where there is nothing to measure."""
    return "–" if rate is None else format_percent(rate, "#,##0.0%", locale=language())


def opening(words: str) -> str:
    """The same words at the beginning of a sentence."""
    return words[:1].upper() + words[1:]


def plain(words: str) -> str:
    """What somebody wrote, as it may stand between quotation marks of ours: one paragraph without our signs for strong
    words, without quotation marks that would end ours, and without letters that hide or turn round what follows.
    """
    kept = "".join(_harmless(letter) for letter in words)
    while "**" in kept:
        kept = kept.replace("**", "")
    return " ".join(kept.split())


def quoted(words: str) -> str:
    """What somebody wrote, repeated to others: nobody's words look like ours. Every sentence that repeats them puts
    them in by this function, or by `plain` where it has quotation marks already.
    """
    return f"“{plain(words)}”"


def _harmless(letter: str) -> str:
    if letter in "“”„‟":
        return '"'
    if letter.isspace() or unicodedata.category(letter) in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if unicodedata.category(letter) == "Cf" else letter


def left_out(words: str, longest: int) -> str:
    """Said to whoever wrote more than is kept; empty where all of it is."""
    if len(words) <= longest:
        return ""
    text = _("Only the first {count} letters are kept. Not kept: “{rest}”")
    return text.format(count=longest, rest=plain(words[longest:]))


def joined(lines: Iterable[str]) -> str:
    """One text of the lines that say something."""
    return "\n".join(line for line in lines if line)


def pupil_words(name: str, klass: str) -> str:
    """A pupil with the class; one without any is on no list of the school."""
    text = _("{name}, class {klass}") if klass else _("{name}, on no class list")
    return text.format(name=name, klass=klass)


def pupil_at(name: str, klass: str, place: str) -> str:
    """The same with where the pupil lives."""
    text = _("{name}, class {klass} ({place})") if klass else _("{name}, on no class list ({place})")
    return text.format(name=name, klass=klass, place=place or _("hamlet unknown"))
