"""A message cut into what it says of each class, cleaned of what says nothing: the slash, the clock, a greeting."""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from rules.calendar.days_said import Expected
from rules.calendar.parts import Part
from rules.people.classes import ClassFound, ClassRef, find_classes
from rules.people.names import clean, fold, fold_in_place, spelling, syllables
from rules.reading.mentions import mentions
from rules.reading.pieces import Source
from rules.reading.scan import pieces_of
from rules.reading.who.roster import ClassRoster, Index, build_index
from rules.reading.words.lessons import is_a_subject
from rules.reading.words.lexicon import Lexicon, standard
from rules.reading.words.parted import parted
from rules.reading.words.short import written_out
from rules.reading.words.signs import written_in_words
from rules.reading.words.text import Either, clean_lines, cut, decoded

_LEAVE = re.compile(
    r"\bxin (?:phep )?(?:.{0,60}?\b)?nghi|\bxin phep (?!bao|duoc bao|gui|thong bao)|\bxin nghi|\bdon xin"
)
_PAST = re.compile(
    r"\bda (?:nghi|vang)|(?:nghi|vang) (?:duoc|den nay|suot)|\b(?:khong|ko|k|0) (?:co |xin )?phep|\bkp\b"
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?:[:hg]\d{2}|[hg](?!\w| ?:))(?: ?(?:phut|p)\b)?"
    r"(?: (?:sang|chieu|trua|toi)\b(?! (?:nay|mai|qua)))?"
)
_HOT = re.compile(r"(?:s[ôo]t|n[óo]ng|tr[êe]n|h[ơo]n)\D{0,8}(?:3[5-9]|4[0-2])([,.]\d)", re.IGNORECASE)
_COMRADE = re.compile(r"\b[đd]/c\b", re.IGNORECASE)
_DICTATED = re.compile(r"[^.,;:!?\n]+ (?:chấm|phẩy) [^.,;:!?\n]+")
_TO_THE_BOT = re.compile(r"@\w+|^/(?=\w)|(?<=\n)/(?=\w)")
_CALLED = re.compile(r"^[ct]\.? [^\W\d_]+ (?:ơi|oi)\b[ ,.:!]*", re.IGNORECASE)  # c Hoa ơi
_GREETING = re.compile(r"^(?:(?:dạ|da|alo|alô|a lô|a lo|hi|hello)[ ,.!:]+)+", re.IGNORECASE)
_SENTENCE = re.compile(r"[^?!.\n]+(?:[?!.]+[\"”»]?|\n|$)")
_ASKS = re.compile(r"\b(?:ai|nao|may|bao nhieu|sao|gi|ha|hay|khong|ko|hong|chua|vay)\b")
_ASKED = re.compile(  # Trang có xin phép chưa cô
    r"\b(?:(?:có|đã|co|da) (?:[^\W\d_]+ ){1,3}(?:chưa|chua)|(?:lâu|đỡ|khỏe|khoẻ|lau|khoe) (?:chưa|chua)"
    r"|(?:có|co) (?:phép|phep|nghỉ|nghi|vắng|vang"
    r"|đi học|di hoc|đến lớp|den lop|tới lớp|xin phép|xin phep|vắng ai|vang ai|ai vắng|ai vang|báo)"
    r" (?:không|khong|hông|hong|hok|ko))(?: (?:cô|thầy|ạ|co|thay|a|em|vậy|vay|ta|nhỉ|chị|anh|bạn|nè|ơi|oi|thế))*"
    r"(?=[ ]*(?:[.!?\n]|$))",
    re.IGNORECASE,
)
_LATE_BY = re.compile(r"((?:muộn|trễ|muon|tre|sớm|som)(?: [^\W\d_]+)? \d{1,2}) ?p(?![\w/])", re.IGNORECASE)
_DIGIT = re.compile(r"\d\d?[:hHgG]")
_WISHES = re.compile(r"chuc|chao|c[au]m on|good|buoi")
_WISH = re.compile(
    r"(?<![^,.!\n])\s*(?:(?:em|con|chau|toi|da|xin|va|thay|co) )*(?:kinh )?"
    r"(?:chuc|chao buoi|chao ngay|cam on|good|buoi (?:sang|chieu|trua) (?:tot|vui|an))\b[^,.!?\n]*[!.]?"
)
_REPORTS = re.compile(r"\b(?:bao|vang|nghi|phep|kp|lop|du|om|sot|muon|tre)\b|\d")
_FEAST = re.compile(r"20/11|8/3|20/10|2/9|1/6")
_MISS = re.compile(
    r"\b(nha|nhé|nhe|nhen|nghen|hen|ạ|ơi|giúp) [ct](?: [^\W\d_a-zà-ỹ][^\W\d_]*)?(?:\W*$|(?=[,.;\n]))"
)  # nhé c, nha c Hà: cô, chị
_NEXT_PUPIL = re.compile(r"[,;\n]| và | va ")
_NOBODY_LISTED = build_index(ClassRoster(0, "", 0, ()))


