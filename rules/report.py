"""What a teacher reports, read from a message: of each class who is absent, on which days, excused or not, and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from rules.assembly import Assembly
from rules.classes import ClassFound, ClassRef, find_classes
from rules.dates import DayProblem, DayReading, Expected
from rules.mentions import mentions
from rules.names import clean, fold, fold_in_place, spelling, syllables
from rules.parts import Source
from rules.roster import ClassRoster, Index, build_index
from rules.scan import parts_of
from rules.statements import Draft
from rules.text import Text, clean_lines, cut, decoded
from rules.words import Kind, Lexicon, standard


class ClassProblem(StrEnum):
    MISSING = "missing"  # none said, and the writer has none
    UNKNOWN = "unknown"  # one was said that the school does not have
    SEVERAL = "several"  # one name at two sites


class Item(Struct, frozen=True, kw_only=True):
    """One mention of a pupil, `words` as typed. No candidates: nobody of that name; several: ask which.

    `doubt`: ask even about a single candidate, for the words may mean something else. `excused` None: not said.
    `days` empty: the day of writing; with a `day_problem` they are what was understood of it. `sessions` None: not said.
    `signal`: the pupil may not come back (lấy chồng, đi làm xa, nghỉ luôn).
    """

    words: str
    candidates: tuple[int, ...] = ()
    doubt: bool = False
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    reason_code: str | None = None
    reason_text: str | None = None
    signal: bool = False
    days: tuple[date, ...] = ()
    day_problem: DayProblem | None = None
    sessions: tuple[str, ...] | None = None

    @property
    def pupil(self) -> int | None:
        """The pupil this is surely about."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.doubt else None


class ClassReport(Struct, frozen=True, kw_only=True):
    """What was understood of one class. `days`, `day_problem` and `sessions` are those said of all of it.

    `count_said` is the number of absent pupils announced, if it is not the number of items. `nobody`: said to be
    complete. `nameless`: somebody is absent, but not who. `unread` are words without a meaning here: show them, do not guess.
    """

    class_id: int | None = None
    class_problem: ClassProblem | None = None
    class_words: str = ""
    days: tuple[date, ...] = ()
    day_problem: DayProblem | None = None
    sessions: tuple[str, ...] | None = None
    items: tuple[Item, ...] = ()
    unread: tuple[str, ...] = ()
    count_said: int | None = None
    nobody: bool = False
    nameless: bool = False


class Reading(Struct, frozen=True, kw_only=True):
    """What was understood of a message, class by class, in the order of the text.

    `chat`: nobody is reported here: a greeting, a question. `retracted`: something said before is taken back.
    """

    reports: tuple[ClassReport, ...] = ()
    chat: bool = False
    retracted: bool = False


_LEAVE = re.compile(
    r"\bxin (?:phep )?(?:.{0,60}?\b)?nghi|\bxin phep (?!bao|duoc bao|gui|thong bao)|\bxin nghi|\bdon xin"
)
_PAST = re.compile(
    r"\bda (?:nghi|vang)|(?:nghi|vang) (?:duoc|den nay|suot)|\b(?:khong|ko|k|0) (?:co |xin )?phep|\bkp\b"
)
_CLOCK = re.compile(r"\b\d{1,2}(?:[:hg]\d{2}|[hg](?!\w| ?:))(?: ?(?:phut|p)\b)?")
_TO_THE_BOT = re.compile(r"@\w+|^/(?=\w)|(?<=\n)/(?=\w)")
_GREETING = re.compile(r"^(?:(?:dạ|da|alo|alô|a lô|a lo|hi|hello)[ ,.!:]+)+", re.IGNORECASE)
_NEXT_PUPIL = re.compile(r"[,;\n]| và | va ")
_LONGEST_NAME = 7  # words; a longer stretch of unknown words is no name
_NOBODY_LISTED = build_index(ClassRoster(0, "", 0, ()))
_MOST_STRANGE = 3  # words nobody knows in a bare list of names
_SUNDAY = 6


