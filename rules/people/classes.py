"""The classes named in a message, known or not: `6A`, `12 A1`, `6/1`, `Lá 1`, `6A điểm trường Tắk Pổ`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from rules.people.class_of_grade import called_by_grade
from rules.people.names import clean, fold, fold_in_place


class ClassRef(Struct, frozen=True):
    id: int
    name: str


class ClassFound(Struct, frozen=True):
    """The classes a typed token may mean (two sites may have one name; none: an unknown class) and where it stands."""

    classes: tuple[ClassRef, ...]
    start: int
    end: int


class _Known(Struct, frozen=True):
    """The classes by their names without blanks, `exact` where that is the whole name, and every beginning of one."""

    exact: Mapping[str, tuple[ClassRef, ...]]
    bare: Mapping[str, tuple[ClassRef, ...]]  # without the site
    beginnings: frozenset[str]


_PIECE = re.compile(r"[^\W_][\w/]*")
_JOINED = re.compile(r" *|[.-]")
_SITE_WORDS = r"\b(?:diem truong|diem le|diem|phan hieu|phan truong|co so|khu|dt|ph|cs)\b"
_SITE = re.compile(rf"[ ,(–-]*{_SITE_WORDS}[ .:]*|[ ,]*[(–-]+ *")
_COUNTED = r"[.)](?: |$)| *(?:em|hs|hoc sinh|ban|chau|be|phep|p|k|kp|cp|ngay|buoi)\b"
_NEVER_LAST = re.compile(_COUNTED)  # 6A 1. Nam, 6A 2 em are not 6A1, 6A2
_LEADING = re.compile(r"\d{1,2}(?:[a-z]\d{0,2}|/\d{1,2})?(?= )")
_AT_THE_START = re.compile(
    r"(?:^|[;\n])\W*(?:(?:vang|nghi|bao vang|bao|hom nay|sang nay|chieu nay) )?"
    r"(\d{1,2}[a-z]\d{0,2}|(?:1[0-2]|[1-9])(?:/(?:1[3-9]|2\d)|[-.]\d{1,2})|[1-9]\d)(?= ?:| vang| nghi| v\b)"
)
_POINTS = re.compile(r"\b\d{1,2}đ\b")  # trừ 5đ
_LONGER_THAN_A_GRADE = re.compile(r"\b1\d[a-z]\d{1,2}\b")
_SPOKEN = re.compile(r"(\d{1,2})([a-z])?/?(\d{1,2})?")
_SLASHED = re.compile(r"^(lop|l)?[ .]*(\d{1,2}) ?[-.–] ?(\d{1,2})$")  # 6-1 is 6/1
_SHORT_FOR_CLASS = re.compile(r"^(?:lop|l(?=\d))")
_NAMED_AND_NUMBERED = re.compile(r"([a-z][a-z ]+?) ?(\d{1,2})")  # Chồi 2
_BETWEEN = ("", "phan", "tren", "tret", "xet", "xuyet", "suyet", "gach", "cheo")  # sáu phần một
_LETTERS = {"b": "be", "c": "xe", "d": "de", "g": "gie"}  # mười một bê ba
_DIGITS = ("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")
_SIGNS = str.maketrans("", "", " .()–-")
_SLASHED_SCHOOL, _LETTERED = re.compile(r""), re.compile(r"[a-z]")  # 6/25, 6-5 and 65 name classes only in the first
_MOST_PIECES = 8
_MOST_OF_A_CLASS = 60  # a greater number is none of a list
_BEFORE_A_DATE = ("ngay", "tu", "den", "hom", "bua", "toi")
_AT_ITS_PLACE = re.compile(
    r"(?:^|[;\n]|[.!] )\W*(?:(?:vang|nghi|bao|lop|l|em bao|da|(?:sang |chieu |hom |bua )?nay|hnay|bc|bao cao"
    r"|(?:thua )?(?:thay|co|anh|chi)(?: oi)?)\W+)*$|\blop *$"
)
_SAYS_MORE = re.compile(
    r" ?:| *[-–] *\d{1,2} *(?:[:(,]|$)"
    r"| *,? *(?:vang|nghi|thieu|v|du|full|off|khuyet|ss|si so|co|hom nay|sang|chieu|nay)\b"
)
_ANNOUNCED = re.compile(r"(?:\b(?:lop|l)\.? *|^[^\w]*)$")
# What looks like a class of a school, though this school has none such.
_LIKE_A_CLASS = re.compile(
    r"\blop[ .:]*(?:\d{1,2} ?[a-z]\d{0,2}|\d{1,2}/\d{1,2}|[a-z]\d{1,2}|\d{1,2})\b(?!/| ?(?:em|hs|ban|chau|be|con)\b)"
    r"|\b(?:1[0-2]|[1-9])(?:[abdfgiz]\d{0,2}|[ce]\d{1,2}|c(?= ))\b(?![/'])|\b(?:1[0-2]|[6-9])e\b(?![/'])"
)


def find_class(classes: Sequence[ClassRef], text: str) -> ClassFound | None:
    """The first class of the school named in the text."""
    return next((found for found in find_classes(classes, text) if found.classes), None)


def find_classes(classes: Sequence[ClassRef], text: str, own: int | None = None) -> list[ClassFound]:
    """Every class named in the text, left to right, the longest known name first: `12A11` before `12A1`.

    Of several classes that a name may mean it is the writer's own; else the one whose whole name it is; else all.
    """
    known = _by_token(tuple(classes))
    folded = fold_in_place(text)
    spans = [match.span() for match in _PIECE.finditer(folded)]
    found: list[ClassFound] = []
    place = 0
    while place < len(spans):
        begins = _token(folded[slice(*spans[place])]) in known.beginnings
        named = _named_at(known, folded, spans, place, own) if begins else None
        if named:
            found.append(named)
            place = next((n for n in range(place, len(spans)) if spans[n][0] >= named.end), len(spans))
        else:
            place += 1
    found = [_by_site(known, each, folded) for each in found] or _of_the_site(tuple(classes), folded, own)
    found += _of_its_grade(classes, folded, found)
    points = [each.start() for each in _POINTS.finditer(text)]
    unknown = _unknown(folded, found, slashed=_are_slashed(tuple(classes)))
    unknown = [each for each in unknown if each.start not in points]
    return sorted([*found, *unknown], key=lambda each: each.start)


def _of_its_grade(classes: Sequence[ClassRef], folded: str, found: Sequence[ClassFound]) -> list[ClassFound]:
    """Where no class that is called by its whole name stands."""
    called = called_by_grade(tuple(each.name for each in classes), folded)
    free = [one for one in called if not any(one[1] < each.end and each.start < one[2] for each in found)]
    return [ClassFound((classes[at],), start, end) for at, start, end in free]


def _named_at(
    known: _Known, folded: str, spans: list[tuple[int, int]], place: int, own: int | None
) -> ClassFound | None:
    start, end = spans[place]
    token = _token(folded[start:end])
    if token not in known.beginnings:
        return None
    tokens = [token]
    for last in range(place + 1, _reach(folded, spans, place)):
        token = _token(folded[start : spans[last][1]])
        if token not in known.beginnings:
            break
        tokens.append(token)
    for longer in reversed(range(len(tokens))):
        found = _meant(known, tokens[longer], own)
        if found and _stands(known, folded, spans[place : place + longer + 1]):
            return ClassFound(found, start, spans[place + longer][1])
    return None


def _stands(known: _Known, folded: str, spans: list[tuple[int, int]]) -> bool:
    """Whether these pieces name a class here: told by what they are or by `lớp` before them, and count nothing."""
    (start, _), (last, end) = spans[0], spans[-1]
    if _SITE.fullmatch(folded[last:end]) or (len(spans) > 1 and _counts(known, folded, start, spans[-2:])):
        return False
    written = folded[start:end]
    if _SLASHED.match(written):
        return _is_no_date(folded, start, end)
    if written.isdecimal() and len(written) > 1:
        behind_a_comma = int(written) > _MOST_OF_A_CLASS and folded[:start].rstrip().endswith(",")
        placed = behind_a_comma or _AT_ITS_PLACE.search(folded, 0, start) is not None
        return placed and _SAYS_MORE.match(folded, end) is not None
    return _telling(written) or _is_announced(folded, start)


def _is_no_date(folded: str, start: int, end: int) -> bool:
    """`6-1` names a class, if it is no part of a date or of a range of days."""
    before = folded[:start].rstrip()
    return (not before.endswith(_BEFORE_A_DATE) and folded[end : end + 1] not in ("/", "-", ".")) or (
        folded[end : end + 2] in (".", ". ", ".\n")
    )


def _meant(known: _Known, token: str, own: int | None) -> tuple[ClassRef, ...]:
    exact, bare = known.exact.get(token, ()), known.bare.get(token, ())
    return tuple(each for each in (*exact, *bare) if each.id == own) or exact or bare


def _is_announced(folded: str, start: int) -> bool:
    return _ANNOUNCED.search(folded, max(0, start - 8), start) is not None


def _by_site(known: _Known, found: ClassFound, folded: str) -> ClassFound:
    """Of several classes of one name the one whose site is named elsewhere: `điểm trường Răng Chuỗi 1A`."""
    alike = known.bare.get(_token(folded[found.start : found.end]), ())
    if len(alike) < 2:
        return found
    named = tuple(each for each in alike if (site := _site(each.name)) and re.search(rf"\b{re.escape(site)}\b", folded))
    if len(named) != 1:
        return found
    before = re.search(rf"(?:{_SITE_WORDS} *)?\b{re.escape(_site(named[0].name))}[ ,:–-]*$", folded[: found.start])
    return ClassFound(named, before.start() if before else found.start, found.end)


def _of_the_site(classes: tuple[ClassRef, ...], folded: str, own: int | None) -> list[ClassFound]:
    """`Điểm Phá Lõm: …`: the only class that is there, or the writer's own."""
    named = re.search(rf"{_SITE_WORDS} +", folded)
    if named is None:
        return []
    there = [
        each
        for each in classes
        if (site := _site(each.name)) and re.match(rf"{re.escape(site)}\b", folded[named.end() :])
    ]
    there = [each for each in there if each.id == own] or there
    return [ClassFound((there[0],), named.start(), named.end() + len(_site(there[0].name)))] if len(there) == 1 else []


