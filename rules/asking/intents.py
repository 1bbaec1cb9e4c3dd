"""What is wanted by a message that is no report: what is told or ordered in so many words, then what is spoken of."""

import re
import tomllib
import unicodedata
from pathlib import Path

from rules.announcements import after_announce
from rules.asking.intent import OF_ALL, Intent
from rules.asking.wishes import Wish, read_wishes, spoken_of
from rules.asking.words import goes_elsewhere, plain_words
from rules.people.names import clean, fold

_FILE = Path(__file__).with_name("phrases.toml")
_LONGEST = 300  # letters: who writes more asks for more than one thing


def _read() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    """The patterns of `phrases.toml`, in its order."""
    said = tomllib.loads(_FILE.read_text("utf-8"))
    parts: dict[str, str] = said["parts"]
    put_in = re.compile(f"<({'|'.join(parts)})>")

    def whole(pattern: str) -> str:
        return put_in.sub(lambda part: whole(parts[part[1]]), pattern)

    return tuple((Intent(name), re.compile("|".join(map(whole, some)))) for name, some in said["intents"].items())


_READ = _read()
_ASKS = re.compile(r"\b(?:khong|chua|nhi)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi))*(?: \?)*$")
_AWAY = re.compile(r"\b(?:con|chau|be|no|em) (?:\w+ ){0,2}(?:nghi|vang)\b")
# Asked of nothing else, and without a word of the roll, the teacher knows.
_OF_THE_CHILD = frozenset((Intent.PUPIL, Intent.FIGURES, Intent.HOW_TO))
_ROLL = frozenset(("away", "present", "halfdays", "excuse", "complete", "day", "how", "look"))
_CHILDS = re.compile(r"\b(?:con|chau|be|no|em|con toi|con em|thang|thang cu)\b")


def read_intents(text: str, *, bare: bool = True) -> tuple[Intent, ...]:
    """What may be wanted, the likeliest first; nothing where nothing is recognised. Whether the text is a report is not
    asked here.
    """
    if len(text) > _LONGEST:
        return (Intent.ANNOUNCE,) if after_announce(text) != text else ()
    said = plain_words(text)
    if text.strip() and not plain_words(text):  # a picture of a thumb
        return (Intent.NOTED,)
    found = tuple(intent for intent, pattern in _READ if pattern.search(said))
    if "ắ" in text.lower():  # vắng, and no vâng
        found = tuple(one for one in found if one is not Intent.NOTED)
    if goes_elsewhere(text) and not (asks(text) or asks_whether(text) or "?" in text):
        found = (*found, Intent.TRANSFER)
    return tuple(dict.fromkeys((*found, *(one.intent for one in wishes_in(text, bare=bare)))))


def wishes_in(text: str, *, bare: bool = True) -> tuple[Wish, ...]:
    """What is wanted by what is spoken of, the likeliest first."""
    return read_wishes(text, asks=is_question(text), bare=bare)


_CLAUSE = re.compile(r"[,.;!\n]+")
_WONDERS = re.compile(r"\S\s+(?:à|hả|hở|ha|sao|chăng)\s*$", re.IGNORECASE)


def is_question(text: str) -> bool:
    """Whether any part of it asks: `8A chỉ 1 em vắng thôi à, tôi thấy trống lắm`."""
    parts = [part for part in _CLAUSE.split(text) if part.strip()]
    return "?" in text or any(
        asks(part) or asks_whether(part) or asks_what(part) or _WONDERS.search(clean(part)) is not None
        for part in parts
    )


# What is said first is a report's: `hôm nay vắng Hồ Văn Bình k`, and not `Bình vắng k`.
_MARKED = re.compile(
    r"^(?:(?:da|bao|em bao|lop|hom nay|sang nay|chieu nay|sang|chieu|\d+\w*)[ ,:]+)*(?:vang|nghi) .*\S k[ .!]*$"
)


def asks(text: str) -> bool:
    """`6A đủ chưa`: it ends like a question."""
    if _MARKED.search(fold(text)) and _named_before_k(text):
        return False
    return _ASKS.search(plain_words(text)) is not None


_WHETHER = re.compile(
    r"\b(?:nghi hay (?:di )?hoc|(?:di )?hoc hay nghi|vang hay (?:co mat|den))\b|"
    r"\b(?:nghi|vang)(?: hoc)? (?:nhieu|lau|suot|hoai|thuong xuyen|dai)(?: \w+)? (?:khong|chua)(?: \w+)?$|"
    r"\b(?:phai|dung) (?:khong|k|hong)(?: \w+)?$|"
    r"\b(?:co|duoc|da|di hoc|den lop)\b.*\b(?:khong|chua)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha))*$"
)


