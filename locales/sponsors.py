"""The words of the sponsor list: why a pupil is on it, and how a month went."""

from datetime import date

from locales import N_, _
from locales.words import quoted

CATEGORIES = {
    "hardship": N_("economic or family hardship"),
    "weak": N_("weak conduct or learning"),
    "dropout": N_("at risk of dropping out"),
}
PROGRESS = {"better": N_("better"), "same": N_("no change yet"), "worry": N_("worrying")}
TYPED = {
    "better": "tiến bộ",
    "same": "chưa thay đổi",
    "worry": "cần quan tâm thêm",
}  # what a button says, in every language


def sponsor_words(name: str, *, supporting: bool) -> str:
    return _("{name} (supporting)").format(name=name) if supporting else name


def note_words(month: date, progress: str | None, words: str | None) -> str:
    """`11/2026: tiến bộ – “đi học đều hơn”`."""
    said = " – ".join(
        part for part in (_(PROGRESS[progress]) if progress else "", quoted(words) if words else "") if part
    )
    return f"{month:%m/%Y}: {said}"
