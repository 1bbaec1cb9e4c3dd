"""Classes as files name them: in a cell, on a tab, in a title. Of a title only what is sure is taken."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from locales import N_
from papers.roster.lists.values import Cell, Wrong, read_text, without_remark
from papers.roster.text import folded
from rules.people.names import clean
from rules.people.sites import LONGEST, apart, at_site

_LONGEST = 40
_SUBJECTS = (
    r"(?:chuyên\s*)?(?:tin|toán|lý|lí|hóa|hoá|sinh|văn|sử|địa|anh|pháp|nga|nhật|trung|hàn)"
    r"|tự\s*nhiên|xã\s*hội|tn|xh|khtn|khxh|cơ\s*bản|clc"
)
_SCHOOL = (
    rf"(?:1[0-2]|[1-9])(?:\s*[/.\-]\s*\d{{1,2}}[A-ZĐ]?|\s*(?:{_SUBJECTS})\s*\d{{0,2}}"
    r"|\s*[A-ZĐ]{1,3}\s?\d{0,2}(?:[./-]\d{1,2})?)?"
)
_NURSERY = (
    r"(?:mẫu\s*giáo|mg|nhà\s*trẻ|nt|mầm|chồi|lá|nhóm\s*trẻ)(?:\s+(?:lớn|nhỡ|bé|ghép))?(?:\s*\d{1,2}(?:\s*-\s*\d{1,2})?"
    r"(?:\s*(?:tuổi|tháng))?)?(?:\s*[A-ZĐ]\d?(?!\w))?|\d\s*(?:-\s*\d\s*)?tuổi(?:\s*[A-ZĐ]?\d{0,2}(?!\w))?"
)
_CALLED = (  # by its place: MG ghép Tak Pổ
    r"(?:mẫu\s*giáo|mầm\s*non|mg|mn|nhà\s*trẻ|nt|nhóm\s*trẻ)(?:\s+(?:lớn|nhỡ|bé|ghép)|\s+\d(?:\s*-\s*\d)?\s*tuổi)+"
    r"(?:\s+(?!(?:năm|niên|trường|gvcn|học|sĩ)\b)[^\W\d_]+){1,3}(?:\s+\d)?"
)
_WORD = r"(?:^|(?<=\W))(?:lớp|lop)"
_STOP = (  # what may follow a class in a title: the end, a sign, or a word that is no part of its name
    r"(?=\s*(?:$|[,;:()–—|]|\.\s|\.$|\s-|-\s|(?:năm|niên|nh|trường|gvcn|ss|tháng|đầu|điểm|và|nay|có)\b"
    r"|học\s+(?:kỳ|kì|sinh)|(?:giáo|sĩ|cơ)\s|hk|kỳ\b))"
)
_IN_TITLE = re.compile(rf"{_WORD}\s*:?\s*({_SCHOOL}|{_NURSERY}|{_CALLED}){_STOP}", re.IGNORECASE | re.MULTILINE)
_GROUP_IN_TITLE = re.compile(rf"(?:^|(?<=\W))({_NURSERY}){_STOP}", re.IGNORECASE | re.MULTILINE)
_GRADE = re.compile(r"(?:^|\W)khối(?:\s*lớp)?\s*:?\s*\d", re.IGNORECASE)
_SAID = re.compile(rf"{_WORD}\s*:?\s*\d", re.IGNORECASE)
_NOW = re.compile(rf"(?:^|\W)nay\b[^,;]*?{_WORD}\s*:?\s*({_SCHOOL}){_STOP}", re.IGNORECASE | re.MULTILINE)
_BARE = r"(?:1[0-2]|[1-9])\s?[A-ZĐ]\d{0,2}(?=\s*$)"
_ALONE = re.compile(
    rf"(?:danh\s*sách\s*)?(?:(?:học\s*sinh|hs|trẻ)\s*)?(?:(?:lớp|lop)\s*:?\s*({_SCHOOL}|{_NURSERY}|{_CALLED})|({_NURSERY}|{_BARE}))"
    r"(?:\s*[(:–-].*)?",
    re.IGNORECASE,
)
_CELL = re.compile(rf"(?:{_SCHOOL})|(?:1[0-2]|[1-9])[^\W\d_]{{1,10}}\d{{0,2}}(?:[./-]\w{{1,4}})?", re.IGNORECASE)
_LIKE_ONE = re.compile(r"(?<![\w/.-])(?:1[0-2]|[1-9])\s?[A-ZĐ]\d{0,2}(?!\w)")
_COMBINED = re.compile(
    r"(?:ghép\s*:?\s*)?\d{1,2}\s?[A-ZĐ]?(?:\s*[+&,]\s*(?:lớp\s*)?\d{1,2}\s?[A-ZĐ]?)+|"
    r"\d{1,2}\s?[A-ZĐ](?:\s*/\s*(?:lớp\s*)?\d{1,2}\s?[A-ZĐ])+",  # and 6/2 is a class of its own
    re.IGNORECASE,
)
ONE_OF_BOTH = N_(
    "“{text}” is a combined class: write for each pupil the own one of these classes; one teacher may be homeroom "
    "teacher of several"
)
_KINDS = frozenset(
    ("mẫu", "giáo", "mầm", "non", "chồi", "lá", "nhà", "trẻ", "nhóm", "lớn", "nhỡ", "bé", "ghép", "tuổi", "tháng")
)
_LOOKS_LIKE = str.maketrans("АВСЕНКМОРТХаеосрхΑΒΕΗΚΜΝΟΡΤΧ", "ABCEHKMOPTXaeocpxABEHKMNOPTX")  # Cyrillic and Greek


def read_class(cell: Cell) -> str:
    """`Lớp 12 a1` is `12A1`; a grade alone (`5`) is the class of a school that has one class a grade; `lá 1` is `Lá 1`;
    `1a (điểm Khe Lọng)` is `1A điểm trường Khe Lọng`.

    A number with decimals has lost whether it was 10.1 or 10.10: see `lists.numbers`.
    """
    name, site = apart(cell) if isinstance(cell, str) else (cell, "")
    return at_site(_read_class(name), fitting(site))


def fitting(site: str) -> str:
    if len(site) > LONGEST:
        message = N_("“{text}” is too long for the name of a site: at most {longest} letters")
        raise Wrong(message, text=site, longest=str(LONGEST))
    return site


def _read_class(cell: Cell) -> str:
    if isinstance(cell, date):
        raise Wrong(N_("Excel has turned this class into a date: format the column as Text and type it again"))
    text = unicodedata.normalize("NFKC", read_text(cell)).translate(_LOOKS_LIKE)
    bare = re.sub(r"^(?:(?:lớp|lop)\b\s*:?|l(?=\s*\d))\s*|(?<=\w)\.$", "", text, flags=re.IGNORECASE)
    bare = re.sub(r"[\s_-]+20\d\d(?:\s*[-–_]\s*(?:20)?\d\d)?$", "", bare)  # 6B_2026-2027, as systems write it
    if _COMBINED.fullmatch(bare):
        raise Wrong(ONE_OF_BOTH, text=text)
    if _is_group(bare) and len(bare) <= _LONGEST:
        return _group(bare)
    bare = re.sub(r"(?<=\d)\s*[-./]\s*(?=[a-zđ]\d{0,2}$)", "", bare, flags=re.IGNORECASE)  # 6-A is 6A
    if not _CELL.fullmatch(bare):
        raise Wrong(N_("“{text}” is no class: write it like 6A or 12A1"), text=text)
    return _school(bare)


def read_class_and_remark(cell: Cell) -> tuple[str, str]:
    """`6A1 (cô Vi)` is 6A1, with what else was said; a number in brackets may tell two classes apart, and so does a
    site.
    """
    if isinstance(cell, str) and apart(cell)[1]:
        return read_class(cell), ""
    name, remark = without_remark(cell) if isinstance(cell, str) else (cell, "")
    if (
        not remark
        or not re.match(r"\W*[^\W\d_]", remark)
        or not isinstance(cell, str)
        or not cell.strip().endswith(remark.strip())
    ):
        return read_class(cell), ""
    return read_class(name), remark


def read_classes(text: str) -> list[str]:
    """`1A + 2A` are two; anything else is one, as a cell says it."""
    bare = re.sub(r"^(?:(?:lớp|lop)\b\s*:?)\s*", "", text, flags=re.IGNORECASE)
    if not _COMBINED.fullmatch(bare):
        return [read_class(text)]
    return [
        read_class(piece.strip())
        for piece in re.split(r"[+&,]|(?<=[A-ZĐa-zđ])\s*/", re.sub(r"^ghép\s*:?\s*", "", bare))
    ]


def _school(text: str) -> str:
    return re.sub(r"\s+", "", text).upper()


def _group(text: str) -> str:
    """`LÁ 1` is shown as `Lá 1`, `mẫu giáo 5 tuổi a` as `Mẫu giáo 5 tuổi A`, `MG GHÉP TAK PỔ` as `MG ghép Tak Pổ`."""
    words = clean(text).lower().split(" ")
    words = [word.capitalize() if len(word) > 1 and word not in _KINDS else word for word in words]
    words = [word.upper() if re.fullmatch(r"[a-zđ]\d?|mg|mn|nt", word, re.IGNORECASE) else word for word in words]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def class_of_title(lines: Sequence[str]) -> str | None:
    """The one class these lines name; None where they name a grade, or several, or a part of something longer."""
    text = "\n".join(lines)
    now = _NOW.search(text)
    if now:
        return _school(now[1])
    bare = _without_grades(text)
    said = _IN_TITLE.findall(bare)
    found = {_named(name) for name in said}
    more = {_school(name) for name in _LIKE_ONE.findall(bare)} - found
    if len(found) == 1 and not more and len(_SAID.findall(bare)) <= len(said):
        return found.pop()
    alone = {_school(line) for line in lines if _LIKE_ONE.fullmatch(line.strip())}
    if not found and len(alone) == 1 and not _SAID.search(text):
        return alone.pop()
    groups = {_named(name) for name in _GROUP_IN_TITLE.findall(text)}
    return groups.pop() if not found and not _SAID.search(text) and len(groups) == 1 else None


def _without_grades(line: str) -> str:
    """`KHỐI LỚP 6` is no class 6."""
    return _GRADE.sub(" ", line)


def _named(name: str) -> str:
    return _group(name) if _is_group(name.strip()) else _school(name)


def _is_group(text: str) -> bool:
    return any(re.fullmatch(kind, text, re.IGNORECASE) for kind in (_NURSERY, _CALLED))


def is_combined(lines: Sequence[str]) -> bool:
    """Whether one of these names a combined class: `LỚP GHÉP 1+2`."""
    return any(re.search(rf"{_WORD}\s*(?:{_COMBINED.pattern})", line, re.IGNORECASE) for line in lines)


def class_of_tab(sheet: str) -> str | None:
    """A tab may be called anything; `6A (2)` is Excel's copy of 6A."""
    try:
        return read_class(re.sub(r"\s*\(\d+\)$", "", sheet))
    except Wrong:
        return None


def class_of_file(name: str) -> str | None:
    """`DS_lop_6a (1).xlsx` is a list of 6A; None where the name says several, or none."""
    words = re.sub(r"[_.\s+]+", " ", name.rpartition(".")[0] or name).upper()
    words = re.sub(r"(?<![^\W\d_])L\wP(?=\d)", "", words)
    found = {_school(one) for one in _LIKE_ONE.findall(words)}
    return found.pop() if len(found) == 1 else None


def class_alone(text: str) -> str | None:
    """The class of a line between pupils that says nothing else: `Lớp 6A`."""
    found = _ALONE.fullmatch(clean(text))
    return _named(found[1] or found[2]) if found else None


def is_grade_alone(text: str) -> bool:
    return bool(re.match(r"(cac )?khoi( lop)? ?\d", folded(text)))