class Section(Struct):
    """The part of a message that is about one class (or several of one name, or one nobody has). `named`: with the
    `words` that name it; else it is the writer's own. `before`: so many letters of the text stood before these words.
    `shared`: what is said behind the last class, of all of them. `half`: the half day all of it is about, if it was cut
    out by it.
    """

    text: str
    classes: tuple[ClassRef, ...] = ()
    words: str = ""
    named: bool = False
    before: int = 0
    shared: str = ""
    half: Part | None = None


class Desk(Struct, frozen=True):
    """What the clerk has at hand: the moment of writing, the class lists, the words that are known."""

    now: datetime
    rosters: Mapping[int, Index]
    lexicon: Lexicon

    def index(self, classes: Sequence[ClassRef]) -> Index:
        """The list of the class, if it is one; in a class without a list nobody is known."""
        return self.rosters.get(classes[0].id, _NOBODY_LISTED) if len(classes) == 1 else _NOBODY_LISTED

    def source(self, text: str, index: Index, *, inside: bool = False) -> Source:
        text = written_out(decoded(text, Either(index.known, self.lexicon.known)), self.lexicon, index.known)
        folded = fold(text)
        expected = Expected.EITHER
        if _LEAVE.search(folded):
            expected = Expected.AHEAD
        elif _PAST.search(folded):
            expected = Expected.BEHIND
        return Source(cut(text, inside=inside), index, self.lexicon, self.now.date(), expected)


class Names(Struct, frozen=True):
    """The words of pupils' names on some lists, unmarked."""

    lists: Mapping[int, Index]

    def __contains__(self, word: object) -> bool:
        return any(word in index.known for index in self.lists.values())


def classes_named(
    text: str, classes: Sequence[ClassRef], own_class: int | None, lexicon: Lexicon | None = None
) -> tuple[ClassRef, ...]:
    """The classes whose lists are needed to read the text."""
    found = find_classes(classes, cleaned(text, classes, lexicon or standard()), own_class)
    named = tuple(dict.fromkeys(each for one in found for each in one.classes))
    return named or tuple(each for each in classes if each.id == own_class)


def cleaned(text: str, classes: Sequence[ClassRef], lexicon: Lexicon, names: Container[str] = ()) -> str:
    """Clean lines, without the bot's own name, the slash of a command, a greeting, and times of the day. `names`: words
    of pupils' names, unmarked.
    """
    left = _TO_THE_BOT.sub(" ", clean_lines(text)).strip().replace("_", " ")
    said = _CALLED.sub("", _GREETING.sub("", _COMRADE.sub("đồng chí", left)))
    left = said if " " in said else left  # dạ Lan: to her, or of her?
    left = _LATE_BY.sub(r"\1 phút", _without_wishes(left))
    for match in reversed(list(_CLOCK.finditer(fold_in_place(left)))) if _DIGIT.search(left) else ():
        left = left[: match.start()] + " " + left[match.end() :]
    for match in reversed(list(_HOT.finditer(left))):  # nóng 38,5
        left = left[: match.start(1)] + left[match.end(1) :]
    if _DICTATED.fullmatch(left):
        left = left.replace(" chấm ", ". ").replace(" phẩy ", ", ")
    left = written_in_words(left, names)
    words = _class_words(tuple(classes))
    typed = decoded(left, Either(words, lexicon.known), names)
    return _without_questions(parted(typed, words, lexicon, names))


