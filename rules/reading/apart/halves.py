"""`sáng đủ, chiều vắng Bình`, `s 8/8 c 7/8`: of a half day all of the class is said, and something of the other."""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from rules.calendar.parts import Part
from rules.people.names import fold, fold_in_place, given_name
from rules.reading.said.reported import Reading
from rules.reading.sections import Desk, Section
from rules.reading.who.roster import Pupil

_HALF = re.compile(
    r"(?<!\w)(?:(sáng|sang|chiều|chieu)(?: nay)?(?!\w)(?! qua\b| mai\b| hôm\b| hom\b)"
    r"|b?([sc])(?=\W{0,2}\d{1,2} ?/ ?\d))",
    re.IGNORECASE,
)
_COMPLETE = re.compile(
    r"\W*(?:(?:thi|deu|lop|co mat|di hoc|van) )*"
    r"(?:(?:day )?du(?: ca| het)?|khong (?:em nao )?vang(?: em nao| ai| ban nao)?|"
    r"khong ai vang|vang 0|0)(?: (?:em|hs|ban|a|nhe|nha|het|lop))*\W*"
)
_COUNT = re.compile(r"\W*(\d{1,2}) ?/ ?(\d{1,2})(?![\d/])")
_CLAUSE = re.compile(
    r"(?:(?! (?:nhưng|nhung|còn|riêng) )[^,;.\n])*\w(?:(?! (?:nhưng|nhung|còn|riêng) )[^,;.\n])*[,;.\n]*"
)
_FULL, _AWAY = re.compile(r"\bdu\b"), re.compile(r"\b(?:nghi|vang|phep)\b")
_TODAY = re.compile(r"\b(?:(?:hom|sang|bua) nay|hnay|nay|lop|em|minh|bao cao|bc|si so|da)\b")
_AHEAD = re.compile(
    r"\W*(?:(?:con|va|nhung|rieng|sang|chieu|buoi|ngay|hom) )*"
    r"(?:mai|mot|kia|thu (?:\d|hai|ba|tu|nam|sau|bay)|t[2-7]|tuan sau|\d{1,2}[/-]\d{1,2})\b"
)
_MAY_DIFFER = 2  # a roll from the list, by pupils who just came or left
_OF_AFTERNOON = "hi"  # in `chiều`, with marks and without; most messages have none
_SAID = {"sang": Part.MORNING, "chieu": Part.AFTERNOON, "s": Part.MORNING, "c": Part.AFTERNOON}


def by_half_day(sections: Sequence[Section], desk: Desk) -> list[Section]:
    """Two of a section that says of a half day that all are there, and something of the other, or counts
    heads in each.
    """
    return [half for one in sections for half in (_halves(one, desk) if _may_tell(one.text) else [one])]


def _may_tell(text: str) -> bool:
    return "/" in text or _OF_AFTERNOON in text.lower()


def by_day(sections: Sequence[Section], desk: Desk) -> list[Section]:
    """`hôm nay đủ, mai Bình xin nghỉ`: today's class is complete, and a day to come is told of a pupil."""
    return [each for one in sections for each in (_days(one, desk) if _tells_both(fold(one.text)) else [one])]


def _tells_both(folded: str) -> bool:
    return _FULL.search(folded) is not None and _AWAY.search(folded) is not None


def _days(section: Section, desk: Desk) -> list[Section]:
    clauses = list(_CLAUSE.finditer(section.text))
    if len(section.classes) != 1 or len(clauses) < 2:
        return [section]
    pupils = desk.index(section.classes).roster.pupils
    for today in (clauses[0], clauses[-1]):
        ahead = section.text[clauses[0].end() :] if today is clauses[0] else section.text[: today.start()]
        said = _TODAY.sub(" ", fold_in_place(today[0]))
        now = today is clauses[0] or "nay" in fold(today[0]).split()
        day = _AHEAD.match(fold_in_place(ahead)) if now and _is_complete(said, pupils) else None
        if day is None or not _names(ahead[day.end() :], pupils):
            continue
        called = re.match(r"\W*Mai\b", ahead) and _names("mai", pupils)
        return [section] if called else [replace(section, text=" đủ"), replace(section, text=ahead, before=1)]
    return [section]


def of_both_halves(reading: Reading) -> bool:
    """Whether it tells of the half days of a class apart."""
    classes = [one.class_id for one in reading.reports if one.class_id is not None]
    return len(set(classes)) < len(classes)


def _halves(section: Section, desk: Desk) -> list[Section]:
    found = list(_HALF.finditer(section.text))
    said = [_SAID[fold_in_place(one[1] or one[2]).lower()] for one in found]
    if len(section.classes) != 1 or len(said) != 2 or said[0] == said[1]:
        return [section]
    (first, second), pupils = found, desk.index(section.classes).roster.pupils
    before, text = section.text[: first.start()], section.text
    each = [text[first.end() : second.start()], text[second.end() :]]
    if _names(before, pupils) or not all(re.search(r"\w", text) for text in each):
        return [section]  # Bình nghỉ sáng, chiều có học
    counted = [_count_in_words(text, len(pupils)) for text in each]
    all_counted = all(text != before for text, before in zip(counted, each, strict=True))
    complete = [_is_complete(text, pupils) for text in counted]
    if not (any(complete) or all_counted):
        return [section]
    each = counted
    texts = [f"{before} {'đủ' if full else text}" for text, full in zip(each, complete, strict=True)]
    return [replace(section, text=text, half=half) for text, half in zip(texts, said, strict=True)]


def _is_complete(text: str, pupils: Sequence[Pupil]) -> bool:
    """And no pupil is called Dũ."""
    return _COMPLETE.fullmatch(fold_in_place(text).lower()) is not None and not _names(text, pupils)


def _names(text: str, pupils: Sequence[Pupil]) -> bool:
    """Whether some pupil is called so, with the marks that are typed or none: `đủ` is no Dũ. Of one letter (A) no name
    is known from `a`.
    """
    typed = {word for word in re.findall(r"\w+", text.lower()) if len(word) > 1}
    called = [given_name(one.name).lower() for one in pupils]
    return not typed.isdisjoint([*called, *map(fold, called)])


def _count_in_words(text: str, roll: int) -> str:
    """`7/8` of a class of about eight is no day."""
    count = _COUNT.match(text)
    if count is None or not roll or abs(int(count[2]) - roll) > _MAY_DIFFER or int(count[1]) > int(count[2]):
        return text
    away = int(count[2]) - int(count[1])
    return f" vắng {away}: {text[count.end() :]}" if away else f" đủ {text[count.end() :]}"
