"""Announcements as people begin them: to whom, then the words; and that no child is named in them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from rules.people.classes import ClassRef, find_classes
from rules.people.names import clean, fold, fold_in_place, key, syllables
from rules.people.places import place_key

LONGEST = 1500  # letters
_PLACE_WORDS = 6


class Whom(StrEnum):
    """Whom an announcement is for, as it is stored; `EVERYBODY` are families and staff."""

    EVERYBODY = "everybody"
    STAFF = "staff"
    HOMEROOMS = "homerooms"
    FAMILIES = "families"


class Read(Struct, frozen=True, kw_only=True):
    """Nobody named: `whom` is None, and all of the text are the words."""

    whom: Whom | None = None
    classes: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    words: str = ""


_FILLER = re.compile(
    r"(?:nhung ma|nhung|vay|thi|thoi|"
    r"thong bao|nho|hay|giup|bao|gui|nhan|tin|kinh|cho|toi|den|cac|toan the|tat ca|quy|o|va|cung|nhom|lop|hoc sinh"
    r"|cua|thuoc|[,:&+])(?!\w)"
)
_WHOM = (
    (Whom.HOMEROOMS, re.compile(r"(?:giao vien chu nhiem|gv chu nhiem|gvcn|chu nhiem)(?!\w)")),
    (
        Whom.STAFF,
        re.compile(
            r"(?:hoi dong(?: su pham| truong)?|can bo,? giao vien,? nhan vien|can bo giao vien|can bo|giao vien|gv"
            r"|cb-?gv(?:-?nv)?|nhan vien|thay co(?: giao)?|thay, co|thay/co)(?!\w)"
        ),
    ),
    (
        Whom.FAMILIES,
        re.compile(
            r"(?:phu huynh(?: hoc sinh)?|phhs|ph|cha me(?: hoc sinh)?|cmhs|bo me|cac nha|nha cac em|ba con"
            r"|cac gia dinh|gia dinh)(?!\w)"
        ),
    ),
)
_ANNOUNCE = re.compile(
    r"\W*(?:(?:da|em|e|nho|bot|si so|hay|giup|gium|dum|lam on|"
    r"soan|viet|thao|lam|ra|cho|minh|toi|tui|cai|mot|1|ban|mau)\W+)*"
    r"(?:thong ?bao|tb)(?!\w)"
)
_WHOLE = re.compile(r"(?:toan truong|ca truong|moi nguoi)(?!\w)")
_GRADE = re.compile(r"khoi (?:lop )?(\d\d?)(?!\w)")


_NO_MATTER = frozenset((
    "bao", "thong", "gui", "nhan", "tin", "cho", "phu", "huynh", "ph", "gv", "giao", "vien", "luon", "di", "giup", "em",
    "nhe", "nha", "a", "cac", "lop", "het", "ca", "truong", "toan", "thay", "co", "roi", "voi", "gia", "dinh", "chu",
    "nhiem", "moi", "nguoi", "ngay",
))  # fmt: skip


def names_a_matter(words: str) -> bool:
    """`báo phụ huynh luôn` says to whom, and not what."""
    return bool(matters_in(words))


def matters_in(words: str) -> frozenset[str]:
    """The folded words of a text that tell what it is about."""
    return frozenset(re.findall(r"\w+", fold(words))) - _NO_MATTER


def after_announce(text: str) -> str:
    """The text behind `thông báo`, `nhờ Sĩ Số thông báo`; all of it where it does not begin so."""
    match = _ANNOUNCE.match(fold_in_place(text))
    return text[match.end() :].lstrip(" :,.-–") if match else text


_LAST = re.compile(
    r"[ ,.;:–-]*(?:(?<!\w)(?:nho|hay|giup))? ?(?<!\w)(?P<verb>thong bao|nhan|bao) (?:(?:giup|gium|cho|toi|den) )*"
    r"(?P<whom>(?:giao vien|phu huynh|thay co|moi nguoi|cac lop|toan truong)"
    r"(?: (?:va|voi) (?:giao vien|phu huynh|thay co))?)"
    r"(?: (?:biet|luon|nha|nhe|giup|gium|em|a))*[ .!]*$"
)


def announced_last(text: str) -> str:
    """`họp 14h thứ 5, thông báo giáo viên`: `giáo viên: họp 14h thứ 5`; nothing where it does not end so. A storm (`bão
    cho toàn trường`) is part of the words.
    """
    match = _LAST.search(fold_in_place(text))
    if match is None:
        return ""
    storm = "ã" in text[match.start("verb") : match.end("verb")].lower()
    ends = match.end("verb") if storm else match.start()
    words = after_announce(text[:ends].strip(" ,.;:–-"))
    return f"{text[match.start('whom') : match.end('whom')]}: {words}" if words else ""


def read_announcement(text: str, classes: Sequence[ClassRef], places: Mapping[str, int]) -> Read:
    """`phụ huynh khối 6 và 7A: mai nghỉ` with the school's classes and its places by their keys."""
    text = text.strip()
    head, colon, rest = text.partition(":")
    if colon and len(head) < 120:
        found = _Reader(head, classes, places).read()
        if found.whom is not None and not found.words:
            return Read(whom=found.whom, classes=found.classes, places=found.places, words=rest.strip())
    return _Reader(text, classes, places).read()


