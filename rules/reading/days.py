"""Which day words say."""

from datetime import timedelta

from rules.calendar.dates import match_day
from rules.calendar.days_said import DayReading, Expected
from rules.reading.heads import SAID_NUMBER, fraction
from rules.reading.naming import is_away_tomorrow, name_at
from rules.reading.pieces import Piece, Source, word_at
from rules.reading.words.text import Gap, Text

_OPENS_A_DAY = {"tu": "từ", "toi": "tới", "den": "đến", "het": "hết", "ca": "cả", "cho": "cho", "suot": "suốt"}
_OPENS_A_DAY |= {"mot": "một", "hai": "hai", "ba": "ba", "bon": "bốn", "nam": "năm", "sau": "sáu", "bay": "bảy"}

_OPENING = frozenset((  # every word that a day may begin with
    *_OPENS_A_DAY, "sang", "nguyen", "tron", "chieu", "trua", "buoi", "hom", "hum", "bua", "hnay", "hqua", "nay", "mai",
    "ngay", "t2", "t3", "t4", "t5", "t6", "t7", "thu", "cn", "chu", "ke", "tinh", "qua", "tu",
))  # fmt: skip
_HALVES = frozenset(("sang", "chieu", "trua"))
_OF_SOMEBODY = frozenset(("chua", "khong", "thay", "goi", "nhan", "hoi"))
_WRITERS = frozenset(("tôi", "tui", "mình"))  # and no tới
_BARE = frozenset(("nay", "mai", "mot"))
_BEHIND_A_DAY = frozenset(("di", "nghi", "xin", "len", "xuong", "vo", "vao", "moi", "se", "hoc", "cho"))


def day_at(source: Source, at: int) -> Piece | None:
    text = source.text
    if (text.plain[at] not in _OPENING and not text.plain[at][0].isdigit()) or fraction(text, at):
        return None
    called = at and text.plain[at] in SAID_NUMBER and text.capital(at) and name_at(source, at) is not None
    if called or (text.marked and text.lower[at] == "thu"):  # em Năm hôm nay; Thu, not thứ
        return None
    marked = text.plain[at] in ("nay", "mai") and text.lower[at] != text.plain[at]
    if marked or (text.plain[at] in _BARE and text.capital(at) and at and not is_tomorrow_for(source, at)):
        return None  # hai bạn này, lợp mái; a name: Nay H'Sương
    if text.lower[at] not in (text.plain[at], "mốt", _OPENS_A_DAY.get(text.plain[at], text.lower[at])):
        return None  # Tú hôm nay, tôi mai: no `từ`, no `tới`
    if text.plain[at] in _HALVES and at + 1 < len(text.words) and text.words[at + 1].gap >= Gap.HARD:
        return None  # Sáng, Mai
    read = match_day(_without_other_words(source, at), text.words[at].start, source.today, source.expected)
    day = read or _tomorrow(source, at)
    return Piece(start=at, end=word_at(text, at, day.end), day=day) if day else None


def _without_other_words(source: Source, at: int) -> str:
    """`nghỉ cả tuần quá cô`: quá is no qua; `xin nghỉ hôm nay, Mai cũng nghỉ`: behind the day somebody is called so."""
    text, folded = source.text, source.text.folded
    if "quá" not in text.lower and "mai" not in text.plain:
        return folded
    for place, word in enumerate(text.words):
        called = place > at and word.text == "Mai" and text.cased and name_at(source, place) is not None
        if word.lower == "quá" or called:
            folded = f"{folded[: word.start]}  .{folded[word.end :]}"
    return folded


def _tomorrow(source: Source, at: int) -> DayReading | None:
    """`mai` alone, where leave is asked for and a name or the like follows."""
    text, word = source.text, source.text.words[at]
    apart = at + 1 == len(text.words) or text.plain[at + 1] in _BEHIND_A_DAY
    apart = apart or (word.gap >= Gap.STOP and name_at(source, at + 1) is not None)
    if word.lower == "mốt" and text.plain[at - 1] != "mai" and apart:
        return DayReading(days=(source.today + timedelta(days=2),), start=word.start, end=word.end)
    said = (
        _opens_tomorrow(source, at)
        or _is_tomorrow_too(text, at)
        or is_away_tomorrow(text, at)
        or is_tomorrow_for(source, at)
        or _is_tomorrow_of(source, at)
    )
    if said:  # Mai Lụa nghỉ, where nobody is called Mai
        return DayReading(days=(source.today + timedelta(days=1),), start=word.start, end=word.end)
    if word.folded != "mai" or word.lower == "mái" or source.expected is not Expected.AHEAD or word.gap < Gap.HARD:
        return None
    behind = at + 1 < len(text.words) and text.words[at + 1].gap <= Gap.TIGHT
    days = (source.today + timedelta(days=1),)
    return DayReading(days=days, start=word.start, end=word.end) if behind else None


def _opens_tomorrow(source: Source, at: int) -> bool:
    """`mai vắng Bình`, where nobody is called Mai."""
    text = source.text
    opens = text.words[at].text == "mai" and (text.words[at].gap >= Gap.HARD or not at)
    return opens and text.plain[at + 1 : at + 2] in (("vang",), ("nghi",)) and name_at(source, at) is None


def _is_tomorrow_too(text: Text, at: int) -> bool:
    """`hôm nay và mai`."""
    both = at > 1 and text.plain[at - 2] == "nay" and text.plain[at - 1] in ("va", "voi", "ca")
    return both and text.words[at].text == "mai"


def is_tomorrow_for(source: Source, at: int) -> bool:
    """`Mai tui cho nó đi khám`; `6A đủ. Mai em gửi danh sách`, where nobody is called Mai."""
    if source.text.plain[at] != "mai":
        return False
    words = source.text.words[at : at + 3]
    begins = not at or words[0].gap >= (Gap.HARD if words[0].text == "mai" else Gap.STOP)
    quoted = source.text.text[: words[0].start].rstrip(" ").endswith(('"', "“", "«"))
    if words[0].lower == "mái" or not (begins or quoted) or len(words) < 2 or words[1].gap is not Gap.SOFT:
        return False
    if words[-1].folded in _OF_SOMEBODY and name_at(source, at) is not None and words[0].text != "mai":
        return False  # Mai tôi chưa thấy đâu
    writer = words[1].lower in _WRITERS or (words[1].folded == "nha" and words[-1].lower in (*_WRITERS, "em"))
    return writer or (at > 0 and words[1].folded in ("em", "lop", "co") and name_at(source, at) is None)


def _is_tomorrow_of(source: Source, at: int) -> bool:
    words = source.text.words
    if words[at].lower != "mai" or words[at].gap < Gap.STOP or at + 1 == len(words) or words[at + 1].gap > Gap.SOFT:
        return False
    another = name_at(source, at + 1)
    capital = words[at + 1].text[0].isupper()  # mai Mai nghỉ
    return another is not None and (capital or name_at(source, at) is None)
