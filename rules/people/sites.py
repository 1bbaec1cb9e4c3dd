"""The sites of a school (điểm trường, phân hiệu) as its lists say them, behind the name of a class or by themselves."""

import re

from rules.people.names import clean, fold

MAIN = "chính"
MOST = 200  # letters of a cell that names a class
LONGEST = 25  # letters, so that the class with it is still a name of one line
_WORD = r"(?:điểm\s+trường(?:\s+lẻ)?|điểm\s+lẻ|phân\s+hiệu|phân\s+trường|cơ\s+sở)"
_BEHIND = re.compile(rf"(.+?)\s*[,(\[–-]*\s*\b((?:{_WORD}|điểm)\s*:?\s+[^()\[\],;]+?)\s*[)\]]?\s*", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_WORD}|điểm)\b\s*:?\s*", re.IGNORECASE)
_IN_TITLE = re.compile(  # not every “cơ sở” is one: trung học cơ sở
    rf"(?<!học\s)\b({_WORD}\s*:?\s+[^()\[\],;:–\n]+?)"
    r"(?=\s*(?:$|[()\[\],;:–]|\s-|\b(?:năm|niên|nh|lớp|lop|học|tháng)\b))",
    re.IGNORECASE | re.MULTILINE,
)
_MAIN = frozenset({"chinh", "truong chinh", "trung tam", "khu chinh", "khu trung tam"})


def apart(name: str) -> tuple[str, str]:
    """`1A điểm trường Khe Lọng`, `1A (điểm Khe Lọng)` are 1A at Khe Lọng; "" is where nothing is said."""
    found = _BEHIND.fullmatch(name) if len(name) <= MOST else None
    return (found[1], read_site(found[2])) if found else (name, "")


def read_site(text: str) -> str:
    """The name of a site without the word for what it is, unless it has but a number; MAIN for the main one."""
    said, name = clean(text), clean(_BEFORE.sub("", text, count=1))
    if name.isdecimal():
        return said.capitalize()
    return MAIN if fold(name) in _MAIN else name


def site_of_title(text: str) -> str:
    """The one site that a title names, else ""."""
    found = {read_site(name.title() if name.isupper() else name) for name in _IN_TITLE.findall(text)}
    return next(iter(found)) if len(found) == 1 and all(len(one) <= LONGEST for one in found) else ""


def at_site(name: str, site: str) -> str:
    """As a class is called whose name another has too: `1A điểm trường Khe Lọng`, `6A cơ sở 2`."""
    if not site:
        return name
    return f"{name} {site.lower()}" if _BEFORE.match(site) else f"{name} điểm trường {site}"