class _Reader:
    """Goes over the beginning of a text until a word names nobody."""

    def __init__(self, text: str, classes: Sequence[ClassRef], places: Mapping[str, int]) -> None:
        self.text, self.folded, self.known = text, fold_in_place(text), classes
        self.named = {one.start: one for one in find_classes(classes, text) if one.classes}
        self.by_key, self.place, self.end = places, 0, 0
        self.whom: set[Whom] = set()
        self.classes: set[int] = set()
        self.places: set[int] = set()
        self.whole = False

    def read(self) -> Read:
        while self._blank() and (self._names() or self._filler()):
            pass
        if not (self.whom or self.classes or self.places or self.whole):
            return Read(words=self.text)
        staffed = self.whom - {Whom.FAMILIES}
        both = Whom.FAMILIES in self.whom and staffed
        one = Whom.EVERYBODY if both or not self.whom else next(iter(sorted(self.whom, reverse=True)))
        return Read(
            whom=one,
            classes=frozenset() if self.whole else frozenset(self.classes),
            places=frozenset() if self.whole else frozenset(self.places),
            words=self.text[self.end :].lstrip(" ,.;:-–\n"),
        )

    def _blank(self) -> bool:
        while self.place < len(self.text) and self.text[self.place].isspace():
            self.place += 1
        return self.place < len(self.text)

    def _names(self) -> bool:
        at = self.place
        for whom, pattern in _WHOM:
            if match := pattern.match(self.folded, at):
                self.whom.add(whom)
                return self._to(match.end())
        if match := _WHOLE.match(self.folded, at):
            self.whole = True
            return self._to(match.end())
        if match := _GRADE.match(self.folded, at):
            mine = [one.id for one in self.known if re.match(rf"{match[1]}(?!\d)", one.name)]
            self.classes |= set(mine)
            return bool(mine) and self._to(match.end())
        return self._class(at) or self._place(at)

    def _class(self, at: int) -> bool:
        bare = re.compile(r"lop ?").match(self.folded, at)
        found = self.named.get(at) or (self.named.get(bare.end()) if bare else None)
        if found is None:
            return False
        self.classes |= {one.id for one in found.classes}
        return self._to(found.end)

    def _place(self, at: int) -> bool:
        words = list(re.finditer(r"[^\s,;:]+", self.text[at:]))[:_PLACE_WORDS]
        for count in range(len(words), 0, -1):
            end = at + words[count - 1].end()
            said = self.text[at:end]
            number = self.by_key.get(place_key(said))
            if number is not None and (said[0].isupper() or fold(said) != place_key(said)) and not said[0].isdigit():
                self.places.add(number)
                return self._to(end)
        return False

    def _filler(self) -> bool:
        match = _FILLER.match(self.folded, self.place)
        if match is None:
            return False
        self.place = match.end()
        return True

    def _to(self, end: int) -> bool:
        self.place = self.end = end
        return True


def named_in(text: str, names: Iterable[str]) -> str:
    """The first of these full names that stands in the text, with its marks or with none at all; empty: none does."""
    words = [syllable.strip(".,;:!?()[]“”\"'") for syllable in syllables(clean(text))]
    written = [key(word) for word in words]
    bare = [fold(word) for word in words]
    unmarked = [fold(word) == word.lower() for word in words]
    longest = 7
    marked = {tuple(written[at : at + n]) for n in range(2, longest) for at in range(len(words) - n + 1)}
    plain = {
        tuple(bare[at : at + n])
        for n in range(2, longest)
        for at in range(len(words) - n + 1)
        if all(unmarked[at : at + n])
    }
    return next((name for name in names if _stands(name, marked, plain)), "")


def _stands(name: str, marked: Collection[tuple[tuple[str, str], ...]], plain: Collection[tuple[str, ...]]) -> bool:
    parts = syllables(name)
    if len(parts) < 2:
        return False
    return tuple(map(key, parts)) in marked or tuple(map(fold, parts)) in plain