def read_report(
    text: str,
    now_local: datetime,
    classes: Sequence[ClassRef],
    own_class: int | None,
    rosters: Mapping[int, Index],
    *,
    lexicon: Lexicon | None = None,
    command: bool = False,
) -> Reading:
    """Read a message. `rosters` needs the classes that `classes_named` finds in it; in a class without a roster nobody
    is known. `command`: the text followed the word of a command, so that bare names are absent pupils.
    """
    words = lexicon or standard()
    cleaned = decoded(_without_noise(text), _Either(_class_words(tuple(classes)), words.known))
    found = find_classes(classes, cleaned, own_class)
    readings = [
        _read_class(part, now_local, rosters, words, command=command)
        for part in _sections(cleaned, found, own_class, rosters, words, now_local)
    ]
    spoken = [report for report, _assembly, chat in readings if not chat]
    questioned = any(assembly.question for _report, assembly, _chat in readings) and "?" in cleaned
    if questioned or not spoken:
        return Reading(chat=True, retracted=any(assembly.retracted for _report, assembly, _chat in readings))
    if "?" in cleaned:
        spoken = [_doubted(report) for report in spoken]
    return Reading(
        reports=tuple(spoken), retracted=any(assembly.retracted for _report, assembly, chat in readings if not chat)
    )


def classes_named(text: str, classes: Sequence[ClassRef], own_class: int | None) -> tuple[ClassRef, ...]:
    """The classes whose lists are needed to read the text."""
    cleaned = decoded(_without_noise(text), _Either(_class_words(tuple(classes)), standard().known))
    found = find_classes(classes, cleaned, own_class)
    named = tuple(dict.fromkeys(each for one in found for each in one.classes))
    return named or tuple(each for each in classes if each.id == own_class)


@lru_cache(maxsize=64)
def _class_words(classes: tuple[ClassRef, ...]) -> frozenset[str]:
    """The words of class names, of sites above all, unmarked and as letters and tone."""
    words = {word for each in classes for word in syllables(each.name.lower()) if word.isalpha()}
    tokens = {fold(clean(each.name)).replace(" ", "") for each in classes}
    return frozenset(tokens | {fold(word) for word in words} | {spelling(word) for word in words})


def _without_noise(text: str) -> str:
    """Clean lines, without the bot's own name, the slash of a command, and times of the day."""
    cleaned = _GREETING.sub("", _TO_THE_BOT.sub(" ", clean_lines(text)).strip())
    folded = fold_in_place(cleaned)
    for match in reversed(list(_CLOCK.finditer(folded))):
        cleaned = cleaned[: match.start()] + " " + cleaned[match.end() :]
    return cleaned


class _Section(Struct):
    """The part of a message that is about one class (or several of one name, or one nobody has)."""

    text: str
    classes: tuple[ClassRef, ...] = ()
    words: str = ""
    named: bool = False


def _sections(
    text: str,
    found: Sequence[ClassFound],
    own: int | None,
    rosters: Mapping[int, Index],
    lexicon: Lexicon,
    now: datetime,
) -> list[_Section]:
    if not found:
        return [_Section(text, (ClassRef(own, ""),) if own is not None else ())]
    if len({each.classes for each in found}) == 1:
        left = text
        for each in reversed(found):
            left = _joined(left[: each.start], left[each.end :])
        return [_Section(left, found[0].classes, text[found[0].start : found[0].end], named=True)]
    first, last = found[0], found[-1]
    before = _names_somebody(text[: first.start], first, rosters, lexicon, now)
    behind = before and not _names_somebody(text[last.end :], last, rosters, lexicon, now)
    cuts = _cuts_behind(text, found) if behind else [each.start for each in found[1:]] + [len(text)]
    sections: list[_Section] = []
    begin = 0 if before else first.start
    heading = "" if before else text[: first.start]
    for each, end in zip(found, cuts, strict=True):
        words = _joined(text[begin : each.start], text[each.end : end])
        said = text[each.start : each.end]
        same = next((section for section in sections if section.classes == each.classes and each.classes), None)
        if same:
            same.text += "\n" + words
        else:
            sections.append(_Section(_joined(heading, words), each.classes, said, named=True))
        begin = end
    return sections