def _without_wishes(text: str) -> str:
    """The text without clauses that only greet, wish or thank, however long, and without a `c` for cô, chị behind."""
    folded = fold_in_place(text)
    for match in reversed(list(_WISH.finditer(folded))) if _WISHES.search(folded) else ():
        if not _REPORTS.search(_FEAST.sub("", match[0])):
            text = text[: match.start()] + text[match.end() :]
    return _MISS.sub(r"\1", text) if " c" in text or " t" in text else text


def _without_questions(text: str) -> str:
    """The text without the sentences that only ask, if there are others."""
    text = _ASKED.sub(r"\g<0>?", text) if _ASKED.search(text) else text
    if "?" not in text:
        return text
    said = [each for each in _SENTENCE.findall(text) if not ("?" in each and _ASKS.search(fold(each)))]
    return "".join(said).strip() or text


def only_asks(text: str) -> bool:
    """Whether every sentence asks: `Trang có xin phép chưa`."""
    return "?" in text and all(_ASKED.search(each) for each in _SENTENCE.findall(text) if each.strip())


@lru_cache(maxsize=64)
def _class_words(classes: tuple[ClassRef, ...]) -> frozenset[str]:
    """The words of class names, of sites above all, unmarked and as letters and tone."""
    words = {word for each in classes for word in syllables(each.name.lower()) if word.isalpha()}
    tokens = {fold(clean(each.name)).replace(" ", "") for each in classes}
    return frozenset(tokens | {fold(word) for word in words} | {spelling(word) for word in words})


def without_denied(text: str, found: Sequence[ClassFound]) -> str:
    """`6A vắng Lan, à không phải 6A mà 6B`: without the class it was not, wherever it stands."""
    if len({each.classes for each in found}) < 2:
        return text
    folded = fold_in_place(text)
    denied = {each.classes for each in found if _NOT.search(folded, 0, each.start) is not None}
    if not denied or all(each.classes in denied for each in found):
        return text
    for each in reversed(found):
        if each.classes in denied:
            no = _NOT.search(folded, 0, each.start)
            but = _BUT.match(folded, each.end)
            text = text[: no.start() if no else each.start] + " " + text[but.end() if but and no else each.end :]
    return text


_NOT = re.compile(r"\b(?:khong phai|ko phai|k phai|nham|chu khong phai)(?: la)?(?: lop)? ?$")
_BUT = re.compile(r"[ ,]*(?:ma )?(?:la )?")


def sections(text: str, found: Sequence[ClassFound], own: int | None, desk: Desk) -> list[Section]:
    """The text class by class; several stretches about one class are one section."""
    if not found:
        return [Section(text, (ClassRef(own, ""),) if own is not None else ())]
    if len({each.classes for each in found}) == 1:
        left = text
        for each in reversed(found):
            enters = _ENTERS.search(fold_in_place(left[: each.start]))
            opens = f"{left[: enters.start()]}{_TO_ANOTHER_CLASS}" if enters else left[: each.start]
            left = _joined(_AT.sub("", opens), left[each.end :], apart=True)
        before = len(_AT.sub("", text[: found[0].start]).strip(" "))
        return [Section(left, found[0].classes, text[found[0].start : found[0].end], named=True, before=before)]
    return _several(text, found, desk)


def _several(text: str, found: Sequence[ClassFound], desk: Desk) -> list[Section]:
    """`6A: Lan; 7B: Nam`, or the class behind each name. What stands before the first class and names nobody is said of
    all of them; with the class behind each name, so is what stands before the first name, and behind the last class.
    """
    first, last = found[0], found[-1]
    named_at = _first_name(text[: first.start], first, desk)
    opens = named_at is not None and not is_a_subject(text[: first.start])
    behind = opens and _is_behind_names(text, found, desk)
    cuts = _cuts_behind(text, found) if behind else [*(each.start for each in found[1:]), len(text)]
    heading = _A_COUNT.sub("", text[:named_at]) if behind else "" if opens else text[: first.start]
    begin = (named_at or 0) if behind else 0 if opens else first.start
    cut_apart: list[Section] = []
    behind_each = _said_behind(text, found, cuts) if behind else []
    for place, (each, end) in enumerate(zip(found, cuts, strict=True)):
        said = behind_each[place] if behind else text[each.end : end]
        words = _joined(text[begin : each.start], said)
        same = next((one for one in cut_apart if one.classes == each.classes and each.classes), None)
        if same:
            same.text, same.before = f"{same.text}\n{words}", 0 if behind else same.before
        else:
            before = len(_joined(heading, text[begin : each.start]))
            named = text[each.start : each.end]
            shared = text[last.end :] if behind else ""
            words = _joined(heading, words)
            cut_apart.append(Section(words, each.classes, named, named=True, before=before, shared=shared))
        begin = end
    return cut_apart