@lru_cache(maxsize=256)
def _site(name: str) -> str:
    """The words of a class name behind the class and the word for site, unmarked."""
    folded = fold(clean(name))
    leading = _LEADING.match(folded)
    return _SITE.sub("", folded[leading.end() :] if leading else "").strip(" ()")


def _reach(folded: str, spans: list[tuple[int, int]], place: int) -> int:
    """How far the pieces follow one another with nothing but blanks, or words of a site's name, between."""
    last = place + 1
    while last < len(spans) and last - place < _MOST_PIECES:
        between = folded[spans[last - 1][1] : spans[last][0]]
        if not (_JOINED.fullmatch(between) or _SITE.fullmatch(between)):
            break
        last += 1
    return last


@lru_cache(maxsize=8192)
def _token(typed: str) -> str:
    """A class name as it is compared: unmarked, without blanks, signs, the word for class, the word for site."""
    bare = _SITE.sub("", _SLASHED.sub(r"\2/\3", typed))
    return _SHORT_FOR_CLASS.sub("", bare.translate(_SIGNS))


@lru_cache(maxsize=64)
def _by_token(classes: tuple[ClassRef, ...]) -> _Known:
    exact: dict[str, tuple[ClassRef, ...]] = {}
    bare: dict[str, tuple[ClassRef, ...]] = {}
    unsigned: dict[str, tuple[ClassRef, ...]] = {}
    for each in classes:
        name = fold(clean(each.name))
        token = _token(name)
        exact[token] = (*exact.get(token, ()), each)
        for spoken in _spoken(name):
            exact[spoken] = (*exact.get(spoken, ()), each)
        if "/" in token:
            unsigned[token.replace("/", "")] = (*unsigned.get(token.replace("/", ""), ()), each)
        leading = _LEADING.match(name)
        without_site = leading[0] if leading else _SITE.split(name)[0].strip()
        if without_site and _token(without_site) != token:
            bare[_token(without_site)] = (*bare.get(_token(without_site), ()), each)
    bare |= {token: found for token, found in unsigned.items() if len(found) == 1 and token not in {*exact, *bare}}
    beginnings = {token[:length] for token in [*exact, *bare] for length in range(1, len(token) + 1)}
    return _Known(exact, bare, frozenset(beginnings))