def _joined(before: str, behind: str) -> str:
    return f"{before.rstrip(' ')} {behind.lstrip(' ')}".strip(" ")


def _cuts_behind(text: str, found: Sequence[ClassFound]) -> list[int]:
    """`Lan 6A ốm, Hùng 7B`: a class behind a name, and what is said up to the next comma."""
    cuts = []
    for each, following in zip(found, (*found[1:], None), strict=True):
        if following is None:
            cuts.append(len(text))
            continue
        comma = _NEXT_PUPIL.search(text, each.end, following.start)
        cuts.append(comma.end() if comma else each.end)
    return cuts


def _names_somebody(
    text: str, found: ClassFound, rosters: Mapping[int, Index], lexicon: Lexicon, now: datetime
) -> bool:
    index = rosters.get(found.classes[0].id, _NOBODY_LISTED) if found.classes else _NOBODY_LISTED
    source = _source(text, index, lexicon, now)
    return any(part.named and (part.pupils or part.whole) for part in mentions(source, list(parts_of(source))))


class _Either(Struct, frozen=True):
    """Words of the class list, or of reports."""

    first: frozenset[str]
    second: frozenset[str]

    def __contains__(self, word: object) -> bool:
        return word in self.first or word in self.second


def _source(text: str, index: Index, lexicon: Lexicon, now: datetime) -> Source:
    text = decoded(text, _Either(index.known, lexicon.known))
    folded = fold(text)
    expected = Expected.EITHER
    if _LEAVE.search(folded):
        expected = Expected.AHEAD
    elif _PAST.search(folded):
        expected = Expected.BEHIND
    return Source(cut(text), index, lexicon, now.date(), expected)


def _read_class(
    section: _Section, now: datetime, rosters: Mapping[int, Index], lexicon: Lexicon, *, command: bool
) -> tuple[ClassReport, Assembly, bool]:
    """The report of one class, how it was put together, and whether it is no report at all."""
    one = section.classes[0].id if len(section.classes) == 1 else None
    index = rosters.get(one, _NOBODY_LISTED) if one is not None else _NOBODY_LISTED
    source = _source(section.text, index, lexicon, now)
    report = Assembly(source, command=command)
    report.take(mentions(source, list(parts_of(source))))
    chat = _is_chat(report, section)
    if one is None:
        problem = (
            ClassProblem.SEVERAL if section.classes else ClassProblem.UNKNOWN if section.named else ClassProblem.MISSING
        )
        items = tuple(_item(draft, source.text) for draft in report.drafts)
        return ClassReport(class_problem=problem, class_words=section.words, items=items), report, chat
    return _report(report, one, section), report, chat


def _is_chat(report: Assembly, section: _Section) -> bool:
    """Nobody is reported: nothing was said of an absence, and it is no bare list of names either."""
    if report.drafts:
        if not (report.verb or section.named or any(draft.pupils for draft in report.drafts)):
            return True
        if section.named and not section.classes:
            return False
        told = report.verb or report.of_pupils or any(draft.told for draft in report.drafts)
        strange = sum(end - start for start, end in report.unread)
        listed = strange <= _MOST_STRANGE and not any(draft.loose for draft in report.drafts)
        return not (told or listed)
    counted = report.numbers.absent() is not None or report.nobody or bool(report.numbers.unclear and report.verb)
    return not (counted or (report.verb and (section.named or bool(report.unread)) and not report.question))


