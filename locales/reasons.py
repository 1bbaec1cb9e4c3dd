"""The reasons of an absence in words, by the codes that reports and families' answers are stored under."""

from locales import N_, _
from locales.words import quoted

REASONS = {
    "om": N_("ill"),
    "viec_nha": N_("family matter"),
    "di_ray": N_("work in the fields"),
    "theo_cha_me": N_("away with the parents"),
    "di_lam": N_("gone to work"),
    "lay_vo_chong": N_("marriage"),
    "duong_xa": N_("long way to school"),
    "thoi_tiet": N_("weather"),
    "le_tet": N_("festival or custom at home"),
    "khac": N_("another reason"),
    "khong_biet": N_("the family did not know"),
    "can_giup": N_("the family asks for the school's help"),
}
_WORDS = 4  # of a reason that only names itself: `đi rẫy`, `theo cha mẹ`


def reason_words(code: str | None, text: str | None) -> str:
    """As it was written, else by its code; empty where no reason is known. Only a reason we know, in a few bare words,
    stands without quotation marks: nothing can be forged with it.
    """
    if not text:
        return _(REASONS[code]) if code in REASONS else ""
    words = text.split()
    named = code in REASONS and code != "khac" and len(words) <= _WORDS and all(map(str.isalpha, words))
    return " ".join(words) if named else quoted(text)