def _spoken(name: str) -> list[str]:
    """`mười hai a một`, `sáu phần một`: a class as it is said, joined; nothing for one that is not a number, perhaps
    with a letter.
    """
    named = _NAMED_AND_NUMBERED.fullmatch(name)
    if named is not None:
        return [named[1].replace(" ", "") + _in_words(named[2])]
    parts = _SPOKEN.fullmatch(name)
    if parts is None:
        return []
    said = [_in_words(part) if part.isdigit() else part for part in parts.groups() if part]
    if not all(said):
        return []
    spoken = [_LETTERS.get(part, part) for part in said]
    ways = ("".join(spoken), "".join(said)) if spoken != said else ("".join(said),)
    digits = name.replace("/", "phan")  # lớp 6 phần 1
    return [digits, *(between.join(said) for between in _BETWEEN)] if "/" in name else list(ways)


def _in_words(number: str) -> str:
    tens, ones = divmod(int(number), 10)
    if not tens or tens > 1:
        return _DIGITS[ones] if not tens else ""
    return "muoi" + (_DIGITS[ones] if ones else "")


def _telling(token: str) -> bool:
    """Letters and digits together name a class anywhere; `Lá` or `3` alone only at the start or after `lớp`."""
    return any(c.isdigit() for c in token) and not token.strip().isdecimal()