def _report(report: Assembly, class_id: int, section: _Section) -> ClassReport:
    items, unread = _items(report)
    announced = report.numbers.absent()
    absent = [item for item in items if item.kind is Kind.ABSENT]
    nobody = not absent and (report.nobody or announced == 0)
    if not items and not nobody and report.numbers.unclear:
        items = _by_number(report)
        absent = items
    if (announced is not None and 0 < announced < len(absent)) or (report.nobody and absent):
        items = [replace(item, doubt=True) if item.kind is Kind.ABSENT else item for item in items]
    day = report.days.everybodys() or report.days.heading
    session = report.sessions.everybodys() or report.sessions.heading
    return ClassReport(
        class_id=class_id,
        class_words=section.words,
        days=_school_days(day),
        day_problem=day.problem if day else None,
        sessions=tuple(session) if session else None,
        items=tuple(items),
        unread=tuple([*unread, *(report.text.said(*span) for span in report.unread)]),
        count_said=None if announced == len(absent) or (announced == 0 and not absent) else announced,
        nobody=nobody,
        nameless=not items and not nobody and report.verb,
    )


def _items(report: Assembly) -> tuple[list[Item], list[str]]:
    """The mentions, a pupil named twice only once; stretches too long for a name are unread."""
    items: dict[object, Item] = {}
    unread: list[str] = []
    agreed = report.numbers.absent() == len(report.drafts)
    for draft in report.drafts:
        if not draft.pupils and draft.end - draft.start > _LONGEST_NAME:
            unread.append(report.text.said(draft.start, draft.end))
            continue
        if (draft.touching and not agreed) or (draft.loose and not draft.told):
            draft.doubt = True
        item = _item(draft, report.text)
        same = items.setdefault(item.pupil or draft.start, item)
        if same is not item and _says_more(item, same):
            items[item.pupil or draft.start] = replace(item, days=tuple(sorted({*same.days, *item.days})))
            unread += [] if _goes_with(item, same) else [item.words]
    return list(items.values()), unread


def _says_more(again: Item, first: Item) -> bool:
    """Whether a second mention of a pupil tells something else than the first."""
    told = (again.kind, again.excused, again.reason_code, again.sessions, again.days)
    return told not in (
        (first.kind, first.excused, first.reason_code, first.sessions, first.days),
        (Kind.ABSENT, None, None, None, ()),
    )


def _goes_with(again: Item, first: Item) -> bool:
    """Whether the second mention only adds to the first (or the first said nothing)."""
    return first.excused in (None, again.excused) and first.reason_code in (None, again.reason_code)


def _item(draft: Draft, text: Text) -> Item:
    coded = "khac" if draft.reason and draft.kind is Kind.ABSENT else None
    return Item(
        words=text.said(draft.start, draft.end),
        candidates=tuple(pupil.id for pupil in draft.pupils),
        doubt=draft.doubt,
        kind=draft.kind,
        excused=draft.excused,
        reason_code=draft.reason_code or coded,
        reason_text=text.said(*draft.reason) if draft.reason else None,
        signal=draft.signal,
        days=_school_days(draft.days),
        day_problem=draft.days.problem if draft.days else None,
        sessions=tuple(draft.sessions) if draft.sessions else None,
    )


def _school_days(day: DayReading | None) -> tuple[date, ...]:
    """The days of a range that are no Sundays; a Sunday said alone is what was said."""
    if day is None:
        return ()
    return tuple(each for each in day.days if each.weekday() != _SUNDAY) or day.days


def _by_number(report: Assembly) -> list[Item]:
    """`vắng 5, 12`: numbers of the list, or numbers of pupils? Ask, with those of the list."""
    total = report.numbers.total
    numbers = [*([] if total is None else [total]), *report.numbers.unclear]
    listed = [report.source.index.by_number.get(number, ()) for number in numbers]
    return [
        Item(words=str(number), candidates=tuple(pupil.id for pupil in pupils), doubt=True)
        for number, pupils in zip(numbers, listed, strict=True)
    ]


def _doubted(report: ClassReport) -> ClassReport:
    return replace(report, items=tuple(replace(item, doubt=True) for item in report.items), nobody=False)


def all_items(reading: Reading) -> Iterable[Item]:
    for report in reading.reports:
        yield from report.items