def _is_behind_names(text: str, found: Sequence[ClassFound], desk: Desk) -> bool:
    """Whether the class stands behind each name: nobody of the last class is named behind it, or somebody of each right
    before it (`vắng Thuận 9A, Long 7B. Thuận k`).
    """
    following = _NEXT_PUPIL.split(text[found[-1].end :], 1)[0]
    if _first_name(following, found[-1], desk, listed=True) is None:
        return True
    begins = [0, *(each.end for each in found[:-1])]
    befores = [_NEXT_PUPIL.split(text[begin : each.start])[-1] for begin, each in zip(begins, found, strict=True)]
    pairs = zip(befores, found, strict=True)
    return all(_first_name(said, each, desk, listed=True) is not None for said, each in pairs)


def _said_behind(text: str, found: Sequence[ClassFound], cuts: Sequence[int]) -> list[str]:
    """What is said behind each class; where nothing is, what is said behind the next: `Lan 6A và Nam 7B đều nghỉ`."""
    said = [text[each.end : end] for each, end in zip(found, cuts, strict=True)]
    for place in reversed(range(len(said) - 1)):
        if not any(map(str.isalpha, _NEXT_PUPIL.sub("", said[place]))):
            said[place] = f" {said[place + 1].lstrip(' ')}"
    return said


_A_COUNT = re.compile(r"(?:vắng |vang )?\d+(?: ?/ ?\d+)?(?: (?:em|hs|bạn|ban|cháu))?(?![\w/])")
_TO_ANOTHER_CLASS = "chuyển lớp"  # em Cường vào học lớp 6B: whose it is from now on, and not who is here
_ENTERS = re.compile(
    r"\b(?:(?:vao|vo|sang|chuyen|nhap|xin) hoc|chuyen (?:sang|vao|den|qua|len|ve)|nhap hoc)(?: lop)? $"
)
_GLUED = re.compile(r" *[^\W\d_A-ZĐ]+ [A-ZĐ]")
_AT = re.compile(r"(?<!\S)(?:ở|tại|bên|dưới|trên|trong|của) *$", re.IGNORECASE)  # sáng nay ở 6A


def _joined(before: str, behind: str, *, apart: bool = False) -> str:
    """`apart`: words that the class stood between do not touch (Lan 6A về quê)."""
    bare = behind.isascii() and behind.islower() and before.isascii()  # thg cua 8a1 lai tron hoc
    if apart and before.rstrip(" ")[-1:].isalpha() and (bare or _GLUED.match(behind)):
        return f"{before.rstrip(' ')} · {behind.lstrip(' ')}".strip(" ")
    return f"{before.rstrip(' ')} {behind.lstrip(' ')}".strip(" ")


def _cuts_behind(text: str, found: Sequence[ClassFound]) -> list[int]:
    """`Lan 6A ốm, Hùng 7B`: a class behind a name, and what is said up to the next comma."""
    cuts = []
    for each, following in pairwise(found):
        comma = _NEXT_PUPIL.search(text, each.end, following.start)
        cuts.append(comma.end() if comma else each.end)
    return [*cuts, len(text)]


def _first_name(text: str, found: ClassFound, desk: Desk, *, listed: bool = False) -> int | None:
    """Where the first pupil is named in the text; `listed`: of the class."""
    source = desk.source(text, desk.index(found.classes[:1]))
    named = (
        each
        for each in mentions(source, list(pieces_of(source)))
        if each.named and (each.pupils or (each.whole and not listed))
    )
    first = next(named, None)
    return None if first is None else source.text.words[first.start].start