def _counts(known: _Known, folded: str, start: int, last_two: list[tuple[int, int]]) -> bool:
    """Whether the final piece is a number that counts something else than classes: `6A 2 em` where there is a 6A."""
    before, last = last_two
    shorter = _token(folded[start : before[1]])
    if not (folded[last[1] - 1].isdigit() and (shorter in known.exact or shorter in known.bare)):
        return False
    return _NEVER_LAST.match(folded, last[1]) is not None


@lru_cache(maxsize=64)
def _are_slashed(classes: tuple[ClassRef, ...]) -> bool:
    """Whether the school writes its classes 6/1, 6/2."""
    return any("/" in each.name for each in classes)


def _unknown(folded: str, found: Sequence[ClassFound], *, slashed: bool) -> list[ClassFound]:
    """What looks like a class and is none here. `6/25` is one where classes are written so: it is no date."""
    taken = bytearray(len(folded))
    for each in found:
        taken[each.start : each.end] = b"x" * (each.end - each.start)
    spans = [match.span() for match in _LIKE_A_CLASS.finditer(folded)]
    spans += [match.span() for match in _LONGER_THAN_A_GRADE.finditer(folded)]
    written_so = _SLASHED_SCHOOL if slashed else _LETTERED
    spans += [match.span(1) for match in _AT_THE_START.finditer(folded) if written_so.search(match[1])]
    unknown: list[ClassFound] = []
    for start, end in sorted(spans):
        if not any(taken[start:end]):
            unknown.append(ClassFound((), start, end))
            taken[start:end] = b"x" * (end - start)
    return unknown