_K_AT_THE_END = re.compile(
    r"\b(?:phep|nhieu|duoc|dung|phai|du|on|khoe|di hoc|den lop|vao lop) k(?: (?:bot|co|thay|em|a|vay|nhi|ta))*[ .!]*$"
)
_INSIDE = re.compile(
    r"^(?!.*\b(?:khong|chua|k) (?:ro|biet|bao|noi)\b)(?:sao (?!do\b)|ai (?:bao|ghi|cham|diem danh|cho)\b|.*"
    r"\b(?:(?:ly do|li do|nghi|benh|bi) gi|vi sao|tai sao|"
    r"sao (?!do\b)(?:\w+ ){0,3}(?:nghi|vang)|may (?:buoi|ngay|hom|bua|lan)(?! nay)|"
    r"(?:buoi|lan|hom) nao chua|bao nhieu|the nao|khi nao|bao gio|may gio|"
    r"khong co ten)\b)"
)


def asks_whether(text: str) -> bool:
    """`em Hùng nghỉ có phép k`: no report of anybody, whoever asks."""
    if _K_AT_THE_END.search(fold(text)) and not _named_before_k(text):
        return True
    if fold(text).rstrip(" .!").endswith(" k"):  # `có Lan vắng k` may be a mark
        return False
    said = plain_words(text)
    return _WHETHER.search(said) is not None or _INSIDE.search(said) is not None


_BEFORE_K = re.compile(r"(?:(\w+)\W+)?(\w+)\W+[kK]\W*(?:\s+\w+)?\W*$")
_WORDS_OF_K = frozenset(
    (
        *["phép", "phep", "nhiều", "nhieu", "được", "duoc", "đúng", "dung", "phải", "phai"],
        *["đủ", "du", "ổn", "on", "khoẻ", "khỏe", "khoe", "học", "hoc", "lớp", "lop"],
    )
)


def _named_before_k(text: str) -> bool:
    """`6A vắng Dũng K`, `vang dung k`: somebody of that name without leave, and no `đúng không`."""
    found = _BEFORE_K.search(unicodedata.normalize("NFC", text))
    if found is None:
        return False
    before, word = fold(found[1] or ""), found[2]
    if word.lower() == "dung" and before in {"vang", "nghi"}:
        return True
    return word.lower() not in _WORDS_OF_K or (word[0].isupper() and not text.isupper())


_WHAT = re.compile(
    r"^(?!.*\b(?:khong|chua|k)\b).*\b(?:dau|the nao|nhu the nao|sao|ra sao|gi|khi nao|bao gio|may gio|hom nao|ngay nao|"
    r"(?:lop|so|thu|ngay|tuoi) may)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha|roi))*$"
)


def asks_what(text: str) -> bool:
    """`đơn xin nghỉ của em Ánh đâu`."""
    return _WHAT.search(plain_words(text)) is not None


_CHANGED = re.compile(r"\b(?:doi|thay|cap nhat|sua) (?:lai )?(?:so|sdt|dien thoai)\b")


def read_parents_intents(text: str) -> tuple[Intent, ...]:
    """The same of somebody who writes about an own child: there `chau nghi may ngay` asks about the child."""
    said, told = plain_words(text), spoken_of(text).concepts
    found = tuple(one for one in read_intents(text, bare=False) if one not in {Intent.TASKS, Intent.REMOVE})
    if Intent.WORRY in found:
        return (Intent.WORRY,)  # whatever else it may be
    if found[:1] == (Intent.PHONE,) and _CHANGED.search(said):
        return (Intent.PHONE,)
    if tells_it_comes_late(text):
        return (Intent.LATE,)
    if found[:1] == (Intent.PHONE,) or (set(found) <= _OF_THE_CHILD and _ROLL.isdisjoint(told)):
        return (Intent.THERE,) if Intent.PUPIL in found and "where" in told and _CHILDS.search(said) else ()
    child = _CHILDS.search(said) is not None
    first = {
        Intent.DUE: Intent.DUE in found,
        Intent.THERE: Intent.THERE in found,
        Intent.CALENDAR: Intent.CALENDAR in found and not child,
        Intent.PUPIL: (Intent.CALENDAR in found and _AWAY.search(said) is not None)
        or (Intent.PUPIL in found and found[0] in OF_ALL and child),
    }
    before = next(((intent,) for intent, likely in first.items() if likely), ())
    return before + found if before else tuple(sorted(found, key=_last_the_child))


def tells_it_comes_late(text: str) -> bool:
    """`mai cháu đến muộn`, and no question."""
    told = spoken_of(text).concepts
    late = "come" in told or ("late" in told and _CHILDS.search(plain_words(text)) is not None)
    return late and "report" not in told and not ("?" in text or asks(text) or asks_whether(text) or asks_what(text))


def _last_the_child(intent: Intent) -> int:
    return (intent is Intent.PUPIL) - (intent is Intent.THERE)
